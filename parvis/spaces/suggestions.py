"""Which communities one might like to join, and why."""

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
from parvis.spaces.models import Space, Subscription

# Circles of colleagues, nearest first; larger ones say little, and cost much.
LARGEST: Final = 150

_COLLEAGUE: Final = "is_active AND kind = 'employee' AND id <> %(me)s"
_BOTH: Final = f"{_COLLEAGUE} AND site = %(site)s AND department = %(department)s"
_CIRCLES: Final = {
    "team": f"manager_id = %(manager)s AND {_COLLEAGUE}",
    "both": f"%(site)s::text <> '' AND %(department)s::text <> '' AND {_BOTH}",
    "site": f"%(site)s::text <> '' AND site = %(site)s AND country = %(country)s AND {_COLLEAGUE}",
    "department": f"%(department)s::text <> '' AND department = %(department)s AND {_COLLEAGUE}",
}
# Each circle is read one further than it may be large, so that a site of ten thousand is known to
# be too large without being counted.
_CIRCLE: Final = " UNION ALL ".join(
    f"(SELECT {number} AS nearness, '{name}' AS name, id FROM people_person WHERE {condition}"
    f" LIMIT {LARGEST + 1})"
    for number, (name, condition) in enumerate(_CIRCLES.items())
)


_ORDER: Final = "share DESC, n DESC, activity DESC, id"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A community, and the reason in words."""

    space: Space
    reason: str


def suggested_communities(viewer: Viewer, limit: int = 5) -> list[Suggestion]:
    """Return communities the viewer is not in, where near colleagues are, each with a reason.

    Where the largest share of a circle is comes first; where there are too few, the liveliest of
    the company follow. One statement, however large the company.
    """
    if not isinstance(viewer, Person) or not viewer.is_active or not viewer.is_employee:
        return []
    rows = _near(viewer.kind).run(
        viewer=viewer.pk,
        me=viewer.pk,
        manager=viewer.manager_id,
        site=viewer.site,
        department=viewer.department,
        country=viewer.country,
        limit=limit,
    )
    return [
        Suggestion(space, _reason(viewer, space, *row[:3]))
        for row in rows
        if (space := hot.instance(Space, row[3:])) is not None
    ]


@cache
def _near(viewer_kind: str) -> hot.Statement:
    def joinable(viewer: int) -> QuerySet[Space, Any]:
        asking = Person(pk=viewer, kind=viewer_kind)
        mine = Subscription.objects.filter(person=asking).values("space")
        return (
            access.visible(Space.objects.filter(kind=Space.Kind.COMMUNITY), asking)
            .filter(archived_at__isnull=True)
            .exclude(pk__in=mine)
            .exclude(visibility=Space.Visibility.SECRET)
            .values_list("pk", "members_count", "last_activity")
        )

    inner = hot.statement(joinable, "viewer")
    sql = f"""
    WITH joinable(id, members, activity) AS MATERIALIZED ({inner.sql})
    , circle AS MATERIALIZED ({_CIRCLE})
    , sized AS (
      SELECT name, count(*) AS size FROM circle
      GROUP BY name HAVING count(*) BETWEEN 2 AND {LARGEST})
    , shared AS (
      SELECT s.space_id AS id, circle.nearness, circle.name, sized.size, count(*) AS n
      FROM circle JOIN sized USING (name)
      JOIN spaces_subscription s ON s.person_id = circle.id AND s.state = 'active'
      JOIN joinable ON joinable.id = s.space_id
      GROUP BY 1, 2, 3, 4 HAVING count(*) >= 2)
    , best AS (
      SELECT DISTINCT ON (id) id, name, size, n, n / size::float AS share
      FROM shared ORDER BY id, share DESC, nearness)
    , chosen AS (
      SELECT id, name, size, n, share, NULL::timestamptz AS activity FROM best
      UNION ALL
      SELECT id, '', 0, members, -1, activity FROM joinable
      WHERE activity IS NOT NULL AND id NOT IN (SELECT id FROM best))
    , first AS (SELECT * FROM chosen ORDER BY {_ORDER} LIMIT %(limit)s)
    SELECT first.name, size, n, {hot.columns(Space, "sp")}
    FROM first JOIN spaces_space sp USING (id) ORDER BY {_ORDER}
    """
    return hot.Statement(sql)


def _reason(viewer: Person, space: Space, circle: str, size: int, number: int) -> str:
    words = {"n": number, "all": size, "site": viewer.site, "department": viewer.department}
    if circle == "team":
        return _("%(n)s of the %(all)s in your team are here") % words
    if circle == "both":
        return _("%(n)s of your %(all)s colleagues in %(department)s at %(site)s are here") % words
    if circle == "site":
        return _("%(n)s of your %(all)s colleagues in %(site)s are here") % words
    if circle == "department":
        return _("%(n)s of your %(all)s colleagues in %(department)s are here") % words
    members = space.members_count
    return ngettext("%(n)s member", "%(n)s members", members) % {"n": members}
