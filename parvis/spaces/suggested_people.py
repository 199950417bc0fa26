"""Whom one might like to follow, and why."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis import access
from parvis.access.conditions import Viewer
from parvis.kernel import hot
from parvis.people.models import Person

# Nearest first: one's own team, then whom those one follows follow, then one's surroundings.
# Each source is cut short, so that a site of ten thousand costs no more than one of a hundred.
CANDIDATES: Final = """
WITH followed AS MATERIALIZED (
  SELECT w.owner_id AS id, s.id AS since
  FROM spaces_subscription s JOIN spaces_space w ON w.id = s.space_id AND w.kind = 'wall'
  WHERE s.person_id = %(me)s
), followed_lately AS (
  SELECT id FROM followed WHERE id IS NOT NULL ORDER BY since DESC LIMIT 60),
found(id, why, weight, times) AS (
  (SELECT id, 'team', 100, 1 FROM people_person
   WHERE manager_id = %(me)s OR id = %(manager)s OR manager_id = %(manager)s LIMIT 60)
  UNION ALL
  (SELECT w.owner_id, 'followed', 10 + 5 * least(count(*), 15)::int, count(*)::int
   FROM followed_lately f
   JOIN spaces_subscription s ON s.person_id = f.id AND s.state = 'active'
   JOIN spaces_space w ON w.id = s.space_id AND w.kind = 'wall'
   GROUP BY w.owner_id ORDER BY count(*) DESC LIMIT 60)
  UNION ALL
  (SELECT id, 'both', 40, 1 FROM people_person
   WHERE %(department)s::text <> '' AND department = %(department)s
     AND %(site)s::text <> '' AND site = %(site)s LIMIT 60)
  UNION ALL
  (SELECT id, 'department', 20, 1 FROM people_person
   WHERE %(department)s::text <> '' AND department = %(department)s LIMIT 60)
  UNION ALL
  (SELECT id, 'site', 15, 1 FROM people_person
   WHERE %(site)s::text <> '' AND country = %(country)s AND site = %(site)s LIMIT 60)
)
SELECT DISTINCT ON (id) id, why, sum(weight) OVER (PARTITION BY id) AS weight, times
FROM found
WHERE id <> %(me)s AND id NOT IN (SELECT id FROM followed WHERE id IS NOT NULL)
ORDER BY id, found.weight DESC
"""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A colleague, and the reason in words."""

    person: Person
    reason: str


def suggested_people(viewer: Viewer, limit: int = 5) -> list[Suggestion]:
    """Return colleagues the viewer does not follow yet, nearest first, each with a reason.

    One statement, however large the company. Nobody for strangers; for guests only whom they
    see anyway.
    """
    if not isinstance(viewer, Person) or not viewer.is_active:
        return []
    rows = _near(viewer.kind).run(
        viewer=viewer.pk,
        me=viewer.pk,
        manager=viewer.manager_id,
        department=viewer.department,
        site=viewer.site,
        country=viewer.country,
        limit=limit,
    )
    return [
        Suggestion(person, _reason(why, times, viewer, person))
        for why, times, *row in rows
        if (person := hot.instance(Person, tuple(row))) is not None
    ]


@cache
def _near(viewer_kind: str) -> hot.Statement:
    def seen(viewer: int) -> QuerySet[Person, Any]:
        people = access.visible(Person.objects.all(), Person(pk=viewer, kind=viewer_kind))
        return people.filter(is_active=True, kind=Person.Kind.EMPLOYEE).values_list("pk")

    inner = hot.statement(seen, "viewer")
    sql = f"""
    WITH near AS MATERIALIZED (
      SELECT * FROM ({CANDIDATES}) near ORDER BY weight DESC, id LIMIT 200)
    SELECT near.why, near.times, {hot.columns(Person, "p")}
    FROM near JOIN people_person p ON p.id = near.id
    WHERE p.id IN ({inner.sql})
    ORDER BY near.weight DESC, near.id LIMIT %(limit)s
    """
    return hot.Statement(sql)


def _reason(why: str, times: int, viewer: Person, person: Person) -> str:
    if why == "team":
        return _team(viewer, person)
    if why == "followed":
        return ngettext(
            "Followed by %(n)s person you follow", "Followed by %(n)s people you follow", times
        ) % {"n": times}
    if why == "site":
        return _("Works in %(site)s too") % {"site": person.site}
    return _("Works in %(department)s too") % {"department": person.department}


def _team(viewer: Person, person: Person) -> str:
    if person.pk == viewer.manager_id:
        return _("Your manager")
    if person.manager_id == viewer.pk:
        return _("Works with you")
    return _("In your team")
