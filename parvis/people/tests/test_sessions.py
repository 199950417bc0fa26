"""Sessions: one statement or none; ended, they end everywhere at once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parvis import access
from parvis.people import signed_in as memory_of
from parvis.people import verbs
from parvis.people.models import Person, Session
from parvis.people.queries import sessions_of
from parvis.people.tests.conftest import signed_in


@pytest.fixture
def trusted() -> Iterator[list[int]]:
    """A process that hears of every change; what it would tell the others is collected."""
    told: list[int] = []
    before = (memory_of.memory.trusted, memory_of.memory.tell)
    memory_of.trust(lambda: True, told.append)
    memory_of.forget(None)
    yield told
    memory_of.trust(*before)
    memory_of.forget(None)


def session_statements(client: Client, page: str = "/me/") -> int:
    """How many statements about sessions and the signed-in person a page takes."""
    with CaptureQueriesContext(connection) as captured:
        client.get(page)
    return sum("people_session" in q["sql"] for q in captured.captured_queries)


def test_session_and_person_take_one_statement(eve: Person) -> None:
    browser = signed_in(eve)
    with CaptureQueriesContext(connection) as captured:
        browser.get("/me/password/")
    about = [q["sql"] for q in captured.captured_queries if "people_" in q["sql"]]
    assert len(about) == 1


def test_remembered_they_take_none(eve: Person, trusted: list[int]) -> None:
    browser = signed_in(eve)
    assert session_statements(browser) == 1
    assert session_statements(browser) == 0


def test_not_remembered_while_nobody_listens(eve: Person, trusted: list[int]) -> None:
    browser = signed_in(eve)
    assert session_statements(browser) == 1
    memory_of.memory.trusted = lambda: False
    assert session_statements(browser) == 1


def test_what_is_read_before_a_change_is_not_remembered_after_it(eve: Person) -> None:
    memory = memory_of.Memory()
    memory.trusted = lambda: True
    browser = signed_in(eve)
    key = browser.session.session_key
    assert key is not None
    found = memory_of.opened(key, lambda text: {})
    assert found is not None
    epoch = memory.epoch
    memory.forget(person=999)
    memory.keep(key, found, epoch)
    assert memory.get(key) is None


def test_a_request_cannot_change_what_others_get(eve: Person, trusted: list[int]) -> None:
    browser = signed_in(eve)
    browser.get("/me/")
    key = browser.session.session_key
    first = memory_of.memory.get(key or "")
    assert first is not None
    copied = first.copy()
    assert copied.person is not None
    copied.person.name = "Somebody else"
    copied.data["x"] = 1
    again = memory_of.memory.get(key or "")
    assert again is not None
    assert again.person is not None
    assert again.person.name == eve.name
    assert "x" not in again.data


@pytest.mark.parametrize("change", ["leave", "password", "revoke", "everywhere", "sign-out"])
def test_what_is_remembered_dies_at_once(
    eve: Person, ada: Person, trusted: list[int], change: str
) -> None:
    browser, other = signed_in(eve), signed_in(eve)
    for client in (browser, other):
        client.get("/me/")
        assert session_statements(client) == 0
    trusted.clear()
    if change == "leave":
        verbs.let_go(ada, eve)
    elif change == "password":
        verbs.set_password(eve, eve, "a very long password")
    elif change == "revoke":
        mark = next(
            s.mark for s in sessions_of(eve) if s.session_key == browser.session.session_key
        )
        verbs.end_session(eve, eve, mark)
    elif change == "everywhere":
        verbs.end_sessions(eve, eve)
    else:
        browser.post("/account/logout/")
    assert eve.pk in trusted
    assert browser.get("/me/").status_code == 302
    still = change in ("revoke", "sign-out")
    assert (other.get("/me/").status_code == 200) == still


def test_a_changed_name_is_seen_at_once(eve: Person, trusted: list[int]) -> None:
    browser = signed_in(eve)
    browser.get("/me/")
    verbs.change_profile(eve, Person.objects.get(pk=eve.pk), name="Eve New")
    assert "Eve New" in browser.get("/me/").content.decode()


def test_sessions_are_listed_without_their_keys(eve: Person) -> None:
    browser, other = signed_in(eve), signed_in(eve)
    page = browser.get("/me/sessions/").content.decode()
    for client in (browser, other):
        key = client.session.session_key
        assert key is not None
        assert key not in page
    assert page.count('name="mark"') == 1


def test_one_ends_ones_own_sessions_only(eve: Person, zoe: Person) -> None:
    browser, other, foreign = signed_in(eve), signed_in(eve), signed_in(zoe)
    theirs = sessions_of(zoe)[0].mark
    browser.post("/me/sessions/", {"mark": theirs})
    assert foreign.get("/me/").status_code == 200
    with pytest.raises(access.Forbidden):
        verbs.end_sessions(eve, zoe)
    browser.post("/me/sessions/")
    assert other.get("/me/").status_code == 302
    assert browser.get("/me/").status_code == 200
    assert browser.post("/me/sign-out-everywhere").status_code == 302
    assert browser.get("/me/").status_code == 302
    assert not Session.objects.filter(person=eve).exists()


def test_a_session_forged_for_another_person_signs_nobody_in(eve: Person, ada: Person) -> None:
    browser = signed_in(eve)
    Session.objects.update(person=ada)
    assert browser.get("/me/").status_code == 302


def test_when_it_was_used_is_kept_once_an_hour(eve: Person, trusted: list[int]) -> None:
    browser = signed_in(eve)
    before = timezone.now() - timedelta(hours=2)
    Session.objects.update(seen_at=before)
    for _ in range(2):
        browser.get("/me/")
    assert Session.objects.get().seen_at > before + timedelta(hours=1)
    assert session_statements(browser) == 0


def test_signing_out_empties_the_browsers_cache(eve: Person) -> None:
    for way_out in ("/account/logout/", "/me/sign-out-everywhere"):
        browser = signed_in(eve)
        assert "Clear-Site-Data" not in browser.get("/me/").headers
        assert "Clear-Site-Data" not in browser.get("/account/logout/").headers
        assert browser.post(way_out).headers["Clear-Site-Data"] == '"cache"'
        assert "Clear-Site-Data" not in browser.post(way_out).headers
        assert "Clear-Site-Data" not in browser.get("/account/login/").headers


def test_a_browser_that_was_signed_out_from_elsewhere_is_emptied_too(eve: Person) -> None:
    browser = signed_in(eve)
    browser.get("/me/")
    verbs.end_sessions(eve, eve)
    assert browser.get("/me/").headers["Clear-Site-Data"] == '"cache"'
    assert "Clear-Site-Data" not in browser.get("/me/").headers
