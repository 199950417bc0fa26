"""Whether an audience rule means one person, and through which of its groups."""

from dataclasses import dataclass
from typing import Final

from django.db import connection

from parvis.people.models import Person
from parvis.spaces.audience.rule import LISTS, UNDER, Group, Rule, managers

_ABOVE: Final = """
WITH RECURSIVE above(id) AS (
  SELECT manager_id FROM people_person WHERE id = %s AND manager_id IS NOT NULL
  UNION SELECT p.manager_id FROM people_person p JOIN above a ON p.id = a.id
  WHERE p.manager_id IS NOT NULL)
SELECT id FROM above WHERE id <> %s
"""


@dataclass(frozen=True)
class Facts:
    """What a rule may ask of a person."""

    values: dict[str, frozenset[str]]
    above: frozenset[int]
    is_meant: bool


def facts_of(person: Person, *, with_managers: bool = True) -> Facts:
    """Look a person's facts up; their managers, up to the top, cost one statement."""
    return Facts(
        values={
            "country": frozenset({person.country}),
            "site": frozenset({person.site}),
            "department": frozenset({person.department}),
            "language": frozenset(person.languages),
        },
        above=frozenset(_managers_above(person) if with_managers else ()),
        is_meant=person.is_active and person.kind == Person.Kind.EMPLOYEE,
    )


def _managers_above(person: Person) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE, [person.pk, person.pk])
        return [id_ for (id_,) in cursor.fetchall()]


def group_of(rule: Rule | None, facts: Facts) -> Group | None:
    """Return the first group of a rule that means whoever has these facts; None if none does."""
    if not rule or not facts.is_meant:
        return None
    return next((group for group in rule["any"] if _fits(group, facts)), None)


def _fits(group: Group, facts: Facts) -> bool:
    if UNDER in group and int(group[UNDER]) not in facts.above:
        return False
    return all(facts.values[facet] & set(group[facet]) for facet in LISTS if facet in group)


def matches(rule: Rule | None, person: Person) -> bool:
    """Tell whether a rule means a person."""
    if not rule:
        return False
    facts = facts_of(person, with_managers=bool(managers(rule)))
    return group_of(rule, facts) is not None
