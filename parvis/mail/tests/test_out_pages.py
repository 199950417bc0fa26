"""What links in letters do, and one's choices: GET never acts, one click stops, nobody else may."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from parvis.mail import links, verbs
from parvis.mail.models import Choice, Mailing, Preferences
from parvis.notifications import muting
from parvis.people.models import Person
from parvis.people.verbs import take_in
from parvis.posts.models import Post, Reaction
from parvis.posts.verbs import publish
from parvis.spaces.models import Space
from parvis.spaces.verbs import join, open_community, remove_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice() -> Person:
    return take_in(None, handle="alice", name="Alice", email="alice@corp.example")


@pytest.fixture
def bob() -> Person:
    return take_in(None, handle="bob", name="Bob", email="bob@corp.example")


@pytest.fixture
def place(alice: Person, bob: Person) -> Space:
    space = open_community(alice, name="Plans", visibility="closed")
    from parvis.spaces.models import Subscription

    Subscription.objects.create(space=space, person=bob)
    return space


@pytest.fixture
def post(alice: Person, place: Space) -> Post:
    return publish(alice, place, "Who comes?")


def path(address: str) -> str:
    return re.sub(r"^https?://[^/]+", "", address)


def test_a_scanner_that_opens_everything_changes_nothing(
    client: Client, bob: Person, post: Post, place: Space
) -> None:
    Choice.objects.create(person=bob, space=place, delivery=Choice.Delivery.LIST)
    for address in (
        links.react(bob, post),
        links.mute(bob, post.pk),
        links.stop_kinds(bob, ["comment"]),
        links.stop_digest(bob),
        links.stop_list(bob, place),
    ):
        for ask in (client.get, client.head):
            assert ask(path(address)).status_code in {200, 405}
    assert not Reaction.objects.exists()
    assert not muting.is_muted(bob, post)
    assert not Preferences.objects.exists()
    assert Choice.objects.get().delivery == Choice.Delivery.LIST


def test_reacting_by_link_works_once_confirmed(client: Client, bob: Person, post: Post) -> None:
    address = path(links.react(bob, post))
    assert b"Alice" in client.get(address).content
    for _ in range(2):  # the same again leaves it
        assert client.post(address, {"emoji": "love"}).status_code == 200
    assert Reaction.objects.get().emoji == "love"
    assert client.post(address, {"emoji": "nonsense"}).status_code == 422
    assert Reaction.objects.get().emoji == "love"


def test_reacting_needs_a_form_of_ours(bob: Person, post: Post) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(path(links.react(bob, post)), {"emoji": "love"}).status_code == 403
    assert not Reaction.objects.exists()


def test_a_link_gives_no_right(
    client: Client, alice: Person, bob: Person, post: Post, place: Space
) -> None:
    addresses = [path(links.react(bob, post)), path(links.mute(bob, post.pk))]
    remove_member(alice, place, bob)
    for address in addresses:
        assert client.get(address).status_code == 404
        assert client.post(address, {"emoji": "love"}).status_code == 404
    assert not Reaction.objects.exists()


def test_a_leavers_links_are_dead(client: Client, bob: Person, post: Post) -> None:
    address = path(links.stop_digest(bob))
    Person.objects.filter(pk=bob.pk).update(is_active=False)
    assert client.post(address).status_code == 404


def test_a_link_does_only_what_it_is_for(client: Client, bob: Person, post: Post) -> None:
    token = path(links.react(bob, post)).rsplit("/", 1)[1]
    assert client.post(f"/mail/stop/{token}").status_code == 404
    assert client.post(f"/mail/mute/{token}").status_code == 404
    forged = token[:-1] + ("a" if token[-1] != "a" else "i")
    assert client.get(f"/mail/react/{forged}x").status_code == 404
    assert client.get(f"/mail/react/{forged}").status_code == 404


def test_an_old_link_says_so(
    client: Client, bob: Person, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = path(links.react(bob, post))
    later = timezone.now() + links.LIFETIMES[links.Deed.REACT] * 1.1
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert client.get(address).status_code == 410


def test_one_click_ends_a_kind_of_mail(bob: Person) -> None:
    """RFC 8058: a POST from a mail program, without cookies, sign-in or our form."""
    strict = Client(enforce_csrf_checks=True)
    address = path(links.stop_kinds(bob, ["comment", "reply"]))
    for _ in range(2):
        answer = strict.post(address, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    assert Preferences.objects.get(person=bob).kinds == {"comment": "off", "reply": "off"}
    assert b"undo" in answer.content
    strict.post(address, {"undo": "1"})
    assert Preferences.objects.get(person=bob).kinds == {"comment": "soon", "reply": "soon"}


def test_one_click_ends_summary_and_list(bob: Person, place: Space) -> None:
    strict = Client(enforce_csrf_checks=True)
    verbs.choose(bob, place, Choice.Delivery.LIST, urgent=True)
    strict.post(path(links.stop_digest(bob)), {"List-Unsubscribe": "One-Click"})
    strict.post(path(links.stop_list(bob, place)), {"List-Unsubscribe": "One-Click"})
    assert Preferences.objects.get(person=bob).digest == "never"
    row = Choice.objects.get(person=bob)
    assert (row.delivery, row.urgent) == (Choice.Delivery.USUAL, False)


def test_muting_by_link_shows_on_the_site(client: Client, bob: Person, post: Post) -> None:
    client.post(path(links.mute(bob, post.pk)))
    assert muting.is_muted(bob, post)
    client.force_login(bob)
    page = client.get("/me/mail/").content.decode()
    assert f"/posts/{post.pk}/" in page
    assert "/unmute" in client.get(f"/posts/{post.pk}/menu").content.decode()
    client.post(f"/me/mail/threads/{post.pk}/unmute")
    assert not muting.is_muted(bob, post)
    client.post(f"/me/mail/threads/{post.pk}/mute")
    assert muting.is_muted(bob, post)


def fields(**changes: Any) -> dict[str, Any]:
    from parvis.mail.forms import PreferencesForm

    form = PreferencesForm(preferences=Preferences())
    values = {name: form[name].value() for name in form.fields}
    found = {
        name: value for name, value in values.items() if value is not False and value is not None
    }
    return {**found, "work_from": "08:00", "work_until": "18:30", **changes}


def test_preferences_are_one_page(client: Client, bob: Person, place: Space) -> None:
    client.force_login(bob)
    page = client.get("/me/mail/").content.decode()
    assert "Plans" in page
    answer = client.post(
        "/me/mail/", fields(how_comment="off", urgent_mention="on", digest="daily", digest_hour=7)
    )
    assert answer.status_code == 302
    row = Preferences.objects.get(person=bob)
    assert row.kinds["comment"] == "off"
    assert row.urgent == ["mention"]
    assert (row.digest, row.digest_hour, row.keeps_hours) == ("daily", 7, True)
    wrong = client.post("/me/mail/", fields(digest="hourly"))
    assert wrong.status_code == 422


def test_one_button_saves_the_kinds_and_the_places(
    client: Client, bob: Person, place: Space
) -> None:
    client.force_login(bob)
    listed = {f"delivery-{place.pk}": "list"}
    wrong = client.post("/me/mail/", fields(digest="hourly") | listed)
    assert '<option value="list" selected>' in wrong.content.decode()
    assert not Choice.objects.exists()
    client.post("/me/mail/", fields(how_comment="off") | listed)
    assert Preferences.objects.get(person=bob).kinds["comment"] == "off"
    assert Choice.objects.get(person=bob).delivery == "list"
    client.post("/me/mail/", fields())
    assert Choice.objects.get(person=bob).delivery == "list"


def test_preferences_cost_the_same_however_many_places(
    client: Client, alice: Person, bob: Person, django_assert_num_queries: Any
) -> None:
    client.force_login(bob)
    client.get("/me/mail/")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        client.get("/me/mail/")
    for number in range(5):
        join(bob, open_community(alice, name=f"Place {number}"))
    with CaptureQueriesContext(connection) as many:
        client.get("/me/mail/")
    assert len(many) <= len(few)


def test_choices_of_places_one_may_not_see(client: Client, alice: Person, bob: Person) -> None:
    secret = open_community(alice, name="Secret", visibility="secret")
    client.force_login(bob)
    client.post("/me/mail/", fields() | {f"delivery-{secret.pk}": "list"})
    assert not Choice.objects.exists()
    client.logout()
    assert client.get("/me/mail/").status_code == 302


def test_announcing_is_for_who_runs_the_place(
    client: Client, alice: Person, bob: Person, post: Post
) -> None:
    """Stranger, employee outside, member, manager."""
    address = f"/mail/announce/{post.pk}"
    assert client.get(address).status_code == 302
    outsider = take_in(None, handle="out", name="Out")
    for person, status in ((outsider, 404), (bob, 403), (alice, 200)):
        client.force_login(person)
        assert client.get(address).status_code == status
        assert client.post(address).status_code == (302 if person == alice else status)
    assert Mailing.objects.get().by == alice
    assert b"on its way" in client.get(post.get_absolute_url()).content
