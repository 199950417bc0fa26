"""Questions about communities: which there are, which are mine, who is in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Count, F, FilteredRelation, Func, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from parvis import access
from parvis.kernel.hot import Statement, run, statement
from parvis.kernel.words import alphabetical
from parvis.people.models import Fold, Person
from parvis.spaces.models import Space, Subscription

type Viewer = Person | AnonymousUser | None

Role = Subscription.Role
State = Subscription.State

# In the words of the pages: which communities to show.
MINE, ALL, OTHERS, INVITATIONS = "mine", "all", "others", "invitations"
SHOWN: Final = (MINE, ALL, OTHERS, INVITATIONS)


def communities(viewer: Viewer, words: str = "", show: str = ALL) -> QuerySet[Space]:
    """Return the communities a viewer may know of, best match or liveliest first.

    ``show``: all (without the archived ones), mine, those one is not in, or those one is invited
    to. Each carries ``my_state``, ``my_role`` and ``my_read``. One statement.
    """
    spaces = access.visible(Space.objects.filter(kind=Space.Kind.COMMUNITY), viewer)
    if not isinstance(viewer, Person):
        return spaces
    spaces = spaces.annotate(
        mine=FilteredRelation("subscriptions", condition=Q(subscriptions__person=viewer)),
        my_state=F("mine__state"),
        my_role=F("mine__role"),
        my_read=Coalesce(F("mine__last_read"), F("mine__created_at")),
    )
    if show == MINE:
        spaces = spaces.filter(my_state=State.ACTIVE)
    elif show == INVITATIONS:
        spaces = spaces.filter(my_state=State.INVITED, archived_at__isnull=True)
    else:
        spaces = spaces.filter(archived_at__isnull=True)
        if show == OTHERS:
            spaces = spaces.filter(Q(my_state__isnull=True) | ~Q(my_state=State.ACTIVE))
    if words.strip():
        return _by_words(spaces, words)
    return spaces.order_by(
        F("archived_at").asc(nulls_first=True), F("last_activity").desc(nulls_last=True), "name"
    )


def _by_words(spaces: QuerySet[Space], words: str) -> QuerySet[Space]:
    """Every word somewhere in name or description, or the whole nearly like the name."""
    words = words.replace("\x00", "")
    every = Q()
    for word in words.split()[:6]:
        folded = Fold(Value(word))
        every &= Q(folded__contains=folded) | Q(told__contains=folded)
    likeness = Func(Fold(Value(words)), F("folded"), function="word_similarity", output_field=None)
    return (
        spaces.annotate(folded=Fold(F("name")), told=Fold(F("description")))
        .filter(every | Q(folded__trigram_word_similar=Fold(Value(words))))
        .annotate(likeness=likeness)
        .order_by("-likeness", "-members_count", "pk")
    )


def invitations_count(viewer: Person) -> int:
    """Return how many communities wait for one's answer."""
    return communities(viewer, show=INVITATIONS).count()


@dataclass(frozen=True, slots=True)
class Known:
    """One of my communities, as far as a line of a list needs it."""

    pk: int
    name: str
    slug: str
    picture_id: int | None

    @property
    def photo_url(self) -> str | None:
        """Return the address of the picture, or None for initials."""
        return f"/files/{self.picture_id}/face" if self.picture_id else None

    @property
    def address(self) -> str:
        """Return the address of its page."""
        return f"/communities/{quote(self.slug)}/"


@dataclass(frozen=True, slots=True)
class Mine(Known):
    """One of my communities, for the navigation."""

    muted: bool
    unread: bool


@dataclass(frozen=True, slots=True)
class Told(Known):
    """One of my communities, and what I am told of it."""

    level: str


SHOWN_IN_NAVIGATION: Final = 12


class Place(NamedTuple):
    """Where one may start a post: a community, or (without a name) one's own wall."""

    id: int
    name: str
    visibility: str
    members: int


@dataclass(frozen=True, slots=True)
class Belonging:
    """Where I belong, in the rows of one statement, of which a page makes what it shows."""

    rows: Sequence[tuple[Any, ...]] = ()

    @property
    def communities(self) -> tuple[Mine, ...]:
        """Return those that the navigation shows, with something unread first."""
        shown = [row for row in self.rows if row[1]][:SHOWN_IN_NAVIGATION]
        return tuple(
            Mine(pk, name, slug, picture, muted, bool(unread))
            for pk, name, *_, slug, picture, muted, unread in shown
        )

    @property
    def places(self) -> tuple[Place, ...]:
        """Return all where I may start a post: my own wall, then communities by name."""
        places = (Place._make(row[:4]) for row in self.rows if row[4])
        return tuple(sorted(places, key=lambda place: alphabetical(place.name)))


# The communities (``sp``) that a person is in, and how they stand there (``s``). An active
# subscription lets one see its space, whatever its visibility. OFFSET 0 has PostgreSQL look up
# one's own eighty, where it would read all five thousand.
_MY_COMMUNITIES: Final = """
FROM spaces_subscription s CROSS JOIN LATERAL (
  SELECT * FROM spaces_space
  WHERE id = s.space_id AND kind = 'community' AND archived_at IS NULL OFFSET 0) sp
WHERE s.person_id = %(person)s AND s.state = 'active'
"""
# The first columns are a ``Place``'s; who is in a place sees what is posted there.
_BELONGING: Final = f"""
(SELECT id, '', visibility, 0, true, '', NULL::bigint, false, false
 FROM spaces_space WHERE kind = 'wall' AND owner_id = %(person)s)
UNION ALL
(SELECT sp.id, sp.name, sp.visibility, sp.members_count,
   sp.policy = 'members' OR s.role IN ('moderator', 'manager'),
   sp.slug, sp.picture_id, NOT s.comes_home,
   s.comes_home AND sp.last_activity > coalesce(s.last_read, s.created_at) AS unread
 {_MY_COMMUNITIES}
 ORDER BY unread DESC NULLS LAST, sp.last_activity DESC NULLS LAST, sp.name)
"""


def belonging(viewer: Viewer) -> Belonging:
    """Return one's communities and the places to write in; one prepared statement."""
    if not isinstance(viewer, Person) or not viewer.is_active:
        return Belonging()
    return Belonging(run(_BELONGING, {"person": viewer.pk}))


def belonging_of(request: HttpRequest) -> Belonging:
    """Return the same of who asks, looked up once a request."""
    known: Belonging | None = getattr(request, "_belonging", None)
    if known is None:
        known = belonging(request.user)
        request._belonging = known  # type: ignore[attr-defined]
    return known


_TOLD_SQL: Final = f"""
SELECT sp.id, sp.name, sp.slug, sp.picture_id, s.level
{_MY_COMMUNITIES}
ORDER BY sp.last_activity DESC NULLS LAST, s.id
LIMIT %(limit)s
"""


def told_of(viewer: Person, limit: int = 12) -> list[Told]:
    """Return one's communities with what one is told of, the liveliest first; one statement."""
    return [Told(*row) for row in run(_TOLD_SQL, {"person": viewer.pk, "limit": limit})]


# -- people of a community

PAGE: Final = 50
_RANK = Case(When(role=Role.MANAGER, then=0), When(role=Role.MODERATOR, then=1), default=2)


@dataclass(frozen=True)
class Members:
    """A page of a community's people: who runs it (on the first page), then the newest first."""

    leaders: list[Subscription]
    rows: list[Subscription]
    before: int | None


def members(viewer: Viewer, space: Space, words: str = "", before: int | None = None) -> Members:
    """Return a page of members who have these words in their names, or begin their handles with
    them; two statements, whatever the number of members.

    ``before`` is the key of the last one on the page before.
    """
    rows = _people_of(viewer, space, words).filter(state=State.ACTIVE)
    leads = Q(role__in=(Role.MANAGER, Role.MODERATOR))
    leaders = [] if before else list(rows.filter(leads).order_by(_RANK, "person__name")[:PAGE])
    others = rows.exclude(leads).order_by("-pk")
    if before is not None:
        others = others.filter(pk__lt=before)
    page = list(others[: PAGE + 1])
    return Members(leaders, page[:PAGE], page[PAGE - 1].pk if len(page) > PAGE else None)


def leaders(viewer: Viewer, space: Space) -> list[Subscription]:
    """Return who runs a community, managers first; one statement."""
    rows = _people_of(viewer, space, "").filter(state=State.ACTIVE)
    leads = rows.filter(role__in=(Role.MANAGER, Role.MODERATOR))
    return list(leads.order_by(_RANK, "person__name")[:PAGE])


def waiting(viewer: Viewer, space: Space, state: str) -> QuerySet[Subscription]:
    """Return those who asked, are invited or are banned (``state``), the latest first.

    Only moderators see others than themselves.
    """
    return _people_of(viewer, space, "").filter(state=state).order_by("-pk")


def waiting_counts(viewer: Viewer, space: Space) -> dict[str, int]:
    """Return how many asked, are invited, are banned, by state; one statement."""
    rows = access.visible(Subscription.objects.filter(space=space), viewer)
    rows = rows.filter(person__is_active=True).exclude(state=State.ACTIVE)
    counted = dict(rows.values_list("state").annotate(Count("pk")))
    return {
        state: counted.get(state, 0) for state in (State.REQUESTED, State.INVITED, State.BANNED)
    }


def _people_of(viewer: Viewer, space: Space, words: str) -> QuerySet[Subscription]:
    rows = access.visible(Subscription.objects.filter(space=space), viewer)
    rows = rows.filter(person__is_active=True).select_related("person", "invited_by")
    words = words.replace("\x00", "")
    for word in words.split()[:6]:
        rows = rows.annotate(folded=Fold(F("person__name"))).filter(
            Q(folded__contains=Fold(Value(word))) | Q(person__handle__startswith=word.lower())
        )
    return rows


class Face(NamedTuple):
    """Somebody as a row on the side shows them."""

    pk: int
    name: str
    handle: str
    title: str
    photo_id: int | None

    @property
    def photo_url(self) -> str | None:
        """Return the address of the face, or None for initials."""
        return f"/files/{self.photo_id}/face" if self.photo_id else None

    @property
    def address(self) -> str:
        """Return the address of their page."""
        return f"/people/{quote(self.handle)}/"


_FACE: Final = tuple(f"person__{name}" for name in ("id", "name", "handle", "title", "photo_id"))
FACES: Final = 8


@cache
def _faces(viewer_kind: str, leading: bool) -> Statement:
    def build(viewer: int, space: int) -> QuerySet[Subscription, Any]:
        asking = Person(pk=viewer, kind=viewer_kind)
        rows = _people_of(asking, Space(pk=space), "").filter(state=State.ACTIVE)
        leads = rows.filter(role__in=(Role.MANAGER, Role.MODERATOR)).order_by(_RANK, "pk")
        shown = leads if leading else rows.filter(role=Role.MEMBER).order_by("-pk")
        return shown.values_list(*_FACE)[:FACES]

    return statement(build, "viewer", "space")


def some_members(viewer: Person, space: Space) -> tuple[Face, ...]:
    """Return a few faces for the side: who runs it first, then the newest. Two statements."""
    rows: list[tuple[Any, ...]] = []
    for leading in (True, False):
        asked = _faces(viewer.kind, leading)
        rows += asked.run(viewer=viewer.pk, space=space.pk) if len(rows) < FACES else []
    return tuple(Face._make(row) for row in rows[:FACES])


def to_invite(viewer: Person, space: Space, words: str, limit: int = 20) -> QuerySet[Person]:
    """Return colleagues with these words in their name, each with ``state`` in the space if any."""
    people = access.visible(Person.objects.all(), viewer).filter(is_active=True)
    people = people.exclude(pk=viewer.pk).exclude(kind=Person.Kind.BOT)
    if not access.can(viewer, "invite_guest", space):
        people = people.exclude(kind=Person.Kind.GUEST)
    people = people.annotate(folded=Fold(F("name")))
    words = words.replace("\x00", "")
    for word in words.split()[:6]:
        people = people.filter(
            Q(folded__contains=Fold(Value(word))) | Q(handle__startswith=word.lower())
        )
    return people.annotate(
        there=FilteredRelation("subscriptions", condition=Q(subscriptions__space=space)),
        state=F("there__state"),
    ).order_by("folded", "pk")[:limit]


def is_unread(space: Space, row: Subscription | None) -> bool:
    """Tell whether a space has had news since its member last looked."""
    seen: datetime | None = (row.last_read or row.created_at) if row else None
    return bool(seen and space.last_activity and space.last_activity > seen)


def complete(viewer: Viewer, words: str, limit: int = 8) -> list[dict[str, Any]]:
    """Return communities to offer while somebody types, as the completion asks for them."""
    if not words.strip():
        return []
    return [
        {
            "text": f"@{space.slug}",
            "label": space.name,
            "hint": "",
            "image": space.photo_url,
            "members": space.members_count,
        }
        for space in communities(viewer, words)[:limit]
    ]
