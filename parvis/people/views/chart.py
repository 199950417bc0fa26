"""The organisation chart: one's own place in it, or somebody else's."""

import itertools
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from parvis import access
from parvis.kernel.requests import number
from parvis.people.asking import asker
from parvis.people.chart import Chart, chart
from parvis.people.models import Person
from parvis.people.queries import Wanted, directory, settled
from parvis.people.views.person import shown

PAGE: Final = 50
FOUND: Final = 12
_FIELDS: Final = ("handle", "name", "title", "site", "photo_id", "manager_id")


@dataclass(eq=False)
class Node:
    """One person in the tree. ``more`` tells how many people beside those shown are under them,
    and ``following`` the page of them that comes next.
    """

    person: Person
    under: int
    here: bool = False
    children: list["Node"] = field(default_factory=list)
    more: int = 0
    following: int | None = None


@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """Show one's own place; ``?q=`` looks for somebody's, ``?from=top`` begins at the top."""
    viewer = asker(request)
    access.require(viewer, "see_chart", None)
    words = " ".join(request.GET.get("q", "").replace("\0", "").split())[:100]
    if words:
        wanted = settled(viewer, Wanted(words))
        found = list(directory(viewer, wanted)[:FOUND])
        if len(found) == 1:
            return redirect("people:chart_of", found[0].handle)
        return render(request, "people/chart.html", {"words": words, "found": found})
    if request.GET.get("from") == "top":
        known = chart()
        tops = _tops(known)
        if len(tops) == 1:
            _fill(known, tops[0], 1)
        words_of_page = {"nodes": tops, "made_at": known.made_at, "top": True}
        return render(request, "people/chart.html", words_of_page)
    return _page(request, viewer)


@require_GET
def place(request: HttpRequest, handle: str) -> HttpResponse:
    """Show somebody's place; with ``part``, only those right under them (``page`` by page)."""
    access.require(asker(request), "see_chart", None)
    person = shown(request, handle)
    if not person.is_active:
        return redirect(person)
    if "part" in request.GET:
        known = chart(person)
        node = Node(person, known.under.get(person.pk, 0))
        _fill(known, node, number(request.GET.get("page")) or 1)
        return render(request, "people/chart_branch.html", {"nodes": node.children, "node": node})
    return _page(request, person)


def _page(request: HttpRequest, person: Person) -> HttpResponse:
    known = chart(person)
    wanted = number(request.GET.get("page")) or 1
    context: dict[str, Any] = {
        "nodes": _around(known, person, wanted),
        "person": person,
        "own": person == request.user,
        "made_at": known.made_at,
        "alone": known.manager_of(person) is None and not known.under.get(person.pk),
    }
    return render(request, "people/chart.html", context)


def _around(known: Chart, person: Person, page: int) -> list[Node]:
    """Return the tree from the top down to a person: those above, those beside, those under.

    Three statements, whatever the company.
    """
    me = Node(person, known.under.get(person.pk, 0), here=True)
    _fill(known, me, page)
    chain = known.chain(person)
    people = Person.objects.only(*_FIELDS).in_bulk(chain)
    above = [Node(people[key], known.under.get(key, 0)) for key in chain if key in people]
    if not above:
        return [me]
    for upper, lower in itertools.pairwise(above):
        upper.children, upper.more = [lower], _others(known, upper, [lower])
    _put_beside(known, above[-1], me)
    return above[:1]


def _put_beside(known: Chart, manager: Node, me: Node) -> None:
    """Give a manager their people, the one the page is about among them in any case."""
    _fill(known, manager, 1)
    beside = [me if node.person.pk == me.person.pk else node for node in manager.children]
    if me not in beside:
        beside = [*beside[: PAGE - 1], me]
        manager.more, manager.following = max(_others(known, manager, beside), 1), None
    manager.children = beside


def _others(known: Chart, upper: Node, lower: list[Node]) -> int:
    """Return how many people under ``upper`` are not under (or among) the ``lower`` ones."""
    return upper.under - sum(node.under + 1 for node in lower)


def _fill(known: Chart, node: Node, page: int) -> None:
    """Give a node the people right under it."""
    if not node.under:
        return
    page = min(page, 10_000)
    rows = _page_of(known.reports(node.person.pk), page)
    node.children = [Node(one, known.under.get(one.pk, 0)) for one in rows[:PAGE]]
    node.following = page + 1 if len(rows) > PAGE else None
    if node.following and page == 1:
        node.more = max(_others(known, node, node.children), 1)


def _page_of(people: QuerySet[Person], page: int) -> list[Person]:
    start = (page - 1) * PAGE
    return list(people.only(*_FIELDS)[start : start + PAGE + 1])


def _tops(known: Chart) -> list[Node]:
    """Return those who have nobody above and lead people, most people first."""
    people = Person.objects.only(*_FIELDS).in_bulk(known.tops[:PAGE])
    return [Node(people[key], known.under[key]) for key in known.tops[:PAGE] if key in people]
