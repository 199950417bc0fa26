"""Questions about people: the directory, its facets, one's sessions, who reports to whom."""

import hashlib
import time
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from django.db import connection
from django.db.models import Case, F, FloatField, Func, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Concat
from django.utils import timezone

from parvis import access
from parvis.access.conditions import Viewer
from parvis.kernel import hot
from parvis.people.browsers import browser_name
from parvis.people.models import Fold, Person, Session

FACETS: Final = ("country", "site", "department", "language")
FACET_VALUES: Final = 40
# Narrows down like a facet; there are too many of them to offer.
SKILL: Final = "skill"


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
    if chosen.get(SKILL):
        people = people.filter(skills__contains=[chosen[SKILL]]).exclude(skills=[])
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


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people a search finds, and each facet's commonest values with how many have them.

    A facet is counted among those who match everything else that was chosen. ``at``: when.
    """

    people: int
    facets: dict[str, Values]
    at: datetime


def tally(viewer: Viewer, wanted: Wanted) -> Tally:
    """Count what a search finds: one statement, and one more for each facet that was chosen.

    What everybody is shown of a large company is counted every five minutes (see ``at``).
    """
    if not _is_everybodys(viewer, wanted):
        return _tally(viewer, wanted)
    key = tuple(sorted(wanted.chosen.items()))
    until, known = _tallies.get(key, (0.0, None))
    if known is not None and time.monotonic() < until:
        return known
    known = _tally(viewer, wanted)
    if known.people >= LARGE:
        if len(_tallies) >= MOST_KEPT:
            _tallies.clear()
        _tallies[key] = (time.monotonic() + SECONDS, known)
    return known


def _tally(viewer: Viewer, wanted: Wanted) -> Tally:
    free = [facet for facet in FACETS if not wanted.chosen.get(facet)]
    people, found = _counted(viewer, wanted, free)
    for facet in FACETS:
        if facet not in free:
            others = {name: value for name, value in wanted.chosen.items() if name != facet}
            found |= _facet(viewer, replace(wanted, chosen=others), facet)
    return Tally(people, {facet: found.get(facet, []) for facet in FACETS}, timezone.now())


def _facet(viewer: Viewer, wanted: Wanted, facet: str) -> dict[str, Values]:
    if _is_everybodys(viewer, wanted):  # likely to be known already
        return {facet: tally(viewer, wanted).facets[facet]}
    return _counted(viewer, wanted, [facet])[1]


# The people are looked for once, however many facets are counted among them.
_COUNT: Final = """
WITH found AS MATERIALIZED ({found})
SELECT '' AS facet, '' AS value, count(*) AS people FROM found
{facets}
"""
_FACET: Final = """UNION ALL (
  SELECT '{facet}', value, count(*) FROM {source} WHERE value <> ''
  GROUP BY value ORDER BY count(*) DESC, value LIMIT {most})"""
_SOURCE: Final = "(SELECT {facet} AS value FROM found) one"
_SPOKEN: Final = "found, unnest(found.languages) AS spoken(value)"


def _counted(viewer: Viewer, wanted: Wanted, names: list[str]) -> tuple[int, dict[str, Values]]:
    people = directory(viewer, wanted).order_by()
    columns = people.values("country", "site", "department", "languages")
    found, params = columns.query.sql_with_params()
    facets = [
        _FACET.format(
            facet=facet,
            most=FACET_VALUES,
            source=_SPOKEN if facet == "language" else _SOURCE.format(facet=facet),
        )
        for facet in names
    ]
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(found=found, facets="\n".join(facets)), params)
        rows = cursor.fetchall()
    counted: dict[str, Values] = {}
    for facet, value, count in rows[1:]:
        counted.setdefault(facet, []).append((value, count))
    return rows[0][2], counted


def _is_everybodys(viewer: Viewer, wanted: Wanted) -> bool:
    """Tell whether every employee is shown the same: without words there are few such searches."""
    is_employee = isinstance(viewer, Person) and viewer.is_active and viewer.is_employee
    return is_employee and not wanted.words and SKILL not in wanted.chosen


# Counting 100,000 people takes a tenth of a second; nobody minds an older count of so many.
LARGE: Final = 5_000
SECONDS: Final = 300.0
MOST_KEPT: Final = 500
_tallies: dict[tuple[tuple[str, str], ...], tuple[float, Tally]] = {}


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
