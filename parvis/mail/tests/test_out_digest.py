"""The summary: few things, at one's hour, not for who was just here, rarer for who never comes."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from parvis.feed.models import Visit
from parvis.mail import verbs
from parvis.mail.models import Choice, Letter, Preferences
from parvis.mail.outgoing import digests
from parvis.mail.outgoing.sending import Sender
from parvis.mail.tests.sink import Sink, body, sink
from parvis.people.models import Person
from parvis.people.verbs import take_in
from parvis.posts.models import Post
from parvis.posts.verbs import publish, remove
from parvis.posts.verbs.writing import History
from parvis.spaces.models import Space
from parvis.spaces.verbs import join, open_community

pytestmark = pytest.mark.django_db

# A Monday, 8:05 in Paris.
MONDAY = datetime(2026, 11, 23, 7, 5, tzinfo=UTC)


@pytest.fixture
def box() -> Iterator[Sink]:
    with sink() as kept:
        yield kept


@pytest.fixture
def reader() -> Person:
    person = take_in(
        None, handle="reader", name="Reader", email="reader@corp.example", skills=["Pumps"]
    )
    person.time_zone = "Europe/Paris"
    person.joined_at = MONDAY - timedelta(days=30)
    person.save()
    return person


@pytest.fixture
def writer() -> Person:
    return take_in(None, handle="writer", name="Writer")


@pytest.fixture
def place(reader: Person, writer: Person) -> Space:
    space = open_community(writer, name="Quality")
    join(reader, space)
    return space


def wrote(writer: Person, space: Space, words: str, days: float = 1) -> Post:
    return publish(writer, space, words, history=History(MONDAY - timedelta(days=days)))


def send(now: datetime, monkeypatch: pytest.MonkeyPatch) -> int:
    written = digests.write(now)
    with monkeypatch.context() as patch:
        patch.setattr(timezone, "now", lambda: now)
        Sender().run(5)
    return written


def test_it_comes_once_at_the_hour(
    reader: Person, writer: Person, place: Space, box: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrote(writer, place, "We measured again")
    assert send(MONDAY - timedelta(hours=1), monkeypatch) == 0
    assert send(MONDAY - timedelta(days=1), monkeypatch) == 0
    assert send(MONDAY, monkeypatch) == 1
    assert send(MONDAY + timedelta(minutes=15), monkeypatch) == 0
    (mail,) = box.messages
    assert "We measured again" in body(mail, "plain")
    assert "Because you are in Quality" in body(mail, "html")
    assert "One-Click" in mail["List-Unsubscribe-Post"]
    row = Preferences.objects.get(person=reader)
    assert (row.digest_at, row.unopened) == (MONDAY, 0)


def test_ten_things_in_two_minutes(
    reader: Person, writer: Person, place: Space, box: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(30):
        wrote(writer, place, f"Number {number} " + "word " * 300)
    send(MONDAY, monkeypatch)
    (mail,) = box.messages
    text = body(mail, "plain")
    words = [word for word in text.split() if "http" not in word]
    assert text.count("Number ") == 10
    assert len(words) < 500


def test_nothing_new_is_no_mail(
    reader: Person, place: Space, box: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert send(MONDAY, monkeypatch) == 1
    assert box.raw == []
    assert not Preferences.objects.filter(person=reader, digest_at__isnull=False).exists()


def test_not_for_who_was_just_here(
    reader: Person, writer: Person, place: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrote(writer, place, "News")
    Visit.objects.create(person=reader, seen_at=MONDAY - timedelta(hours=20))
    assert digests.write(MONDAY) == 0
    Visit.objects.update(seen_at=MONDAY - timedelta(days=3))
    assert digests.write(MONDAY) == 1


def test_what_one_has_seen_since_is_left_out(
    reader: Person, writer: Person, place: Space, box: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrote(writer, place, "Before the visit", days=4)
    wrote(writer, place, "After the visit", days=1)
    Visit.objects.create(person=reader, seen_at=MONDAY - timedelta(days=3))
    send(MONDAY, monkeypatch)
    (mail,) = box.messages
    assert "After the visit" in body(mail, "plain")
    assert "Before the visit" not in body(mail, "plain")


def test_daily_on_working_days(
    reader: Person, writer: Person, place: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    verbs.set_preferences(reader, digest="daily")
    assert digests.write(MONDAY) == 1
    assert digests.write(MONDAY + timedelta(days=1)) == 1
    assert digests.write(MONDAY + timedelta(days=5)) == 0
    verbs.set_preferences(reader, digest="never")
    assert digests.write(MONDAY + timedelta(days=2)) == 0


def test_rarer_for_who_never_comes_and_it_says_so(
    reader: Person, writer: Person, place: Space, box: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = []
    for week in range(16):
        now = MONDAY + timedelta(weeks=week)
        publish(writer, place, f"Week {week}", history=History(now - timedelta(hours=3)))
        before = len(box.raw)
        send(now, monkeypatch)
        sent.append(len(box.raw) - before)
    assert sent[:5] == [1, 1, 1, 1, 1]
    assert sum(sent[5:9]) == 1
    said = [n for n, mail in enumerate(box.messages) if "less often" in body(mail, "html")]
    assert said
    Visit.objects.create(person=reader, seen_at=MONDAY + timedelta(weeks=17))
    now = MONDAY + timedelta(weeks=20)
    publish(writer, place, "Again", history=History(now - timedelta(hours=3)))
    send(now, monkeypatch)
    assert Preferences.objects.get(person=reader).unopened == 0


def test_what_may_not_be_seen_is_not_in_it(
    reader: Person, writer: Person, place: Space, box: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = open_community(writer, name="Plans", visibility="secret")
    wrote(writer, secret, "The merger")
    gone = wrote(writer, place, "Taken back")
    remove(writer, gone)
    wrote(writer, place, "For all")
    quiet = open_community(writer, name="Quiet")
    join(reader, quiet)
    Choice.objects.create(person=reader, space=quiet, delivery=Choice.Delivery.NOTHING)
    wrote(writer, quiet, "Unwanted")
    send(MONDAY, monkeypatch)
    (mail,) = box.messages
    words = body(mail, "plain") + body(mail, "html")
    assert "For all" in words
    assert not any(text in words for text in ("The merger", "Taken back", "Unwanted"))


def test_it_is_chosen_for_the_person(
    reader: Person, writer: Person, place: Space, box: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(20):
        wrote(writer, place, f"Chat {number}", days=0.5)
    wrote(writer, place, "Whoever knows #pumps, help", days=5)
    wrote(writer, place, "Ask @reader", days=5)
    send(MONDAY, monkeypatch)
    words = body(box.messages[0], "plain")
    assert "help" in words
    assert "Because you know about pumps" in words
    assert words.index("Ask @reader") < words.index("Chat")


def test_a_summary_killed_on_its_way_comes_still(
    reader: Person, writer: Person, place: Space, box: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrote(writer, place, "Do not lose me")
    digests.write(MONDAY)

    def killed(self: Sender, letter: Letter) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(timezone, "now", lambda: MONDAY)
        with monkeypatch.context() as dying:
            dying.setattr(Sender, "_note", killed)
            with pytest.raises(KeyboardInterrupt):
                Sender().run(5)
        Sender().run(5)
    assert len(box.raw) == 1
