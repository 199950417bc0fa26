"""Questions about people: the directory, its facets, one's sessions, who reports to whom."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from django.db.models import Case, Count, F, FloatField, Func, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Concat
from django.utils import timezone

from parvis import access
from parvis.access.conditions import Viewer
from parvis.kernel import hot
from parvis.people.browsers import browser_name
from parvis.people.models import Fold, Person, Session

FACETS: Final = ("country", "site", "department", "language")
FACET_VALUES: Final = 40


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom one looks for: words of a name, and what they must be."""

    words: str = ""
    chosen: dict[str, str] = field(default_factory=dict)
    # Nobody has these words in the name: whose name comes near will do.
    near: bool = False


# In the order of the model, as ``from_db`` takes them.
_SHOWN: Final = ("id", "handle", "name", "title", "is_active", "photo_id")
_BY_HANDLE: Final = f"""
SELECT {", ".join(f"m.{name}" for name in _SHOWN)}, {hot.columns(Person, "p")}
FROM people_person p LEFT JOIN people_person m ON m.id = p.manager_id
WHERE upper(p.handle) = upper(%(handle)s)
"""


def by_handle(handle: str) -> Person | None:
    """Return the person of a handle, whatever its case, with the manager's name; one statement.

    Ask ``access`` whether the viewer may see them.
    """
    rows = hot.run(_BY_HANDLE, {"handle": handle.replace("\0", "")})
    if not rows:
        return None
    manager, who = rows[0][: len(_SHOWN)], hot.instance(Person, rows[0][len(_SHOWN) :])
    if who is not None and manager[0] is not None:
        who.manager = Person.from_db("default", _SHOWN, manager)
    return who


def directory(viewer: Viewer, wanted: Wanted) -> QuerySet[Person]:
    """Return the active people a viewer may see who match, best match (then name) first."""
    people = access.visible(Person.objects.all(), viewer).filter(is_active=True)
    people = _by_facets(people, wanted.chosen)
    if wanted.words:
        return by_words(people, wanted.words, near=wanted.near)
    return people.order_by("search_name", "pk")


def settled(viewer: Viewer, wanted: Wanted) -> Wanted:
    """Return the search with ``near`` decided, in one statement when there are words."""
    if not wanted.words or directory(viewer, wanted).exists():
        return wanted
    return replace(wanted, near=True)


def _by_facets(people: QuerySet[Person], chosen: dict[str, str]) -> QuerySet[Person]:
    for facet in ("country", "site", "department"):
        if chosen.get(facet):
            people = people.filter(**{facet: chosen[facet]})
    if chosen.get("language"):
        people = people.filter(languages__contains=[chosen["language"]])
    return people


def by_words(
    people: QuerySet[Person], words: str, also: Q | None = None, *, near: bool = False
) -> QuerySet[Person]:
    """Narrow to whom these words mean, names that begin with them first.

    Every word somewhere in the name or the handle, accents and case folded (a word of one or two
    letters begins one), or ``also``. ``near``: those whose name is like the whole, most like first;
    a second try, since together the two would make every search slow.
    """
    whole = Fold(Value(words))
    if near:
        likeness = Func(
            whole, F("search_name"), function="word_similarity", output_field=FloatField()
        )
        alike = people.filter(search_name__trigram_word_similar=whole)
        return alike.annotate(likeness=likeness).order_by("-likeness", "search_name", "pk")
    every = Q(*[_holds(word) for word in words.split()[:6]])
    order = Case(When(search_name__startswith=whole, then=Value(0)), default=Value(1))
    return people.filter(every | also if also else every).order_by(order, "search_name", "pk")


def _holds(word: str) -> Q:
    folded = Fold(Value(word))
    if len(word) > 2:
        return Q(search_name__contains=folded)
    return Q(search_name__startswith=folded) | Q(
        search_name__contains=Concat(Value(" "), folded, output_field=TextField())
    )


type Values = list[tuple[str, int]]


def facets(viewer: Viewer, wanted: Wanted) -> dict[str, Values]:
    """Return each facet's commonest values with how many people have them, one statement each.

    Counted among those who match everything else that was chosen.
    """
    return {facet: _values(viewer, facet, wanted) for facet in FACETS}


def _values(viewer: Viewer, facet: str, wanted: Wanted) -> Values:
    others = {name: value for name, value in wanted.chosen.items() if name != facet}
    narrowed = replace(wanted, chosen=others)
    if _everybody(viewer, narrowed):
        return _remembered(facet, lambda: _counted(viewer, facet, narrowed))
    return _counted(viewer, facet, narrowed)


def _counted(viewer: Viewer, facet: str, wanted: Wanted) -> Values:
    people = directory(viewer, wanted).order_by()
    value: Any = F(facet)
    if facet == "language":
        value = Func(F("languages"), function="unnest", output_field=TextField())
    rows = people.values(value=value).annotate(people=Count("pk")).order_by("-people", "value")
    return [(row["value"], row["people"]) for row in rows[:FACET_VALUES] if row["value"]]


def how_many(viewer: Viewer, wanted: Wanted, people: QuerySet[Person]) -> int:
    """Return how many ``people`` (of ``directory``) there are; of a large company, of late."""
    if not _everybody(viewer, wanted):
        return people.count()
    return _remembered("", lambda: [("", people.count())])[0][1]


def _everybody(viewer: Viewer, wanted: Wanted) -> bool:
    """Tell whether it is about the whole company, the same for every employee."""
    is_employee = isinstance(viewer, Person) and viewer.is_active and viewer.is_employee
    return is_employee and not wanted.words and not wanted.chosen


# Counting 100,000 people takes a tenth of a second; nobody minds a minute-old count of so many.
LARGE: Final = 5_000
SECONDS: Final = 60.0
_counts: dict[str, tuple[float, Values]] = {}


def _remembered(what: str, count: Callable[[], Values]) -> Values:
    until, values = _counts.get(what, (0.0, []))
    if time.monotonic() < until:
        return values
    values = count()
    if sum(people for _value, people in values) >= LARGE:
        _counts[what] = (time.monotonic() + SECONDS, values)
    return values


def reports_of(person: Person) -> QuerySet[Person]:
    """Return the active people whose manager this is, by name."""
    return person.reports.filter(is_active=True).order_by("search_name")


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One browser where a person is signed in."""

    mark: str
    session_key: str
    browser: str
    ip: str | None
    opened_at: datetime
    seen_at: datetime


def sessions_of(person: Person) -> list[OpenSession]:
    """Return a person's open sessions, last used first."""
    rows = Session.objects.filter(person=person, expire_date__gt=timezone.now())
    return [
        OpenSession(
            # The key itself would sign in whoever reads it over a shoulder or in a log.
            hashlib.sha256(row.session_key.encode()).hexdigest()[:24],
            row.session_key,
            browser_name(row.user_agent),
            row.ip,
            row.opened_at,
            row.seen_at,
        )
        for row in rows.order_by("-seen_at", "-opened_at")
    ]
