"""Open walls and communities."""

from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from parvis import access, journal
from parvis.journal.models import Entry
from parvis.kernel.errors import Refused
from parvis.kernel.words import one_line
from parvis.people.models import Person
from parvis.spaces import audience
from parvis.spaces.models import Space, Subscription
from parvis.spaces.verbs.breadth import must_not_reach_too_many

# Words that are addresses below /communities/.
TAKEN = frozenset({"new", "invitations"})


def open_wall(entry: Entry) -> None:
    """Give a new person their wall; listens to ``person.taken_in``."""
    if entry.person is not None:
        Space.objects.get_or_create(kind=Space.Kind.WALL, owner=entry.person)


def open_community(actor: Person, *, name: str, quiet: bool = False, **fields: Any) -> Space:
    """Open a community with the actor as its manager.

    ``fields``: description, visibility, policy, audience, slug, created_at, origin.
    Raises Forbidden for guests, Refused for a name without letters, a wrong audience rule, or one
    that means too many people for the actor to bring in.
    """
    access.require(actor, "open_community", None)
    name = clean_name(name)
    fields.setdefault("slug", free_slug(name))
    fields["description"] = clean_description(fields.get("description", ""))
    rule = audience.read(fields.pop("audience", None))
    must_not_reach_too_many(actor, rule)
    with transaction.atomic():
        space = Space.objects.create(
            kind=Space.Kind.COMMUNITY,
            name=name,
            owner=actor,
            members_count=1,
            audience=rule,
            **fields,
        )
        Subscription.objects.create(
            person=actor,
            space=space,
            role=Subscription.Role.MANAGER,
            level=Subscription.Level.ALL,
            last_read=space.created_at,
        )
        journal.record(
            actor, "community.opened", space=space, quiet=quiet, at=fields.get("created_at")
        )
        if rule:
            audience.apply(space)
            space.refresh_from_db()
    return space


def clean_name(name: str) -> str:
    """Return a community's name without stray blanks; raises Refused for none or a long one."""
    name = one_line(name.replace("\x00", ""))
    if not name:
        raise Refused(_("Please give the community a name."))
    if len(name) > 120:
        raise Refused(_("A name has 120 letters at most."))
    return name


def clean_description(text: str) -> str:
    """Return a description as it is kept; raises Refused for a too long one."""
    text = text.replace("\x00", "").strip()
    if len(text) > 4000:
        raise Refused(_("A description has 4,000 letters at most."))
    return text


def free_slug(name: str) -> str:
    """Return an address for a community's name that no other has; raises Refused for none."""
    base = slugify(name)[:70] or slugify(name, allow_unicode=True)[:70]
    if not base:
        raise Refused(_("Please give the community a name with letters in it."))
    taken = set(Space.objects.filter(slug__startswith=base).values_list("slug", flat=True)) | TAKEN
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
