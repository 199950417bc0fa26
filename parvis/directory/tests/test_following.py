"""The directory changes: people move, exchange addresses, leave and come back."""

from collections.abc import Callable
from pathlib import Path

import pytest

from parvis.directory.models import KnownAs
from parvis.directory.report import Report
from parvis.people.models import Person
from parvis.people.verbs import take_in
from parvis.spaces.models import Space
from parvis.spaces.verbs import open_community

type Bring = Callable[..., Report]


def _sheet(path: Path, *rows: str) -> Path:
    path.write_text("Employee number;login;name;e-mail;manager\n" + "\n".join(rows) + "\n")
    return path


def _entry(dn: str, handle: str, **more: str) -> str:
    told = "".join(f"{name}: {value}\n" for name, value in more.items())
    return f"dn: {dn}\nobjectClass: person\nuid: {handle}\ncn: {handle}\n{told}\n"


@pytest.mark.django_db
def test_two_people_exchange_their_addresses(tmp_path: Path, bring_people: Bring) -> None:
    sheet = _sheet(tmp_path / "a.csv", "1;zoe;Zoé;a@x.example;", "2;rene;René;b@x.example;")
    bring_people(sheet)
    _sheet(sheet, "1;zoe;Zoé;b@x.example;", "2;rene;René;a@x.example;", "3;new;New;A@x.example;")
    report = bring_people(sheet)
    assert (report.of("people", "updated"), report.of("people", "created")) == (2, 1)
    addresses = dict(Person.objects.values_list("handle", "email"))
    assert addresses == {"zoe": "b@x.example", "rene": "a@x.example", "new": ""}
    assert bring_people(sheet).changed == 0


@pytest.mark.django_db
def test_a_newcomer_gets_an_address_that_is_given_up(tmp_path: Path, bring_people: Bring) -> None:
    sheet = _sheet(tmp_path / "a.csv", "1;zoe;Zoé;a@x.example;")
    bring_people(sheet)
    bring_people(_sheet(sheet, "1;zoe;Zoé;z@x.example;", "2;ann;Ann;a@x.example;1"))
    assert Person.objects.get(handle="ann").email == "a@x.example"
    assert Person.objects.get(handle="zoe").email == "z@x.example"


@pytest.mark.django_db
def test_who_is_here_already_is_recognised(tmp_path: Path, bring_people: Bring) -> None:
    by_mail = take_in(None, handle="z", name="Z", email="Zoe@x.example")
    by_handle = take_in(None, handle="rene", name="R")
    other = take_in(None, handle="ann", name="Ann", email="other@x.example")
    sheet = _sheet(
        tmp_path / "a.csv", "1;zoe;Zoé;zoe@x.example;", "2;rene;René;;", "3;ann;Ann;ann@x.example;"
    )
    report = bring_people(sheet)
    assert report.of("people", "created") == 1
    for person in (by_mail, by_handle, other):
        person.refresh_from_db()
    assert (by_mail.name, by_handle.name, other.email) == ("Zoé", "René", "other@x.example")
    assert Person.objects.get(origin="employee:3").handle == "ann2"
    assert KnownAs.objects.get(origin="employee:1").person == by_mail
    assert bring_people(sheet).changed == 0


@pytest.mark.django_db
def test_someone_moves_within_the_tree(tmp_path: Path, bring_people: Bring) -> None:
    path = tmp_path / "a.ldif"
    path.write_text(_entry("uid=zoe,ou=Old,dc=x", "zoe") + _entry("uid=ann,dc=x", "ann"))
    bring_people(path)
    moved = _entry("uid=zoe,ou=New,dc=x", "zoe", ou="New")
    path.write_text(moved + _entry("uid=ann,dc=x", "ann", manager="uid=zoe, ou=New, dc=x"))
    report = bring_people(path)
    assert (report.of("people", "created"), Person.objects.count()) == (0, 2)
    zoe = Person.objects.get(handle="zoe")
    assert zoe.department == "New"
    assert Person.objects.get(handle="ann").manager == zoe
    path.write_text(_entry("uid=zoe,dc=another", "zoe"))
    assert bring_people(path).of("people", "created") == 1


@pytest.mark.django_db
def test_leavers_go_only_when_asked(tmp_path: Path, bring_people: Bring) -> None:
    take_in(None, handle="hand", name="Taken in by hand")
    sheet = _sheet(tmp_path / "a.csv", "1;zoe;Zoé;;", "2;rene;René;;1")
    bring_people(sheet)
    _sheet(sheet, "1;zoe;Zoé;;")
    bring_people(sheet)
    assert not Person.objects.filter(is_active=False).exists()
    report = bring_people(sheet, leavers=True)
    gone = Person.objects.filter(is_active=False)
    assert [person.handle for person in gone] == ["rene"]
    assert report.of("leavers", "updated") == 1
    bring_people(_sheet(sheet, "1;zoe;Zoé;;", "2;rene;René;;1"), leavers=True)
    assert not Person.objects.filter(is_active=False).exists()


@pytest.mark.django_db
def test_a_torn_file_lets_nobody_go(tmp_path: Path, bring_people: Bring) -> None:
    sheet = _sheet(tmp_path / "a.csv", *(f"{n};p{n};Person {n};;" for n in range(30)))
    bring_people(sheet)
    report = bring_people(_sheet(sheet, "1;p1;Person 1;;"), leavers=True)
    assert report.of("leavers", "skipped") == 29
    assert not Person.objects.filter(is_active=False).exists()


@pytest.mark.django_db
def test_communities_by_rule_follow(tmp_path: Path, bring_people: Bring) -> None:
    alice = take_in(None, handle="alice", name="Alice")
    open_community(alice, name="France", audience={"any": [{"country": ["FR"]}]})
    path = tmp_path / "a.csv"
    path.write_text("login,name,pays\nzoe,Zoé,Frankreich\nann,Ann,Maroc\n")
    bring_people(path)
    space = Space.objects.get(kind="community")
    assert set(space.subscriptions.values_list("person__handle", flat=True)) == {"alice", "zoe"}
    assert space.members_count == 2
