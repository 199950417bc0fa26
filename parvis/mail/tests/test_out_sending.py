"""Sending: each letter once, whatever happens in the middle; lists, announcements, hours."""

import re
import smtplib
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from parvis import access
from parvis.journal.models import Entry
from parvis.mail import addresses, links, verbs
from parvis.mail.incoming.models import Failure
from parvis.mail.models import Choice, Letter, Mailing, Preferences
from parvis.mail.outgoing import hours, lists, relay
from parvis.mail.outgoing.sending import ClaimLost, Sender
from parvis.mail.tests.sink import Sink, body, sink
from parvis.people.models import Person
from parvis.people.verbs import take_in
from parvis.posts.models import Post
from parvis.posts.verbs import comment, publish, remove
from parvis.spaces.models import Space
from parvis.spaces.verbs import join, leave, open_community

pytestmark = pytest.mark.django_db


@pytest.fixture
def box() -> Iterator[Sink]:
    with sink() as kept:
        yield kept


@pytest.fixture
def people() -> list[Person]:
    made = []
    for number in range(6):
        person = take_in(
            None, handle=f"p{number}", name=f"Person {number}", email=f"p{number}@corp.example"
        )
        Preferences.objects.create(person=person, keeps_hours=False)
        made.append(person)
    return made


@pytest.fixture
def place(people: list[Person]) -> Space:
    space = open_community(people[0], name="Quality")
    for person in people[1:]:
        join(person, space)
    return space


def spread() -> None:
    for entry in Entry.objects.filter(verb__in=["post.published", "post.commented"]):
        lists.spread(entry)
        lists.spread(entry)


def announce(actor: Person, post: Post) -> Mailing:
    mailing = verbs.announce(actor, post)
    while lists.write_some(mailing):
        pass
    mailing.refresh_from_db()
    return mailing


def test_a_list_brings_every_post_as_a_thread(
    people: list[Person], place: Space, box: Sink
) -> None:
    verbs.choose(people[1], place, Choice.Delivery.LIST)
    post = publish(people[2], place, "The *new* pump", title="Pumps")
    answer = comment(people[3], post, "At last")
    comment(people[1], post, "My own comes to others only")
    spread()
    Sender().run(5)
    first, second = box.messages
    assert set(box.to) == {"p1@corp.example"}
    assert [m["Subject"] for m in (first, second)] == ["Pumps", "Re: Pumps"]
    assert second["In-Reply-To"] == first["Message-ID"]
    assert second["References"] == first["Message-ID"]
    assert first["List-Id"] == f'"Quality" <quality.{addresses.domain()}>'
    assert first["List-Post"] == f"<mailto:{addresses.post_address(place)}>"
    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert first["Auto-Submitted"] == "auto-generated"
    assert "The *new* pump" in body(first, "plain")
    assert "<em" in body(first, "html")
    assert answer.pk


def test_a_list_ends_with_the_right_to_read(people: list[Person], box: Sink) -> None:
    space = open_community(people[0], name="Closed", visibility="closed")
    post = publish(people[0], space, "Inside")
    Choice.objects.create(person=people[1], space=space, delivery=Choice.Delivery.LIST)
    spread()
    assert not Letter.objects.exists()
    Letter.objects.create(person=people[1], kind="post", key=f"post:{post.pk}", post=post)
    Sender().run(5)
    assert box.raw == []
    assert Letter.objects.get().state == Letter.State.DROPPED


def test_an_announcement_reaches_each_member_once(
    people: list[Person], place: Space, box: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "BATCH", 2)
    verbs.choose(people[1], place, Choice.Delivery.LIST)
    leave(people[5], place)
    verbs.set_preferences(people[4], kinds={"announcement": "off"})
    post = publish(people[0], place, "Everybody, listen")
    spread()
    mailing = announce(people[0], post)
    announce(people[0], post)
    Sender().run(5)
    Sender().run(5)
    assert sorted(box.to) == [f"p{n}@corp.example" for n in (1, 2, 3)]
    assert mailing.letters == 2
    assert mailing.done_at is not None


def test_who_may_announce(people: list[Person], place: Space) -> None:
    post = publish(people[1], place, "Hello")
    with pytest.raises(access.Forbidden):
        verbs.announce(people[1], post)
    guest = take_in(None, handle="guest", name="Guest", kind="guest")
    with pytest.raises(access.NotVisible):
        verbs.announce(guest, post)


def test_a_post_removed_amid_its_announcement(
    people: list[Person], place: Space, box: Sink
) -> None:
    post = publish(people[0], place, "Wrong figures")
    announce(people[0], post)
    remove(people[0], post)
    Sender().run(5)
    assert box.raw == []
    assert set(Letter.objects.values_list("state", flat=True)) == {"dropped"}


def test_killed_before_the_dot_it_is_sent_anew(
    people: list[Person], place: Space, box: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All but the last line was sent and the worker is gone: the relay took nothing."""
    post = publish(people[0], place, "Once")
    Letter.objects.create(person=people[1], kind="post", key=f"post:{post.pk}", post=post)

    def killed(self: Sender, letter: Letter) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Sender, "_note", killed)
        patch.setattr(Sender, "_let_go", lambda self: None)
        with pytest.raises(KeyboardInterrupt):
            Sender().run(5)
    Sender().run(5)
    assert box.raw == []  # still claimed by the dead
    Letter.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    Sender().run(5)
    assert len(box.raw) == 1


def test_noted_and_killed_it_is_not_sent_twice(
    people: list[Person], place: Space, box: Sink
) -> None:
    post = publish(people[0], place, "Once")
    letter = Letter.objects.create(person=people[1], kind="post", key="post:1", post=post)
    sender = Sender()
    assert sender._claimed() == [letter]
    sender._note(letter)
    Letter.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    Sender().run(5)
    assert box.raw == []


def test_whose_claim_is_lost_sends_nothing(people: list[Person], place: Space, box: Sink) -> None:
    post = publish(people[0], place, "Once")
    letter = Letter.objects.create(person=people[1], kind="post", key="post:1", post=post)
    slow = Sender()
    slow._claimed()
    Letter.objects.update(claim=uuid.uuid4())
    with pytest.raises(ClaimLost):
        slow._note(letter)


def test_refusals(people: list[Person], place: Space, box: Sink) -> None:
    box.answer = {
        "p1@corp.example": "550 no such mailbox",
        "p2@corp.example": "451 come back later",
    }
    post = publish(people[0], place, "Hello")
    announce(people[0], post)
    Sender().run(5)
    states = dict(Letter.objects.values_list("person__handle", "state"))
    assert states == {
        "p1": "failed", "p2": "waiting", "p3": "sent", "p4": "sent", "p5": "sent"
    }  # fmt: skip
    later = Letter.objects.get(person=people[2])
    assert later.due_at > timezone.now()
    assert "451" in later.note
    box.answer = {}
    Letter.objects.filter(pk=later.pk).update(due_at=timezone.now())
    Sender().run(5)
    assert box.to.count("p2@corp.example") == 1


def test_an_address_that_the_relay_keeps_refusing_is_paused(
    people: list[Person], place: Space, box: Sink
) -> None:
    box.answer = {"p1@corp.example": "550 5.1.1 no such mailbox"}
    for number in range(3):
        post = publish(people[0], place, f"Try {number}")
        Letter.objects.create(person=people[1], kind="post", key=f"post:{post.pk}", post=post)
        Sender().run(5)
        if number == 1:
            Failure.objects.update(at=timezone.now() - timedelta(days=2))
    row = Preferences.objects.get(person=people[1])
    assert row.refused_at is not None
    assert "no such mailbox" in row.refused_why
    box.answer = {}
    mailing = announce(people[0], publish(people[0], place, "Hello"))
    Sender().run(5)
    assert "p1@corp.example" not in box.to
    assert mailing.letters == 4


def test_each_way_to_stop_does_the_same(
    people: list[Person], place: Space, box: Sink, client: Client
) -> None:
    """The address beside the link in List-Unsubscribe is genuine, and ends the same mail."""
    announce(people[0], publish(people[0], place, "Hello"))
    Sender().run(5)
    mail = next(m for m in box.messages if "p1@" in str(m["To"]))
    link, address = re.findall(r"<([^>]+)>", str(mail["List-Unsubscribe"]))
    answer = addresses.read(address.removeprefix("mailto:").partition("?")[0])
    assert answer is not None
    assert answer.purpose is addresses.Purpose.STOP
    assert answer.person == people[1].pk
    verbs.stop(people[1], links.of_answer(people[1], answer.kinds or 0))
    assert Preferences.objects.get(person=people[1]).kinds == {"announcement": "off"}
    Preferences.objects.filter(person=people[1]).update(kinds={})
    client.post(re.sub(r"https?://[^/]+", "", link), {"List-Unsubscribe": "One-Click"})
    assert Preferences.objects.get(person=people[1]).kinds == {"announcement": "off"}


def test_a_new_post_calls_for_its_list(people: list[Person], place: Space) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    publish(people[0], place, "Nobody reads this as a list")
    assert not ProcrastinateJob.objects.filter(task_name="mail.spread").exists()
    verbs.choose(people[1], place, Choice.Delivery.LIST)
    publish(people[0], place, "Somebody does")
    assert ProcrastinateJob.objects.filter(task_name="mail.spread").count() == 1


def test_a_letter_refused_after_the_dot_waits(
    people: list[Person], place: Space, box: Sink
) -> None:
    box.answer = {"DATA": "452 disk full"}
    post = publish(people[0], place, "Hello")
    Letter.objects.create(person=people[1], kind="post", key="post:1", post=post)
    Sender().run(5)
    letter = Letter.objects.get()
    assert (letter.state, letter.sent_at, letter.attempts) == ("waiting", None, 1)


def test_without_a_relay_everything_waits(people: list[Person], place: Space) -> None:
    post = publish(people[0], place, "Hello")
    Letter.objects.create(person=people[1], kind="post", key="post:1", post=post)
    with sink():
        pass
    from django.test import override_settings

    options = {"host": "127.0.0.1", "port": 1}
    mailers = {"default": {"BACKEND": relay.__name__ + ".EmailBackend", "OPTIONS": options}}
    with override_settings(MAILERS=mailers), pytest.raises(OSError):  # noqa: PT011
        Sender().run(5)
    letter = Letter.objects.get()
    assert (letter.state, letter.claim, letter.attempts) == ("waiting", None, 0)


def test_one_bad_letter_does_not_stop_the_others(
    people: list[Person], place: Space, box: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = publish(people[0], place, "Hello")
    announce(people[0], post)
    Letter.objects.filter(person=people[1]).update(kind="news", about={"lines": "broken"})
    Sender().run(5)
    assert len(box.raw) == 4
    assert Letter.objects.get(person=people[1]).attempts == 1


def test_lines_that_begin_with_a_dot_arrive_whole(
    people: list[Person], place: Space, box: Sink
) -> None:
    post = publish(people[0], place, ".\n\n.hidden\n\nend")
    Letter.objects.create(person=people[1], kind="post", key="post:1", post=post)
    Sender().run(5)
    (mail,) = box.messages
    assert ".\n\n.hidden\n\nend" in body(mail, "plain")


def test_evening_mail_waits_for_the_morning(
    people: list[Person], place: Space, box: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    night = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)
    Preferences.objects.update(keeps_hours=True)
    Person.objects.update(time_zone="Europe/Paris")
    Choice.objects.create(person=people[2], space=place, delivery=Choice.Delivery.LIST, urgent=True)
    verbs.choose(people[1], place, Choice.Delivery.LIST)
    publish(people[0], place, "Late thought")
    spread()
    Letter.objects.update(due_at=night - timedelta(hours=1))
    monkeypatch.setattr(timezone, "now", lambda: night)
    Sender().run(5)
    assert box.to == ["p2@corp.example"]
    waiting = Letter.objects.get(person=people[1])
    assert waiting.due_at == datetime(2026, 11, 25, 7, 0, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: waiting.due_at)
    Sender().run(5)
    assert box.to == ["p2@corp.example", "p1@corp.example"]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-24T10:00", None),
        ("2026-11-24T07:59", "2026-11-24T08:00"),
        ("2026-11-24T18:30", "2026-11-25T08:00"),
        ("2026-11-27T20:00", "2026-11-30T08:00"),  # Friday evening
        ("2026-03-28T20:00", "2026-03-30T08:00"),  # clocks go forward in between
    ],
)
def test_working_hours(now: str, expected: str | None) -> None:
    zone = ZoneInfo("Europe/Paris")
    moment = datetime.fromisoformat(now).replace(tzinfo=zone)
    later = hours.postponed(Preferences(), zone, moment)
    assert (later and later.strftime("%Y-%m-%dT%H:%M")) == expected


def test_hours_over_midnight() -> None:
    zone = ZoneInfo("Europe/Paris")
    shift = Preferences(work_from=time(22), work_until=time(6), work_days=[0])
    tuesday = datetime(2026, 11, 24, 5, 0, tzinfo=zone)
    assert hours.postponed(shift, zone, tuesday) is None
    assert hours.postponed(shift, zone, tuesday + timedelta(hours=2)) is not None
    assert hours.postponed(Preferences(work_days=[]), zone, tuesday) is None


def test_the_library_quotes_dots_as_we_do() -> None:
    """Ours differs from the standard library's in nothing but the moment before the dot."""
    quoted = smtplib._quote_periods(b".a\r\n..b\r\nc")  # type: ignore[attr-defined]
    assert quoted == b"..a\r\n...b\r\nc"
