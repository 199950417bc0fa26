"""Which communities one might like to join, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis import access
from parvis.access.conditions import Viewer
from parvis.people.models import Person
from parvis.spaces.models import Space, Subscription

# Circles of colleagues, nearest first; larger ones say little, and cost much.
LARGEST: Final = 300


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A community, and the reason in words."""

    space: Space
    reason: str


@dataclass(frozen=True, slots=True)
class Circle:
    """Colleagues who have something in common with the viewer."""

    name: str
    shared: dict[str, Any]
    size: int


def suggested_communities(viewer: Viewer, limit: int = 5) -> list[Suggestion]:
    """Return communities the viewer is not in, where near colleagues are, each with a reason.

    Where there are too few, the liveliest of the company follow. At most five statements.
    """
    if not isinstance(viewer, Person) or not viewer.is_active or not viewer.is_employee:
        return []
    circles = _circles(viewer)
    found = _near(viewer, circles, limit) if circles else []
    if len(found) < limit:
        known = {suggestion.space.pk for suggestion in found}
        lively = _joinable(viewer).exclude(pk__in=known).filter(last_activity__isnull=False)
        for space in lively.order_by("-members_count", "-last_activity")[: limit - len(found)]:
            found.append(Suggestion(space, _members(space.members_count)))
    return found


def _members(number: int) -> str:
    return ngettext("%(n)s member", "%(n)s members", number) % {"n": number}


def _joinable(viewer: Person) -> QuerySet[Space]:
    mine = Subscription.objects.filter(person=viewer).values("space")
    return (
        access.visible(Space.objects.filter(kind=Space.Kind.COMMUNITY), viewer)
        .filter(archived_at__isnull=True)
        .exclude(pk__in=mine)
        .exclude(visibility=Space.Visibility.SECRET)
    )


def _circles(viewer: Person) -> list[Circle]:
    """Return the viewer's circles of two to LARGEST people, nearest first; one statement."""
    asked: dict[str, dict[str, Any]] = {}
    if viewer.manager_id:
        asked["team"] = {"manager": viewer.manager_id}
    if viewer.site and viewer.department:
        asked["both"] = {"site": viewer.site, "department": viewer.department}
    if viewer.site:
        asked["site"] = {"site": viewer.site, "country": viewer.country}
    if viewer.department:
        asked["department"] = {"department": viewer.department}
    if not asked:
        return []
    sizes = (
        Person.objects.filter(_any(asked.values()), is_active=True, kind=Person.Kind.EMPLOYEE)
        .exclude(pk=viewer.pk)
        .aggregate(**{f"n_{name}": Count("pk", filter=Q(**same)) for name, same in asked.items()})
    )
    return [
        Circle(name, same, sizes[f"n_{name}"])
        for name, same in asked.items()
        if 2 <= sizes[f"n_{name}"] <= LARGEST
    ]


def _near(viewer: Person, circles: list[Circle], limit: int) -> list[Suggestion]:
    """Return the communities where the largest share of a circle is."""
    ids = _ids(viewer, circles)
    rows = list(
        Subscription.objects.filter(
            state=Subscription.State.ACTIVE,
            person__in=set().union(*ids.values()),
            space__in=_joinable(viewer),
        )
        .values("space")
        .annotate(
            **{name: Count("person", filter=Q(person__in=inside)) for name, inside in ids.items()}
        )
    )
    best = sorted((_best(row, circles) for row in rows), key=lambda each: each[0], reverse=True)
    best = [each for each in best if each[0][0] > 0][:limit]
    spaces = Space.objects.in_bulk([space for _share, space, _circle, _n in best])
    return [
        Suggestion(spaces[space], _reason(viewer, circle, number))
        for _share, space, circle, number in best
        if space in spaces
    ]


def _ids(viewer: Person, circles: list[Circle]) -> dict[str, set[int]]:
    """Return who is in each circle: few enough to be named, so that an index is used."""
    anyone = _any(circle.shared for circle in circles)
    colleagues = Person.objects.filter(anyone, is_active=True, kind=Person.Kind.EMPLOYEE)
    rows = list(
        colleagues.exclude(pk=viewer.pk).values("pk", "manager", "site", "department", "country")
    )
    return {
        circle.name: {row["pk"] for row in rows if circle.shared.items() <= row.items()}
        for circle in circles
    }


def _any(circles: Iterable[dict[str, Any]]) -> Q:
    return reduce(or_, (Q(**shared) for shared in circles))


def _best(
    row: Mapping[str, Any], circles: list[Circle]
) -> tuple[tuple[float, int, int], int, Circle, int]:
    """Return the circle of which the largest share is in a community; at least two people."""
    share, circle = max(
        (
            (row[circle.name] / circle.size if row[circle.name] >= 2 else 0.0, circle)
            for circle in circles
        ),
        key=lambda pair: pair[0],
    )
    number = row[circle.name]
    return (share, number, row["space"]), row["space"], circle, number


def _reason(viewer: Person, circle: Circle, number: int) -> str:
    words = {"n": number, "all": circle.size, "site": viewer.site, "department": viewer.department}
    if circle.name == "team":
        return _("%(n)s of the %(all)s in your team are here") % words
    if circle.name == "both":
        return _("%(n)s of your %(all)s colleagues in %(department)s at %(site)s are here") % words
    if circle.name == "site":
        return _("%(n)s of your %(all)s colleagues in %(site)s are here") % words
    return _("%(n)s of your %(all)s colleagues in %(department)s are here") % words
