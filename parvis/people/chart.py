"""Who stands where in the company: the organisation chart, from the managers that people have.

The directory's managers need not make a tree. Whoever has left is passed over: their people stand
under the next one above who is still here. Of managers in a circle, the one with the lowest key
is taken to have none. What follows is a forest, the same from wherever one looks.
"""

import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from parvis.kernel import hot
from parvis.people.models import Person

# Only managers are kept in memory, about one in eight of a company; the rest is asked for by key.
_MANAGERS: Final = """
SELECT m.id, m.manager_id, m.is_active, counted.people
FROM (SELECT manager_id, count(*) FILTER (WHERE is_active) AS people
      FROM people_person WHERE manager_id IS NOT NULL GROUP BY manager_id) counted
JOIN people_person m ON m.id = counted.manager_id
"""

# From so many managers on, the chart is worked out anew every five minutes only.
LARGE: Final = 500
SECONDS: Final = 300.0


@dataclass(frozen=True)
class Chart:
    """The managers of a company as a forest, and how many people are under each."""

    # The next one above who is still here, by manager; leavers among the keys have one as well.
    above: dict[int, int | None]
    under: dict[int, int]
    # Managers who have left, by the one they reported to: whose people have moved up.
    left: dict[int, list[int]]
    # Who is in a circle of managers and taken to have none.
    cut: frozenset[int]
    # Who leads people and has nobody above, most people first.
    tops: list[int]
    made_at: datetime = field(default_factory=timezone.now)

    def chain(self, person: Person) -> list[int]:
        """Return the keys of those above a person, from the top down to their manager."""
        found: list[int] = []
        one = self.manager_of(person)
        while one is not None:
            found.append(one)
            one = self.above[one]
        return found[::-1]

    def manager_of(self, person: Person) -> int | None:
        """Return the key of the one under whom a person stands, or None."""
        if person.pk in self.above:
            return self.above[person.pk]
        direct = person.manager_id
        if direct is None or direct not in self.above:
            return None
        return direct if direct in self.under else self.above[direct]

    def reports(self, manager: int) -> QuerySet[Person]:
        """Return the people right under a manager, by name."""
        of, behind = [manager], list(self.left.get(manager, ()))
        while behind:
            of.append(one := behind.pop())
            behind += self.left.get(one, ())
        people = Person.objects.filter(is_active=True, manager__in=of).exclude(pk__in=self.cut)
        return people.order_by("search_name", "pk")


class _Memory:
    """The chart of this process, while it may be remembered."""

    chart: Chart | None = None
    until = 0.0


def chart(person: Person | None = None) -> Chart:
    """Return the chart as it is; of a large company, as it was five minutes ago at most.

    It is made anew where it does not know the manager of ``person`` yet.
    """
    known = _Memory.chart if time.monotonic() < _Memory.until else None
    if known is not None and (
        person is None or person.manager_id is None or person.manager_id in known.above
    ):
        return known
    made = _made()
    if len(made.above) >= LARGE:
        _Memory.chart, _Memory.until = made, time.monotonic() + SECONDS
    return made


def _made() -> Chart:
    direct: dict[int, int | None] = {}
    people: dict[int, int] = {}
    here: set[int] = set()
    for key, manager, is_active, count in hot.run(_MANAGERS):
        direct[key], people[key] = manager, count
        if is_active:
            here.add(key)
    cut = _circles(direct)
    for key in cut:
        people[direct[key] or 0] -= key in here
        direct[key] = None
    order = _from_the_top(direct)
    under = _summed(direct, people, order)
    above: dict[int, int | None] = {}
    left: dict[int, list[int]] = {}
    for key in order:
        manager = direct[key]
        if key not in here and manager is not None:
            left.setdefault(manager, []).append(key)
        above[key] = manager if manager is None or manager in here else above[manager]
    tops = [key for key in order if key in here and above[key] is None and under[key]]
    tops.sort(key=lambda key: -under[key])
    return Chart(above, {key: under[key] for key in here}, left, frozenset(cut), tops)


def _circles(direct: dict[int, int | None]) -> set[int]:
    """Return the lowest key of each circle; each manager is looked at once."""
    cut: set[int] = set()
    seen: dict[int, int] = {}
    for start in direct:
        one: int | None = start
        while one is not None and one not in seen:
            seen[one] = start
            one = direct[one]
        if one is not None and seen[one] == start:
            circle = [one]
            while (following := direct[circle[-1]]) != one:
                circle.append(following or 0)
            cut.add(min(circle))
    return cut


def _from_the_top(direct: dict[int, int | None]) -> list[int]:
    """Return the managers so that each comes after the one above."""
    below: dict[int | None, list[int]] = {}
    for key, manager in direct.items():
        below.setdefault(manager, []).append(key)
    order = list(below.get(None, ()))
    for key in order:
        order += below.get(key, ())
    return order


def _summed(
    direct: dict[int, int | None], people: dict[int, int], order: list[int]
) -> dict[int, int]:
    """Return how many people are under each, directly or not."""
    under = dict(people)
    for key in reversed(order):
        manager = direct[key]
        if manager is not None:
            under[manager] += under[key]
    return under
