"""What the viewer may do with a post that is shown, from the outline alone: no statement."""

from functools import lru_cache
from typing import NamedTuple

from parvis.access.actions import POST, Standing
from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.posts.queries import Outline
from parvis.spaces.models import Space, Subscription


class Rights(NamedTuple):
    """Answers to ``access.can`` for one viewer and one post; the names are its actions."""

    read: bool
    comment: bool
    react: bool
    share: bool
    save: bool
    edit: bool
    remove: bool
    pin: bool
    accept: bool


class Stance(NamedTuple):
    """All that the rule looks at; there are few different ones."""

    kind: str
    active: bool
    owns: bool
    state: str | None
    role: str | None
    space_kind: str
    visibility: str
    policy: str
    archived: bool
    wrote: bool
    under: bool


def rights(viewer: Person, shown: Outline) -> Rights:
    """Return what ``viewer`` may do, as the tables of ``access`` say."""
    return _rights(
        Stance(
            kind=viewer.kind,
            active=viewer.is_active,
            owns=shown.owner_id == viewer.pk,
            state=shown.state,
            role=shown.role,
            space_kind=shown.space_kind,
            visibility=shown.visibility,
            policy=shown.policy,
            archived=shown.archived,
            wrote=shown.author_id == viewer.pk,
            under=shown.thread_id is not None,
        )
    )


@lru_cache(maxsize=4096)
def _rights(stance: Stance) -> Rights:
    """Ask the rule once for each way to stand to a post; the answer depends on nothing else."""
    if not stance.active:
        return Rights(*[False] * len(Rights._fields))
    viewer = Person(pk=1, kind=stance.kind)
    space = Space(
        pk=1,
        kind=stance.space_kind,
        visibility=stance.visibility,
        policy=stance.policy,
        owner_id=1 if stance.owns else 2,
    )
    space.archived_at = space.created_at if stance.archived else None
    subscription = None
    if stance.state and stance.role:
        subscription = Subscription(
            person=viewer, space=space, state=stance.state, role=stance.role
        )
    post = Post(
        pk=1, space=space, author_id=1 if stance.wrote else 2, thread_id=2 if stance.under else None
    )
    standing = Standing(viewer, space, subscription)
    return Rights(*(POST[action](standing, post) for action in Rights._fields))
