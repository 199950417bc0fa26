"""What one is told reaches one's devices: chosen kinds, in one's hours, in one's language, once."""

from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from parvis.company.verbs import change_company
from parvis.journal.models import Entry
from parvis.mail.models import Preferences as MailPreferences
from parvis.mail.verbs import set_preferences as set_mail
from parvis.notifications import verbs as notifications
from parvis.people.models import Person
from parvis.people.verbs import change_profile, let_go, take_in
from parvis.posts.models import Post
from parvis.posts.verbs import comment, publish, react, remove
from parvis.push import choices, sending, verbs
from parvis.push.models import Device, Parcel
from parvis.push.tests.conftest import Service
from parvis.push.tests.test_message import check_signature
from parvis.spaces.models import Space, Subscription
from parvis.spaces.verbs import follow, open_conversation

pytestmark = pytest.mark.django_db

# A Tuesday and a Sunday.
AT_WORK = datetime(2031, 11, 25, 10, 0, tzinfo=UTC)
AT_HOME = datetime(2031, 11, 30, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _open_sessions(settings: Settings) -> None:
    settings.SESSION_COOKIE_AGE = 60 * 60 * 24 * 3650


def wall_of(person: Person) -> Space:
    return Space.objects.get(kind="wall", owner=person)


def told() -> None:
    """Do what the worker does with the newest entry of the journal."""
    notifications.tell_of(Entry.objects.latest("pk"))


def commented(by: Person, post: Post, words: str = "Well said") -> Post:
    made = comment(by, post, words)
    told()
    return made


@pytest.fixture
def post(alice: Person) -> Post:
    return publish(alice, wall_of(alice), "A thought")


def test_a_comment_is_shown_on_the_authors_phone(
    service: Service, phone_of: Any, alice: Person, bob: Person, post: Post
) -> None:
    phone = phone_of(alice)
    phone.turn_on()
    commented(bob, post)
    assert sending.send(AT_WORK) == 1
    (shown,) = phone.shown()
    assert shown["body"] == "Bob Durand commented on your post: “A thought”"
    assert shown["person"] == str(alice.pk)
    ((_path, headers, body),) = service.asked
    check_signature(headers, service)
    assert headers["Content-Encoding"] == "aes128gcm"
    assert int(headers["TTL"]) > 0
    assert len(headers["Topic"]) <= 32
    assert len(body) < 4096
    assert b"thought" not in body
    answer = phone.client.get(shown["url"])
    assert answer.url == post.get_absolute_url() or f"/posts/{post.pk}/" in answer.url
    assert sending.send(AT_WORK) == 0
    assert not Parcel.objects.exists()


def test_it_speaks_the_readers_language_and_bears_the_companys_name(
    phone_of: Any, alice: Person, bob: Person, post: Post
) -> None:
    admin = take_in(None, handle="ada", name="Ada", is_admin=True)
    change_company(admin, name="Acme")
    change_profile(alice, alice, locale="fr")
    phone = phone_of(alice)
    phone.turn_on()
    commented(bob, post)
    sending.send(AT_WORK)
    (shown,) = phone.shown()
    assert (shown["title"], shown["lang"]) == ("Acme", "fr")
    assert "Bob Durand a" in shown["body"]


def test_several_of_one_thing_are_one_and_many_things_are_one_too(
    phone_of: Any, alice: Person, bob: Person, post: Post
) -> None:
    carol = take_in(None, handle="carol", name="Carol")
    phone = phone_of(alice)
    phone.turn_on()
    commented(bob, post)
    commented(carol, post)
    sending.send(AT_WORK)
    (shown,) = phone.shown()
    assert shown["body"].startswith("Carol and Bob Durand commented")
    for number in range(4):
        commented(bob, publish(alice, wall_of(alice), f"Thought {number}"))
    sending.send(AT_WORK)
    assert phone.shown()[1]["body"] == "4 new things for you"
    assert phone.shown()[1]["url"] == "/notifications/"
    assert len(phone.shown()) == 2


def test_what_was_told_before_is_not_told_again(
    phone_of: Any, alice: Person, bob: Person, post: Post
) -> None:
    phone = phone_of(alice)
    phone.turn_on()
    commented(bob, post)
    sending.send(AT_WORK)
    told()  # the job once more
    sending.send(AT_WORK)
    assert len(phone.shown()) == 1
    commented(bob, post, "One more thing")
    sending.send(AT_WORK)
    tags = [shown["tag"] for shown in phone.shown()]
    assert len(tags) == 2
    assert len(set(tags)) == 1


def test_what_was_read_removed_or_closed_meanwhile_is_not_shown(
    phone_of: Any, alice: Person, bob: Person, post: Post
) -> None:
    phone = phone_of(alice)
    phone.turn_on()
    commented(bob, post)
    notifications.mark_read(alice)
    made = commented(bob, publish(alice, wall_of(alice), "Another"))
    remove(bob, made)
    notifications.let_go_of_removed(Entry.objects.filter(verb="post.removed").latest("pk"))
    assert sending.send(AT_WORK) == 0
    assert phone.shown() == []
    assert not Parcel.objects.exists()


def test_each_kind_comes_as_chosen(phone_of: Any, alice: Person, bob: Person, post: Post) -> None:
    phone = phone_of(alice)
    phone.turn_on()
    react(bob, post, "love")
    told()
    assert sending.send(AT_WORK) == 0
    verbs.set_preferences(alice, kinds={"reaction": True, "comment": False}, keeps_hours=True)
    carol = take_in(None, handle="carol", name="Carol")
    commented(carol, post)
    react(carol, post, "love")
    told()
    assert sending.send(AT_WORK) == 1
    assert "reacted" in phone.shown()[0]["body"]


def test_outside_working_hours_it_waits_for_the_morning(
    phone_of: Any, alice: Person, bob: Person, post: Post
) -> None:
    phone = phone_of(alice)
    phone.turn_on()
    commented(bob, post)
    assert sending.send(AT_HOME) == 0
    assert sending.send(AT_HOME + timedelta(hours=2)) == 0
    assert Parcel.objects.get().due_at > AT_HOME + timedelta(hours=12)
    assert sending.send(AT_HOME + timedelta(days=1)) == 1


def test_urgent_kinds_and_those_who_want_it_are_told_at_any_hour(
    phone_of: Any, alice: Person, bob: Person, post: Post
) -> None:
    phone = phone_of(alice)
    phone.turn_on()
    set_mail(alice, urgent=["comment"])
    commented(bob, post)
    assert sending.send(AT_HOME) == 1
    MailPreferences.objects.filter(person=alice).delete()
    commented(bob, post, "More")
    assert sending.send(AT_HOME) == 0
    verbs.set_preferences(alice, kinds={}, keeps_hours=False)
    Parcel.objects.update(due_at=AT_HOME)
    assert sending.send(AT_HOME) == 1


def test_a_message_rings_for_its_readers_not_for_its_author(
    phone_of: Any, alice: Person, bob: Person
) -> None:
    talk = open_conversation(alice, [bob])
    hers, his = phone_of(alice, "/push/a"), phone_of(bob, "/push/b")
    hers.turn_on()
    his.turn_on()
    publish(bob, talk, "Lunch at **noon**?")
    publish(bob, talk, "In the canteen")
    assert sending.send(AT_WORK) == 1
    (shown,) = hers.shown()
    assert (shown["title"], shown["body"]) == ("Bob Durand", "In the canteen")
    assert hers.client.get(shown["url"]).status_code == 200
    assert his.shown() == []


def test_a_message_that_was_read_or_is_muted_does_not_ring(
    phone_of: Any, alice: Person, bob: Person
) -> None:
    talk = open_conversation(alice, [bob])
    phone = phone_of(alice)
    phone.turn_on()
    publish(bob, talk, "Read on the site")
    Subscription.objects.filter(person=alice, space=talk).update(last_read=timezone.now())
    assert sending.send(AT_WORK) == 0
    Subscription.objects.filter(person=alice, space=talk).update(level="nothing")
    publish(bob, talk, "Muted")
    assert not Parcel.objects.exists()


def test_a_subscription_that_has_gone_is_removed(
    service: Service, phone_of: Any, alice: Person, bob: Person, post: Post
) -> None:
    old, new = phone_of(alice, "/push/old"), phone_of(alice, "/push/new")
    old.turn_on()
    new.turn_on()
    service.answers["/push/old"] = 410
    commented(bob, post)
    assert sending.send(AT_WORK) == 1
    assert [device.endpoint for device in Device.objects.all()] == [new.endpoint]
    service.answers["/push/new"] = 404
    commented(bob, post, "More")
    sending.send(AT_WORK)
    assert not Device.objects.exists()


def test_a_service_that_is_tired_is_asked_again_when_it_likes(
    service: Service, phone_of: Any, alice: Person, bob: Person, post: Post
) -> None:
    tired, fine = phone_of(alice, "/push/tired"), phone_of(alice, "/push/fine")
    tired.turn_on()
    fine.turn_on()
    service.answers["/push/tired"] = 429
    service.headers["Retry-After"] = "600"
    commented(bob, post)
    assert sending.send(AT_WORK) == 1
    assert sending.send(AT_WORK + timedelta(seconds=599)) == 0
    del service.answers["/push/tired"]
    assert sending.send(AT_WORK + timedelta(seconds=601)) == 1
    assert (len(fine.shown()), len(tired.shown())) == (1, 2)
    assert not Parcel.objects.exists()


def test_it_is_not_tried_for_ever(
    service: Service, phone_of: Any, alice: Person, bob: Person, post: Post
) -> None:
    phone = phone_of(alice)
    phone.turn_on()
    service.answers[phone.path] = 503
    commented(bob, post)
    now = AT_WORK
    for _ in range(sending.MOST_ATTEMPTS + 3):
        Parcel.objects.update(due_at=now)
        sending.send(now)
    assert len(service.asked) == sending.MOST_ATTEMPTS
    assert not Parcel.objects.exists()


def test_what_is_refused_five_times_ends_the_subscription(
    service: Service, phone_of: Any, alice: Person, bob: Person, post: Post
) -> None:
    phone = phone_of(alice)
    phone.turn_on()
    service.answers[phone.path] = 400
    for number in range(5):
        assert Device.objects.exists()
        commented(bob, post, f"{number}")
        sending.send(AT_WORK)
    assert not Device.objects.exists()


def test_a_killed_worker_loses_nothing(
    phone_of: Any, alice: Person, bob: Person, post: Post
) -> None:
    phone = phone_of(alice)
    phone.turn_on()
    commented(bob, post)
    with (
        mock.patch.object(sending, "_post_all", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        sending.send(AT_WORK)
    assert sending.send(AT_WORK) == 0
    assert sending.send(AT_WORK + sending.CLAIMED_FOR + timedelta(seconds=1)) == 1
    assert len(phone.shown()) == 1


def test_what_comes_while_it_is_sent_goes_as_well(
    phone_of: Any, alice: Person, bob: Person, post: Post
) -> None:
    phone = phone_of(alice)
    phone.turn_on()
    commented(bob, post)
    settle = sending._settle

    def meanwhile(*values: Any) -> None:
        Parcel.objects.update(stamp=2**60)
        settle(*values)

    with mock.patch.object(sending, "_settle", meanwhile):
        sent = sending._send(sending._claim(AT_WORK), AT_WORK)
    assert sent == 1
    assert sending.send(AT_WORK) == 1


def test_a_device_ends_with_its_session_and_with_its_person(
    phone_of: Any, alice: Person, bob: Person, post: Post
) -> None:
    phone, other = phone_of(alice, "/push/a"), phone_of(alice, "/push/b")
    phone.turn_on()
    other.turn_on()
    phone.client.post("/account/logout/")
    commented(bob, post)
    assert sending.send(AT_WORK) == 1
    assert phone.shown() == []
    assert Device.objects.count() == 1
    admin = take_in(None, handle="ada", name="Ada", is_admin=True)
    commented(bob, post, "Too late")
    let_go(admin, alice)
    assert sending.send(AT_WORK) == 0
    assert len(other.shown()) == 1


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://127.0.0.1:9/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://10.0.0.8/x",
        "https://169.254.169.254/latest",
        "https://[::ffff:10.0.0.8]/x",
        "https://localhost/x",
        "http://93.184.216.34/x",
        "https://93.184.216.34:8443/x",
    ],
)
def test_nothing_inside_is_knocked_at(
    phone_of: Any, alice: Person, bob: Person, post: Post, endpoint: str
) -> None:
    phone = phone_of(alice)
    Device.objects.filter(pk=phone.turn_on().pk).update(endpoint=endpoint)
    commented(bob, post)
    with mock.patch("httpx.AsyncClient.send") as knocked:
        assert sending.send(AT_WORK) == 0
    knocked.assert_not_called()
    assert not Device.objects.exists()


def test_nothing_is_prepared_for_who_has_no_device_or_where_it_is_off(
    settings: Settings, phone_of: Any, alice: Person, bob: Person, post: Post
) -> None:
    commented(bob, post)
    assert not Parcel.objects.exists()
    phone = phone_of(alice)
    phone.turn_on()
    settings.PUSH = False
    commented(bob, post, "More")
    assert not Parcel.objects.exists()
    assert phone.client.post("/me/devices/register", phone.subscription()).status_code == 404
    assert "switched off" in phone.client.get("/me/devices/").content.decode()


def test_a_crowd_costs_no_more_statements(
    phone_of: Any, alice: Person, django_assert_max_num_queries: Any
) -> None:
    people = [take_in(None, handle=f"p{n}", name=f"P {n}") for n in range(6)]
    for number, person in enumerate(people):
        follow(person, alice)
        Subscription.objects.filter(person=person).update(level="all")
        phone_of(person, f"/push/{number}").turn_on()
        verbs.set_preferences(person, kinds={"post": True}, keeps_hours=False)
    publish(alice, wall_of(alice), "To all")
    with django_assert_max_num_queries(40):
        told()
    assert Parcel.objects.count() == len(people)


def test_trying_it_rings_at_any_hour_on_ones_own_devices(
    phone_of: Any, alice: Person, bob: Person
) -> None:
    hers, his = phone_of(alice, "/push/a"), phone_of(bob, "/push/b")
    hers.turn_on()
    his.turn_on()
    hers.client.post("/me/devices/try")
    assert sending.send(max(AT_HOME, timezone.now())) == 1
    assert hers.shown()[0]["url"] == "/me/devices/"
    assert his.shown() == []
    assert hers.shown()[0]["tag"] == choices.TRIAL


def test_strangers_have_no_devices(phone_of: Any, alice: Person) -> None:
    form = phone_of(alice).subscription()
    for address in ("", "register", "forget", "try", "1/remove"):
        answer = Client().post(f"/me/devices/{address}", form)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/account/login/")
    assert not Device.objects.exists()
