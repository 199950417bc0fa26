"""Letters that tell what happened: merged, after a wait, never what may not or need not be told."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from parvis.journal.models import Entry
from parvis.mail import addresses, verbs
from parvis.mail.models import Choice, Letter, Preferences, Waiting
from parvis.mail.outgoing import gathering
from parvis.mail.outgoing.sending import Sender
from parvis.mail.tests.sink import Sink, body, sink
from parvis.notifications import muting
from parvis.notifications import verbs as notifications
from parvis.people.models import Person
from parvis.people.verbs import take_in
from parvis.posts.models import Post
from parvis.posts.verbs import comment, publish, react, remove
from parvis.spaces.models import Space
from parvis.spaces.verbs import ban, join, open_community, remove_member

pytestmark = pytest.mark.django_db

MAIL = "{}@corp.example"


@pytest.fixture
def people() -> dict[str, Person]:
    made = {}
    for handle in ("alice", "bob", "carla", "dan"):
        person = take_in(None, handle=handle, name=handle.title(), email=MAIL.format(handle))
        Preferences.objects.create(person=person, keeps_hours=False)
        made[handle] = person
    return made


@pytest.fixture
def box() -> Iterator[Sink]:
    with sink() as kept:
        yield kept


def wall(person: Person) -> Space:
    return Space.objects.get(owner=person, kind="wall")


def work(after: timedelta = timedelta(minutes=11)) -> None:
    """Tell, wait, gather, send: twice, since jobs may run twice."""
    for entry in Entry.objects.order_by("pk"):
        notifications.tell_of(entry)
    Waiting.objects.filter(due_at__isnull=False).update(due_at=timezone.now() - after)
    for _ in range(2):
        gathering.gather()
        Sender().run(5)


def test_two_comments_are_one_mail_in_the_thread(people: dict[str, Person], box: Sink) -> None:
    post = publish(people["alice"], wall(people["alice"]), "Who knows **this** pump?")
    first = comment(people["bob"], post, "I do. See /files for `more`.")
    second = comment(people["carla"], post, "Me too")
    work()
    (mail,) = box.messages
    assert box.to == ["alice@corp.example"]
    assert mail["Subject"] == "Re: Who knows this pump?"
    assert "Bob and Carla" in str(mail["From"])
    assert mail["References"] == f"<post.{post.pk}.{people['alice'].pk}@{addresses.domain()}>"
    assert mail["In-Reply-To"] == mail["References"]
    for kind in ("plain", "html"):
        words = body(mail, kind)
        assert "I do." in words
        assert "Me too" in words
        assert "Mute this thread" in words
    assert not Letter.objects.exclude(state="sent").exists()
    answer = addresses.read(str(mail["Reply-To"].addresses[0].addr_spec))
    assert answer is not None
    assert (answer.person, answer.post) == (people["alice"].pk, post.pk)
    assert first.pk != second.pk


def test_one_comment_is_answered_itself(people: dict[str, Person], box: Sink) -> None:
    post = publish(people["alice"], wall(people["alice"]), "Who knows?")
    only = comment(people["bob"], post, "I do")
    work()
    (mail,) = box.messages
    answer = addresses.read(str(mail["Reply-To"].addresses[0].addr_spec))
    assert answer is not None
    assert answer.post == only.pk
    assert mail["Message-ID"] == f"<post.{only.pk}.{people['alice'].pk}@{addresses.domain()}>"


def test_it_waits(people: dict[str, Person], box: Sink) -> None:
    post = publish(people["alice"], wall(people["alice"]), "Who knows?")
    comment(people["bob"], post, "I do")
    for entry in Entry.objects.all():
        notifications.tell_of(entry)
    gathering.gather()
    Sender().run(5)
    assert box.raw == []
    assert Waiting.objects.filter(due_at__gt=timezone.now()).count() == 1


def test_what_was_read_meanwhile_is_not_sent(people: dict[str, Person], box: Sink) -> None:
    post = publish(people["alice"], wall(people["alice"]), "Who knows?")
    comment(people["bob"], post, "Read on the site")
    for entry in Entry.objects.all():
        notifications.tell_of(entry)
    notifications.mark_thread_read(people["alice"], post.pk)
    comment(people["carla"], post, "Not yet read")
    work()
    (mail,) = box.messages
    assert "Not yet read" in body(mail, "plain")
    assert "Read on the site" not in body(mail, "plain")
    notifications.mark_read(people["alice"])
    work()
    assert len(box.raw) == 1


def test_read_between_gathering_and_sending(people: dict[str, Person], box: Sink) -> None:
    post = publish(people["alice"], wall(people["alice"]), "Who knows?")
    comment(people["bob"], post, "Secret of the moment")
    for entry in Entry.objects.all():
        notifications.tell_of(entry)
    Waiting.objects.update(due_at=timezone.now())
    gathering.gather()
    notifications.mark_read(people["alice"])
    Sender().run(5)
    assert box.raw == []
    assert Letter.objects.get().state == Letter.State.DROPPED


def test_what_was_removed_is_not_sent(people: dict[str, Person], box: Sink) -> None:
    post = publish(people["alice"], wall(people["alice"]), "Who knows?")
    gone = comment(people["bob"], post, "Regretted")
    comment(people["carla"], post, "Kept")
    remove(people["bob"], gone)
    work()
    (mail,) = box.messages
    assert "Kept" in body(mail, "plain")
    assert "Regretted" not in body(mail, "plain") + body(mail, "html")


def secret(people: dict[str, Person]) -> tuple[Space, Post]:
    space = open_community(people["alice"], name="Plans", visibility="secret")
    for handle in ("bob", "carla"):
        _member(space, people[handle])
    post = publish(people["bob"], space, "The merger, @carla")
    return space, post


def _member(space: Space, person: Person) -> None:
    from parvis.spaces.models import Subscription

    Subscription.objects.create(space=space, person=person, level="all")


def test_ladder(people: dict[str, Person], box: Sink) -> None:
    """Stranger, reader, member, manager: only who may read gets it; a mention is no key."""
    space, _post = secret(people)
    publish(people["bob"], space, "For @dan and @alice and @carla")
    work()
    assert sorted(set(box.to)) == ["alice@corp.example", "carla@corp.example"]


def test_who_lost_the_right_meanwhile_gets_nothing(people: dict[str, Person], box: Sink) -> None:
    space, _post = secret(people)
    for entry in Entry.objects.all():
        notifications.tell_of(entry)
    remove_member(people["alice"], space, people["carla"])
    work()
    assert "carla@corp.example" not in box.to


def test_a_leaver_gets_nothing(people: dict[str, Person], box: Sink) -> None:
    post = publish(people["alice"], wall(people["alice"]), "Who knows?")
    comment(people["bob"], post, "I do")
    for entry in Entry.objects.all():
        notifications.tell_of(entry)
    Person.objects.filter(handle="alice").update(is_active=False)
    work()
    assert box.raw == []


def test_who_may_not_answer_is_not_asked_to(people: dict[str, Person], box: Sink) -> None:
    space = open_community(people["alice"], name="Open")
    join(people["bob"], space)
    join(people["carla"], space)
    publish(people["bob"], space, "Hello @carla")
    ban(people["alice"], space, people["carla"])
    work()
    (mail,) = box.messages
    assert mail["Reply-To"] is None
    assert "reply+" not in body(mail, "html")
    assert "/mail/react/" not in body(mail, "html")


def test_many_threads_are_one_mail(people: dict[str, Person], box: Sink) -> None:
    for number in range(5):
        post = publish(people["alice"], wall(people["alice"]), f"Question {number}")
        comment(people["bob"], post, f"Answer {number}")
    work()
    (mail,) = box.messages
    assert "5" in mail["Subject"]
    assert all(f"Answer {n}" in body(mail, "plain") for n in range(5))


def test_kinds_and_places_are_as_chosen(people: dict[str, Person], box: Sink) -> None:
    verbs.set_preferences(people["alice"], kinds={"comment": "off", "reaction": "now"})
    post = publish(people["alice"], wall(people["alice"]), "Who knows?")
    comment(people["bob"], post, "Not by mail")
    react(people["carla"], post, "love")
    work()
    (mail,) = box.messages
    assert "Carla" in mail["Subject"]
    assert "Not by mail" not in body(mail, "html")
    Choice.objects.create(
        person=people["bob"], space=wall(people["alice"]), delivery=Choice.Delivery.NOTHING
    )
    comment(people["carla"], post, "@bob look")
    work()
    assert "bob@corp.example" not in box.to


def test_a_muted_thread_is_silent_but_for_mentions(people: dict[str, Person], box: Sink) -> None:
    post = publish(people["alice"], wall(people["alice"]), "Who knows?")
    comment(people["bob"], post, "First")
    for entry in Entry.objects.all():
        notifications.tell_of(entry)
    muting.mute(people["alice"], post)
    comment(people["bob"], post, "Second")
    work()
    assert box.raw == []
    comment(people["bob"], post, "@alice please")
    work()
    (mail,) = box.messages
    assert "please" in body(mail, "plain")
    assert "Second" not in body(mail, "plain")
