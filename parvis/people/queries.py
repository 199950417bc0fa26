"""Questions about people: the directory, its facets, one's sessions, who reports to whom."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, F, FloatField, Func, Q, QuerySet, TextField, Value
from django.utils import timezone

from parvis import access
from parvis.access.conditions import Viewer
from parvis.people.browsers import browser_name
from parvis.people.models import Fold, Person, Session

FACETS: Final = ("country", "site", "department", "language")
FACET_VALUES: Final = 40


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom one looks for: words of a name, and what they must be."""

    words: str = ""
    chosen: dict[str, str] = field(default_factory=dict)


def directory(viewer: Viewer, wanted: Wanted) -> QuerySet[Person]:
    """Return the active people a viewer may see who match, best match (then name) first."""
    people = access.visible(Person.objects.all(), viewer).filter(is_active=True)
    people = _by_facets(people, wanted.chosen)
    if wanted.words:
        return by_words(people, wanted.words)
    return people.order_by(Fold(F("name")), "pk")


def _by_facets(people: QuerySet[Person], chosen: dict[str, str]) -> QuerySet[Person]:
    for facet in ("country", "site", "department"):
        if chosen.get(facet):
            people = people.filter(**{facet: chosen[facet]})
    if chosen.get("language"):
        people = people.filter(languages__contains=[chosen["language"]])
    return people


def by_words(people: QuerySet[Person], words: str, also: Q | None = None) -> QuerySet[Person]:
    """Narrow to whom these words may mean, best match first.

    Every word somewhere in the name or the handle, accents and case folded; or the whole nearly
    like the name; or ``also``.
    """
    every = Q()
    for word in words.split()[:6]:
        folded = Fold(Value(word))
        every &= Q(folded__contains=folded) | Q(handle__contains=word.lower())
    near = Q(folded__trigram_word_similar=Fold(Value(words)))
    likeness = Func(
        Fold(Value(words)), F("folded"), function="word_similarity", output_field=FloatField()
    )
    return (
        people.annotate(folded=Fold(F("name")))
        .filter(every | near | (also or Q(pk__in=[])))
        .annotate(likeness=likeness)
        .order_by("-likeness", "folded", "pk")
    )


def facets(viewer: Viewer, wanted: Wanted) -> dict[str, list[tuple[str, int]]]:
    """Return each facet's commonest values with how many people have them, one statement each.

    Counted among those who match everything else that was chosen.
    """
    found = {}
    for facet in FACETS:
        others = {name: value for name, value in wanted.chosen.items() if name != facet}
        people = directory(viewer, Wanted(wanted.words, others)).order_by()
        value: Any = F(facet)
        if facet == "language":
            value = Func(F("languages"), function="unnest", output_field=TextField())
        rows = people.values(value=value).annotate(people=Count("pk")).order_by("-people", "value")
        found[facet] = [
            (row["value"], row["people"]) for row in rows[:FACET_VALUES] if row["value"]
        ]
    return found


def reports_of(person: Person) -> QuerySet[Person]:
    """Return the active people whose manager this is, by name."""
    return person.reports.filter(is_active=True).order_by(Fold(F("name")))


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
