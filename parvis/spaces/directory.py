"""The directory of communities: what one may know of, narrowed down, counted and sorted.

A company has a thousand times fewer communities than posts: one statement fetches what the facets
need of all that the viewer may know of, and the rest is worked out from that.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final, NamedTuple

from django.utils import timezone

from parvis.access.rule import READ, holds
from parvis.people.models import Person
from parvis.spaces.models import Space
from parvis.spaces.queries import ALL, communities

ACTIVITY: Final = {"week": timedelta(days=7), "month": timedelta(days=31)}
QUIET: Final = "quiet"
BY_RULE, BY_HAND = "rule", "hand"
FACETS: Final = ("visibility", "language", "activity", "members")
# How they may be sorted, the usual way first; words found sort by likeness instead.
ORDERS: Final = ("active", "large", "new", "name")


class Entry(NamedTuple):
    """What is known of a community before its page is fetched."""

    pk: int
    name: str
    visibility: str
    my_state: str | None
    has_rule: bool
    activity: str
    members_count: int
    language: str


@dataclass(frozen=True)
class Wish:
    """Which communities one looks for."""

    words: str = ""
    show: str = ALL
    chosen: dict[str, str] = field(default_factory=dict)
    order: str = ""


@dataclass(frozen=True)
class Found:
    """The keys of what fits, in order, and each facet's values with how many have them."""

    keys: list[int]
    facets: dict[str, list[tuple[str, int]]]

    def page(self, viewer: Person, show: str, start: int, size: int) -> list[Space]:
        """Fetch some of them, in their order; one statement."""
        wanted = self.keys[start : start + size]
        rows = {row.pk: row for row in communities(viewer, show=show).filter(pk__in=wanted)}
        return [rows[key] for key in wanted if key in rows]


def look(viewer: Person, wish: Wish, languages: Mapping[int, str]) -> Found:
    """Return which communities fit; one statement.

    ``languages`` names what is mostly written in each; it counts only where the viewer reads.
    Each facet is counted among what fits the others.
    """
    # The rule is asked once for all that are as open, where the viewer stands alike.
    reads = cache(lambda visibility, state: _reads(viewer, visibility, state))
    now = timezone.now()
    entries = [_entry(row, reads, languages, now) for row in _rows(viewer, wish)]
    tests = {name: _test(name, wish.chosen[name]) for name in FACETS if wish.chosen.get(name)}
    fits = [one for one in entries if all(test(one) for test in tests.values())]
    facets = {}
    for name in FACETS:
        others = [test for other, test in tests.items() if other != name]
        facets[name] = _counted(name, [e for e in entries if all(test(e) for test in others)])
    return Found([entry.pk for entry in _sorted(fits, wish)], facets)


def _rows(viewer: Person, wish: Wish) -> Any:
    spaces = communities(viewer, wish.words, wish.show)
    names = ("pk", "name", "visibility", "my_state", "audience", "last_activity", "members_count")
    return spaces.values_list(*names)


def _reads(viewer: Person, visibility: str, state: str | None) -> bool:
    return holds(READ, viewer, Space(visibility=visibility), state)


def _entry(
    row: tuple[Any, ...],
    reads: Callable[[str, str | None], bool],
    languages: Mapping[int, str],
    now: datetime,
) -> Entry:
    pk, name, visibility, state, audience, last_activity, members = row
    language = languages.get(pk, "") if reads(visibility, state) else ""
    activity = _activity(last_activity, now)
    return Entry(pk, name, visibility, state, bool(audience), activity, members, language)


def _activity(last: datetime | None, now: datetime) -> str:
    """Return the shortest time within which something happened, or that it is quiet."""
    if last is not None:
        for name, span in ACTIVITY.items():
            if now - last <= span:
                return name
    return QUIET


_VALUE: Final[dict[str, Callable[[Entry], str]]] = {
    "visibility": lambda entry: entry.visibility,
    "language": lambda entry: entry.language,
    "activity": lambda entry: entry.activity,
    "members": lambda entry: BY_RULE if entry.has_rule else BY_HAND,
}


def _test(name: str, value: str) -> Callable[[Entry], bool]:
    if name == "activity" and value == "month":  # which the week belongs to
        return lambda entry: entry.activity in ACTIVITY
    return lambda entry: _VALUE[name](entry) == value


def _counted(name: str, entries: list[Entry]) -> list[tuple[str, int]]:
    counted = Counter(_VALUE[name](entry) for entry in entries)
    if name == "activity":
        counted["month"] += counted["week"]
        return [(value, counted[value]) for value in (*ACTIVITY, QUIET) if counted[value]]
    return [(value, count) for value, count in counted.most_common() if value]


def _sorted(entries: list[Entry], wish: Wish) -> list[Entry]:
    if wish.order == "large":
        return sorted(entries, key=lambda entry: (-entry.members_count, entry.name.casefold()))
    if wish.order == "new":
        return sorted(entries, key=lambda entry: -entry.pk)
    if wish.order == "name":
        return sorted(entries, key=lambda entry: entry.name.casefold())
    return entries  # the liveliest, or the best match, first: as they came
