"""What one may do: each action in a line, from the person's standing in the space."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from parvis.access.conditions import visible
from parvis.access.rule import READ, SEEN, holds
from parvis.kernel import hot
from parvis.people.models import Person
from parvis.spaces.models import Space, Subscription

State = Subscription.State


@dataclass(frozen=True)
class Standing:
    """How a person stands to a space: the facts from which every answer follows."""

    person: Person
    space: Space
    subscription: Subscription | None

    @property
    def state(self) -> str | None:
        """The subscription's state, or None."""
        return self.subscription.state if self.subscription else None

    @property
    def sees(self) -> bool:
        """Knows that the space exists."""
        return holds(SEEN, self.person, self.space, self.state)

    @property
    def reads(self) -> bool:
        """Reads what is written there."""
        return holds(READ, self.person, self.space, self.state)

    @property
    def inside(self) -> bool:
        """Is in it now."""
        return self.state == State.ACTIVE

    @property
    def owns(self) -> bool:
        """It is their own wall."""
        return self.space.is_wall and self.space.owner_id == self.person.pk

    @property
    def manages(self) -> bool:
        """Runs it."""
        return self.owns or bool(self.subscription and self.subscription.manages)

    @property
    def moderates(self) -> bool:
        """Keeps order there."""
        return self.owns or bool(self.subscription and self.subscription.moderates)

    @property
    def has_voice(self) -> bool:
        """Reads it, is not banned, and the space is not archived."""
        return self.reads and self.state != State.BANNED and self.space.archived_at is None


_MINE: Final = f"""
SELECT {hot.columns(Subscription, "sub")} FROM spaces_subscription sub
WHERE sub.person_id = %(person)s AND sub.space_id = %(space)s
"""
_PLACE: Final = f"""
SELECT o.id, o.handle, o.name, {hot.columns(Space, "sp")}, {hot.columns(Subscription, "sub")}
FROM spaces_space sp
LEFT JOIN people_person o ON o.id = sp.owner_id
LEFT JOIN spaces_subscription sub ON sub.space_id = sp.id AND sub.person_id = %(person)s
WHERE sp.kind = %(kind)s AND
"""


def standing(person: Person, space: Space) -> Standing:
    """Look up how a person stands to a space (one statement)."""
    rows = hot.run(_MINE, {"person": person.pk, "space": space.pk})
    return Standing(person, space, hot.instance(Subscription, rows[0]) if rows else None)


def in_community(person: Person, slug: str) -> Standing | None:
    """Look up a community and how a person stands to it; None where there is none they may know
    of. One statement.
    """
    here = _place(f"{_PLACE} sp.slug = %(key)s", person, Space.Kind.COMMUNITY, slug)
    return here if here and here.sees and person.is_active else None


def on_wall(person: Person, owner: Person) -> Standing:
    """Look up somebody's wall and how a person stands to it, even where that is not at all.

    One statement. Raises Space.DoesNotExist for someone who has no wall.
    """
    here = _place(f"{_PLACE} sp.owner_id = %(key)s", person, Space.Kind.WALL, owner.pk)
    if here is None:
        raise Space.DoesNotExist
    return here


def _place(sql: str, person: Person, kind: str, key: Any) -> Standing | None:
    rows = hot.run(sql, {"person": person.pk, "kind": kind, "key": key})
    if not rows:
        return None
    owner, rest = rows[0][:3], rows[0][3:]
    width = len(Space._meta.concrete_fields)
    space = hot.instance(Space, rest[:width])
    assert space is not None  # noqa: S101 - the statement starts from it
    if owner[0] is not None:
        space.owner = Person.from_db("default", ["id", "handle", "name"], owner)
    return Standing(person, space, hot.instance(Subscription, rest[width:]))


def _standing(actor: Person, place: Space | Standing) -> Standing:
    """Return the actor's own standing; raises ValueError for somebody else's."""
    if isinstance(place, Space):
        return standing(actor, place)
    if place.person.pk != actor.pk:
        raise ValueError("another person's standing")
    return place


def _posts(s: Standing) -> bool:
    """Walls: any colleague who reads. Elsewhere: who is in it, as the posting policy says."""
    if s.space.is_wall:
        return s.has_voice
    if not (s.inside and s.has_voice):
        return False
    return s.space.policy == Space.Policy.MEMBERS or s.moderates


def _comments(s: Standing) -> bool:
    """Who reads an open space takes part without ceremony; elsewhere who is in it."""
    return s.has_voice


def _joins(s: Standing) -> bool:
    """Open: employees, and guests who are invited. Closed: the same, by request."""
    if not s.space.is_community or s.space.archived_at is not None or s.inside:
        return False
    return s.state == State.INVITED or (s.sees and s.state != State.BANNED)


def _invites(s: Standing) -> bool:
    """Members invite to open spaces and conversations; managers to the others.

    A guest brings nobody into a community unless they manage it.
    """
    if s.space.is_wall or not (s.inside and s.has_voice):
        return False
    if s.manages or s.space.is_conversation:
        return True
    return s.space.visibility == Space.Visibility.OPEN and s.person.is_employee


SPACE: Final[dict[str, Callable[[Standing], bool]]] = {
    "see": lambda s: s.sees,
    "read": lambda s: s.reads,
    "post": _posts,
    "comment": _comments,
    "react": _comments,
    "join": _joins,
    "decline": lambda s: s.state in (State.INVITED, State.REQUESTED),
    "leave": lambda s: s.inside and not s.owns,
    "tune": lambda s: s.inside,
    "invite": _invites,
    "invite_guest": lambda s: _invites(s) and (s.manages or s.space.is_conversation),
    "rename": lambda s: s.space.is_conversation and s.inside and s.has_voice,
    "moderate": lambda s: s.moderates and not s.space.is_conversation,
    "manage": lambda s: s.manages and s.space.is_community,
    "pin": lambda s: s.moderates and s.space.archived_at is None and not s.space.is_conversation,
}


def _over(s: Standing, row: Subscription) -> bool:
    """Managers stand over everyone but themselves, moderators over members."""
    if row.person_id == s.person.pk or s.space.is_conversation:
        return False
    return s.manages or (s.moderates and not row.moderates)


def _waits(s: Standing, row: Subscription) -> bool:
    return row.state == State.REQUESTED and s.moderates and s.space.archived_at is None


# What one may do to another person's (or one's own) place in a space.
MEMBERSHIP: Final[dict[str, Callable[[Standing, Subscription], bool]]] = {
    "see": lambda s, row: (
        row.person_id == s.person.pk or (s.reads and row.is_active) or s.moderates
    ),
    "accept": _waits,
    "refuse": _waits,
    "withdraw": lambda s, row: (
        row.state == State.INVITED and (s.moderates or row.invited_by_id == s.person.pk)
    ),
    "set_role": lambda s, row: s.manages and s.space.is_community and row.is_active,
    "remove": lambda s, row: row.is_active and not s.space.is_wall and _over(s, row),
    "ban": lambda s, row: row.state != State.BANNED and _over(s, row),
    "unban": lambda s, row: row.state == State.BANNED and _over(s, row),
}


def _shown(post: Any) -> bool:
    return post.removed_at is None and (post.thread_id is None or post.thread.removed_at is None)


def _is_author(s: Standing, post: Any) -> bool:
    return bool(post.author_id == s.person.pk)


POST: Final[dict[str, Callable[[Standing, Any], bool]]] = {
    "see": lambda s, p: s.reads,
    "read": lambda s, p: s.reads,
    "comment": lambda s, p: _comments(s),
    "react": lambda s, p: _comments(s),
    "share": lambda s, p: s.reads and not s.space.is_conversation,
    "save": lambda s, p: s.reads,
    "edit": lambda s, p: s.has_voice and _is_author(s, p),
    "remove": lambda s, p: s.reads and (_is_author(s, p) or SPACE["moderate"](s)),
    "pin": lambda s, p: p.thread_id is None and SPACE["pin"](s),
    "accept": lambda s, p: s.has_voice and (_is_author(s, p) or s.moderates),
}


def _sees_person(actor: Person, person: Person) -> bool:
    if actor.is_employee or actor.pk == person.pk:
        return True
    return visible(Person.objects.filter(pk=person.pk), actor).exists()


def _gives_code(actor: Person, person: Person) -> bool:
    """A manager to their own people, an administrator to anybody but administrators."""
    if not person.is_active or actor.pk == person.pk or person.is_admin:
        return False
    return actor.is_admin or person.manager_id == actor.pk


PERSON: Final[dict[str, Callable[[Person, Person], bool]]] = {
    "see": _sees_person,
    "read": _sees_person,
    "edit": lambda actor, person: actor.pk == person.pk or actor.is_admin,
    "message": lambda actor, person: (
        person.is_active and actor.pk != person.pk and _sees_person(actor, person)
    ),
    "follow": lambda actor, person: (
        person.is_active and actor.pk != person.pk and _sees_person(actor, person)
    ),
    "give_code": _gives_code,
}

COMPANY: Final[dict[str, Callable[[Person], bool]]] = {
    "administer": lambda actor: actor.is_admin,
    "open_community": lambda actor: actor.is_employee,
    # How many work under whom says how large the company is: not for guests.
    "see_chart": lambda actor: actor.is_employee,
    "see": lambda actor: True,
}


def allowed(actor: Person, action: str, thing: Any) -> bool:
    """Answer for an active person; ``thing`` is a Space, Subscription, Post, File, Person, or
    None: the company. A page that asks much of one space looks up the asker's ``Standing`` there
    once, and asks with that for a thing.

    Raises KeyError for an action that the thing does not know.
    """
    if thing is None:
        return COMPANY[action](actor)
    if isinstance(thing, Person):
        return PERSON[action](actor, thing)
    if isinstance(thing, Space | Standing):
        return SPACE[action](_standing(actor, thing))
    if isinstance(thing, Subscription):
        return MEMBERSHIP[action](standing(actor, thing.space), thing)
    if thing._meta.label == "posts.Post":
        return _shown(thing) and POST[action](standing(actor, thing.space), thing)
    if thing._meta.label == "files.File":
        return _file(actor, action, thing)
    raise KeyError(thing._meta.label)


def all_allowed(actor: Person, space: Space | Standing) -> frozenset[str]:
    """Answer every action on a space at once, for an active person."""
    s = _standing(actor, space)
    return frozenset(action for action, may in SPACE.items() if may(s))


def _file(actor: Person, action: str, file: Any) -> bool:
    """Files are read or not; reading follows what they belong to."""
    if action not in ("see", "read"):
        return False
    if file.purpose == "public":
        return True
    if file.purpose == "space":
        return file.space is not None and allowed(actor, "see", file.space)
    if file.post_id is None:
        return bool(file.owner_id == actor.pk)
    return allowed(actor, "read", file.post)
