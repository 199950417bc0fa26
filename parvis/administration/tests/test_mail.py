"""The page of addresses that send letters back: who, since when, why, and mail again."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parvis.access import Forbidden
from parvis.journal.models import Entry
from parvis.mail.incoming import failures
from parvis.mail.incoming.models import Failure
from parvis.mail.incoming.statuses import meaning
from parvis.mail.models import Preferences
from parvis.people.models import Person
from parvis.people.verbs import take_in

pytestmark = pytest.mark.django_db
PAGE = "/administration/mail/"
GONE = "550 5.1.1 <eve@example.com>: no such <user> here"


@pytest.fixture
def ada() -> Person:
    return take_in(None, handle="ada", name="Ada", email="ada@example.com", is_admin=True)


@pytest.fixture
def desk(ada: Person) -> Client:
    client = Client()
    client.force_login(ada)
    return client


def paused(handle: str = "eve", why: str = GONE) -> Person:
    """Somebody whose address sent three letters back."""
    person = take_in(None, handle=handle, name=handle.title(), email=f"{handle}@example.com")
    failures.note(person, 550, why)
    Failure.objects.filter(person=person).update(at=timezone.now() - timedelta(days=2))
    for _ in range(2):
        failures.note(person, 550, why)
    assert Preferences.objects.get(person=person).refused_at
    return person


def test_it_says_who_since_when_and_why(desk: Client) -> None:
    assert "No address is paused" in desk.get(PAGE).content.decode()
    paused()
    page = desk.get(PAGE).content.decode()
    assert "eve@example.com" in page
    assert "There is no such mailbox." in page
    assert "no such &lt;user&gt; here" in page
    assert "3 letters came back" in page
    assert "sends our letters back" in desk.get("/administration/").content.decode()


def test_mail_is_resumed_once(desk: Client) -> None:
    eve = paused()
    answer = desk.post(f"{PAGE}eve/resume", follow=True)
    assert "Eve gets mail again." in answer.content.decode()
    assert Preferences.objects.get(person=eve).refused_at is None
    assert not Failure.objects.exists()
    again = desk.post(f"{PAGE}eve/resume", follow=True)
    assert "was not paused" in again.content.decode()
    assert Entry.objects.filter(verb="mail.resumed", person=eve).count() == 1
    assert "resumed mail to" in desk.get("/administration/journal/").content.decode()


def test_others_resume_nothing() -> None:
    eve = paused()
    bob = take_in(None, handle="bob", name="Bob")
    client = Client()
    client.force_login(bob)
    assert client.get(PAGE).status_code == 404
    assert client.post(f"{PAGE}eve/resume").status_code == 404
    with pytest.raises(Forbidden):
        failures.resume(bob, eve)
    assert Preferences.objects.get(person=eve).refused_at


def test_leavers_are_not_listed(desk: Client) -> None:
    eve = paused()
    Person.objects.filter(pk=eve.pk).update(is_active=False)
    assert "eve@example.com" not in desk.get(PAGE).content.decode()


def test_the_list_is_paged_and_takes_a_constant_number_of_statements(desk: Client) -> None:
    def count() -> int:
        desk.get(PAGE)
        with CaptureQueriesContext(connection) as captured:
            desk.get(PAGE)
        return len(captured)

    paused("first")
    before = count()
    for n in range(52):
        paused(f"p{n:02}")
    assert count() <= before
    assert "Page 1 of 2" in desk.get(PAGE).content.decode()
    assert "First" in desk.get(f"{PAGE}?page=2").content.decode()


@pytest.mark.parametrize(
    ("status", "said", "words"),
    [
        ("5.1.1", "", "no such mailbox"),
        ("5.1.2", "", "domain"),
        ("5.2.1", "", "closed"),
        ("5.2.2", "", "full"),
        ("5.2.3", "", "too large"),
        ("5.4.1", "", "could not be reached"),
        ("5.7.26", "", "turns our letters away"),
        ("5.0.0", "", "could not deliver"),
        ("550", "550 5.7.1 not you", "turns our letters away"),
        ("554", "no", "turns our letters away"),
        ("", "a riddle", "no reason we know"),
    ],
)
def test_what_a_status_means(status: str, said: str, words: str) -> None:
    assert words in meaning(status, said)
