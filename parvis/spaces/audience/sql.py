"""An audience rule as one SQL condition."""

from typing import Any, Final

from django.db import connection

from parvis.people.models import Person
from parvis.spaces.audience.rule import LISTS, UNDER, Group, Rule

# UNION drops who was met before, so that people who manage each other in a circle end it.
_UNDER: Final = """p.id <> %s AND p.id IN (
  WITH RECURSIVE under(id) AS (
    SELECT id FROM people_person WHERE manager_id = %s
    UNION SELECT r.id FROM people_person r JOIN under u ON r.manager_id = u.id)
  SELECT id FROM under)"""

_FACETS: Final = {
    "country": "p.country = ANY(%s)",
    "site": "p.site = ANY(%s)",
    "department": "p.department = ANY(%s)",
    "language": "p.languages && %s::varchar[]",
}


def condition(rule: Rule | None) -> tuple[str, list[Any]]:
    """Return the SQL condition on ``people_person p`` that a rule stands for, with parameters.

    Guests, bots and leavers are never meant.
    """
    if not rule or not rule.get("any"):
        return "FALSE", []
    groups, params = [], []
    for group in rule["any"]:
        sql, values = _group(group)
        groups.append(f"({sql})")
        params += values
    return f"p.is_active AND p.kind = 'employee' AND ({' OR '.join(groups)})", params


def _group(group: Group) -> tuple[str, list[Any]]:
    parts, params = [], []
    for facet in LISTS:
        if facet in group:
            parts.append(_FACETS[facet])
            params.append(group[facet])
    if UNDER in group:
        parts.append(_UNDER)
        params += [int(group[UNDER]), int(group[UNDER])]
    return " AND ".join(parts), params


def count(rule: Rule | None) -> int:
    """Return how many people a rule means (one statement)."""
    where, params = condition(rule)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM people_person p WHERE {where}", params)
        (number,) = cursor.fetchone() or (0,)
    return int(number)


def preview(rule: Rule | None, names: int = 5) -> tuple[int, list[Person]]:
    """Return how many people a rule means, and a few of them."""
    where, params = condition(rule)
    some = Person.objects.raw(
        f"SELECT p.* FROM people_person p WHERE {where} ORDER BY p.name, p.id LIMIT %s",
        [*params, names],
    )
    return count(rule), list(some)
