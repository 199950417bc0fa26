"""The organisation chart: a tree whatever the directory says, from one's own place."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parvis.people.chart import Chart, chart
from parvis.people.models import Person
from parvis.people.tests.conftest import signed_in
from parvis.people.verbs import let_go, take_in
from parvis.people.views.chart import PAGE


def hire(handle: str, manager: Person | None = None) -> Person:
    """Take somebody in under a manager."""
    return take_in(None, handle=handle, name=handle.title(), manager=manager)


@pytest.fixture
def top() -> Person:
    """The one above all."""
    return hire("top")


@pytest.fixture
def mid(top: Person) -> Person:
    """A manager below."""
    return hire("mid", top)


@pytest.fixture
def low(mid: Person) -> Person:
    """Somebody who leads nobody."""
    return hire("low", mid)


def names(known: Chart, manager: Person) -> list[str]:
    return [person.handle for person in known.reports(manager.pk)]


def test_who_is_above_and_how_many_under(top: Person, mid: Person, low: Person) -> None:
    hire("beside", mid)
    known = chart()
    assert known.chain(low) == [top.pk, mid.pk]
    assert known.chain(top) == []
    assert known.under == {top.pk: 3, mid.pk: 2}
    assert known.tops == [top.pk]
    assert names(known, mid) == ["beside", "low"]


def test_who_has_left_is_passed_over(ada: Person, top: Person, mid: Person, low: Person) -> None:
    under = hire("under", hire("second", mid))
    let_go(ada, Person.objects.get(handle="second"))
    let_go(ada, mid)
    known = chart()
    assert known.chain(low) == [top.pk]
    assert known.chain(under) == [top.pk]
    assert known.under == {top.pk: 2}
    assert names(known, top) == ["low", "under"]
    let_go(ada, top)
    known = chart()
    assert known.chain(low) == []
    assert known.tops == []


@pytest.mark.parametrize("length", [1, 2, 5])
def test_circles_are_cut_once(length: int, low: Person) -> None:
    ring = [hire(f"r{n}") for n in range(length)]
    for one, above in zip(ring, [*ring[1:], ring[0]], strict=True):
        Person.objects.filter(pk=one.pk).update(manager=above)
    hung = hire("hung", ring[-1])
    known = chart()
    head = ring[0]
    assert known.cut == {head.pk}
    assert head.pk in known.tops
    assert known.under[head.pk] == length
    hung.refresh_from_db()
    assert known.chain(hung)[0] == head.pk
    assert len(known.chain(hung)) == len(set(known.chain(hung)))
    # everybody is reached from the top exactly once
    seen, behind = [], list(known.tops)
    while behind:
        seen.append(one_ := behind.pop())
        behind += known.reports(one_).values_list("pk", flat=True)
    assert len(seen) == len(set(seen))
    assert set(seen) >= {one.pk for one in [*ring, hung]}
    Person.objects.get(handle="hung")
    assert signed_in(hung).get("/chart/").status_code == 200


def shown(page: str) -> list[str]:
    return re.findall(r'class="chart-name"[^>]*>([^<]+)<', page)


def test_one_begins_at_ones_own_place(top: Person, mid: Person, low: Person) -> None:
    hire("beside", mid)
    hire("elsewhere", top)
    page = signed_in(low).get("/chart/").content.decode()
    assert shown(page) == ["Top", "Mid", "Beside", "Low"]
    assert page.count('aria-current="page"><span class="chart-toggle') == 1
    assert "1 other person" in page  # Elsewhere, under Top
    page = signed_in(low).get("/chart/mid/").content.decode()
    assert shown(page) == ["Top", "Elsewhere", "Mid", "Beside", "Low"]
    assert "3 people under them" not in page
    assert "4 people under them" in page
    branch = signed_in(low).get("/chart/mid/?part=1").content.decode()
    assert shown(branch) == ["Beside", "Low"]
    assert "<html" not in branch
    assert shown(signed_in(low).get("/chart/?from=top").content.decode()) == [
        "Top",
        "Elsewhere",
        "Mid",
    ]


def test_without_a_manager_one_is_asked(top: Person) -> None:
    lone = hire("lone")
    assert "Say who your manager is" in signed_in(lone).get("/chart/").content.decode()
    page = signed_in(top).get("/chart/lone/").content.decode()
    assert "Nobody knows yet whom Lone reports to" in page
    assert "Say who" not in page


def test_it_finds_a_place_by_name(top: Person, mid: Person, low: Person) -> None:
    browser = signed_in(low)
    assert browser.get("/chart/?q=mid").headers["Location"] == "/chart/mid/"
    hire("midori", mid)
    assert "/chart/midori/" in browser.get("/chart/?q=mid").content.decode()
    assert "Nobody is found" in browser.get("/chart/?q=xyzw").content.decode()


def test_it_is_not_for_guests_and_strangers(gus: Person, ada: Person, low: Person) -> None:
    for path in ("", "low/", "low/?part=1", "?from=top", "?q=lo"):
        assert signed_in(gus).get(f"/chart/{path}").status_code == 403, path
    assert "/chart/" not in signed_in(gus).get("/people/").content.decode()
    assert signed_in(low).get("/chart/nobody/").status_code == 404
    let_go(ada, low)
    assert signed_in(ada).get("/chart/low/").headers["Location"] == "/people/low/"


def test_many_right_under_one_come_page_by_page(mid: Person) -> None:
    people = [hire(f"x{n:03}", mid) for n in range(PAGE + 5)]
    last = people[-1]
    page = signed_in(last).get("/chart/").content.decode()
    assert len(shown(page)) == PAGE + 2
    assert "X054" in shown(page)
    assert "5 others" in page
    first = signed_in(last).get("/chart/mid/?part=1").content.decode()
    assert "/chart/mid/?page=2" in first
    second = signed_in(last).get("/chart/mid/?part=1&page=2").content.decode()
    assert sorted(shown(first) + shown(second)) == [p.name for p in people]
    assert shown(signed_in(last).get("/chart/mid/?page=2").content.decode())[-1] == "X054"


def statements(person: Person, path: str) -> int:
    browser = signed_in(person)
    browser.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("path", ["/chart/", "/chart/mid/", "/chart/mid/?part=1"])
def test_constant_statements(low: Person, mid: Person, path: str) -> None:
    before = statements(low, path)
    above = low
    for n in range(12):
        hire(f"y{n}", mid)
        above = hire(f"z{n}", above)
    assert statements(low, path) <= before + 1  # the people under low, now that there are some
    assert before < 14


def test_a_large_company_is_remembered_but_a_new_manager_known_at_once(
    monkeypatch: pytest.MonkeyPatch, top: Person, low: Person
) -> None:
    monkeypatch.setattr("parvis.people.chart.LARGE", 1)
    monkeypatch.setattr("parvis.people.chart._Memory.until", 0.0)
    known = chart()
    assert chart(low) is known
    new = hire("new", low)
    made = chart(new)
    assert made is not known
    assert made.chain(new)[-1] == low.pk
    monkeypatch.setattr("parvis.people.chart._Memory.until", 0.0)
