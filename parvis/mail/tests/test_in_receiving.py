"""Mail in: by mail one does what one may do on the page, and nothing else, once."""

import base64
import io
from collections import Counter
from datetime import timedelta
from pathlib import Path
from unittest import mock

import pytest
from django.core import mail as outbox
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from parvis.mail import addresses
from parvis.mail.incoming import failures, keeping, notices, senders
from parvis.mail.incoming.models import Failure, Notice, Original, Received
from parvis.mail.incoming.receiving import receive
from parvis.mail.models import Choice, Preferences
from parvis.mail.tests.mails import PNG, came, mail
from parvis.notifications.muting import is_muted
from parvis.people.models import Person
from parvis.people.verbs import take_in
from parvis.posts import pace
from parvis.posts.models import Post, Reaction
from parvis.posts.verbs import publish, remove
from parvis.spaces.models import Space
from parvis.spaces.verbs import ban, join, open_community

SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "data" / "mail" / "broken"
pytestmark = pytest.mark.django_db


class World:
    """Alice opened a community and asked something; Bob is in it, Carla is not, Dan has left."""

    def __init__(self, settings: object) -> None:
        settings.DEFAULT_FROM_EMAIL = "Parvis <parvis@net.example>"  # type: ignore[attr-defined]
        settings.MAIL_DOMAIN = "net.example"  # type: ignore[attr-defined]
        settings.MAIL_UNPROVEN = "accept"  # type: ignore[attr-defined]
        self.alice, self.bob, self.carla, self.dan = (
            take_in(None, handle=handle, name=handle.title(), email=f"{handle}@corp.example")
            for handle in ("alice", "bob", "carla", "dan")
        )
        Person.objects.filter(pk=self.dan.pk).update(is_active=False)
        self.space = open_community(self.alice, name="Pumps")
        join(self.bob, self.space)
        self.post = publish(self.alice, self.space, "Who knows this pump?")

    def reply(self, person: Person | None = None, post: Post | None = None) -> str:
        """The address by which somebody answers."""
        return addresses.reply_address(person or self.bob, post or self.post)

    @property
    def address(self) -> str:
        """The community's."""
        return addresses.post_address(self.space)


@pytest.fixture
def world(settings: object) -> World:
    return World(settings)


BOB = "Bob Stone <bob@corp.example>"


def comments(world: World) -> list[str]:
    return list(
        Post.objects.filter(thread=world.post).order_by("pk").values_list("source", flat=True)
    )


def test_an_answer_is_a_comment_without_what_it_quotes(world: World) -> None:
    text = (
        "I do, it is a P3.\n\nBob\n\nOn Mon, 4 Jan 2016 at 18:32, Parvis <p@net.example> wrote:\n"
        "> Who knows this pump?\n"
    )
    outcome = came(mail(BOB, world.reply(), text))
    assert (outcome.state, outcome.reason) == ("taken", "commented")
    assert outcome.post is not None
    assert comments(world) == ["I do, it is a P3.\n\nBob"]
    assert outcome.post.author == world.bob
    whole = Original.objects.get(post=outcome.post)
    assert "> Who knows this pump?" in whole.text


def test_an_answer_to_a_comment_stands_under_it(world: World) -> None:
    first = came(mail(BOB, world.reply(), "I do")).post
    assert first is not None
    answer = came(mail("alice@corp.example", world.reply(world.alice, first), "Which?")).post
    assert answer is not None
    assert answer.reply_to == first


def test_the_same_again_makes_no_second_post(world: World) -> None:
    raw = mail(BOB, world.reply(), "I do", message_id="<one@pc>")
    assert came(raw).state == "taken"
    for _ in range(3):
        again = came(raw)
        assert again.again
        assert again.state == "taken"
    without_id = raw.replace(b"Message-ID: <one@pc>\n", b"")
    assert came(b"Received: from a\n\tby b\n" + without_id).state == "taken"
    assert came(b"Received: from c\n" + without_id).again
    assert len(comments(world)) == 2


def test_a_mail_to_a_community_is_a_post(world: World) -> None:
    raw = mail(BOB, world.address, "It leaks.\n\n-- \nBob Stone", subject="Fwd: [Pumps] Pump 3")
    made = came(raw).post
    assert made is not None
    assert (made.title, made.source, made.space, made.author) == (
        "Pump 3",
        "It leaks.",
        world.space,
        world.bob,
    )


def test_files_and_inline_pictures_come_along(world: World) -> None:
    html = '<p>See <img src="cid:pic@x"> and <b>read</b></p>'
    raw = mail(BOB, world.address, html=html, files=[("notes.txt", "text/plain", b"Notes\n")])
    picture = (
        b'Content-Type: image/png; name="pump.png"\nContent-Disposition: inline\n'
        b"Content-ID: <pic@x>\nContent-Transfer-Encoding: base64\n\n" + base64.encodebytes(PNG)
    )
    boundary = raw.split(b'boundary="')[1].split(b'"')[0]
    raw = raw.replace(b"--" + boundary + b"--", b"--%s\n%s--%s--" % (boundary, picture, boundary))
    made = came(raw).post
    assert made is not None
    assert made.source == "See and **read**"
    assert sorted(made.files.values_list("name", flat=True)) == ["notes.txt", "pump.png"]


def test_a_picture_of_what_is_quoted_stays_away(world: World) -> None:
    text = "Yes.\n\nOn 4 Jan 2016, at 18:32, Parvis wrote:\n> [cid:logo@x]\n> Who?\n"
    raw = mail(BOB, world.reply(), text, files=[("x.png", "image/png", PNG)]).replace(
        b"Content-Disposition: attachment", b"Content-ID: <logo@x>\nContent-Disposition: inline"
    )
    made = came(raw).post
    assert made is not None
    assert not made.files.exists()


def test_a_refused_file_does_not_hold_up_the_words(world: World) -> None:
    fake = ("fake.png", "image/png", b"\x89PNG\r\n\x1a\nbroken")
    made = came(mail(BOB, world.reply(), "See", files=[fake])).post
    assert made is not None
    assert not made.files.exists()
    assert Notice.objects.get().reason == "files"


@pytest.mark.parametrize(
    ("text", "kept"),
    [("+1", "like"), ("👍", "like"), ("❤️\n\nSent from my iPhone", "love"), ("🎉", "🎉")],
)
def test_a_lone_emoji_is_a_reaction(world: World, text: str, kept: str) -> None:
    quoted = f"{text}\n\nOn 4 Jan 2016, at 18:32, Parvis wrote:\n> Who?\n"
    assert came(mail(BOB, world.reply(), quoted)).reason == "reacted"
    assert Reaction.objects.get(post=world.post, person=world.bob).emoji == kept
    # The same again, in another mail, takes nothing back.
    assert came(mail(BOB, world.reply(), quoted, message_id="<two@pc>")).reason == "reacted"
    assert Reaction.objects.filter(post=world.post).count() == 1
    assert comments(world) == []


def test_stop_mutes(world: World) -> None:
    assert came(mail(BOB, world.reply(), "Stop.")).reason == "muted"
    assert is_muted(world.bob, world.post)
    space = addresses.mute_address(world.bob, world.space)
    assert came(mail(BOB, space, "", subject="STOP")).reason == "muted"
    assert Choice.objects.get(person=world.bob).delivery == Choice.Delivery.NOTHING
    assert comments(world) == []


def test_tokens_are_of_one_person(world: World) -> None:
    for sender in ("carla@corp.example", "Bob <bob@elsewhere.example>", ""):
        assert came(mail(sender, world.reply(), f"I am {sender}")).reason == "other"
    two = mail("bob@corp.example, carla@corp.example", world.reply(), "Us")
    assert came(two).reason == "other"
    assert comments(world) == []


def test_a_forged_or_old_address_makes_no_post(world: World) -> None:
    address = world.reply()
    token = address.split("+")[1].split("@")[0]
    forged = address.replace(token, token[:-4] + ("aaaa" if token[-4:] != "aaaa" else "bbbb"))
    assert came(mail(BOB, forged, "x")).reason == "forged"
    with mock.patch.object(timezone, "now", return_value=timezone.now() + timedelta(days=200)):
        assert came(mail(BOB, address, "y")).reason == "expired"
    assert comments(world) == []


def test_a_leaver_and_a_stranger_do_not_come_in(world: World) -> None:
    address = addresses.reply_address(world.dan, world.post)
    assert came(mail("dan@corp.example", address, "x")).reason == "leaver"
    assert came(mail("dan@corp.example", world.address, "x")).reason == "leaver"
    assert came(mail("eve@elsewhere.example", world.address, "x")).reason == "unknown"
    assert Post.objects.filter(space=world.space).count() == 1


def test_the_rule_is_that_of_the_page(world: World) -> None:
    assert came(mail("carla@corp.example", world.address, "x")).reason == "forbidden"
    ban(world.alice, world.space, world.bob)
    assert came(mail(BOB, world.reply(), "x")).reason == "forbidden"
    remove(world.alice, world.post)
    assert came(mail("alice@corp.example", world.reply(world.alice), "x")).reason == "gone"
    secret = open_community(world.alice, name="Quiet", visibility=Space.Visibility.SECRET)
    hidden = came(mail("carla@corp.example", addresses.post_address(secret), "x"))
    assert hidden.reason == "gone"


def test_nobody_is_told_that_a_secret_place_exists(world: World) -> None:
    secret = open_community(world.alice, name="Quiet", visibility=Space.Visibility.SECRET)
    there = came(mail("carla@corp.example", addresses.post_address(secret), "x"))
    nowhere = came(mail("carla@corp.example", "no-such@net.example", "x"))
    assert there.state == nowhere.state == "refused"


def test_an_empty_answer_is_turned_down(world: World) -> None:
    assert came(mail(BOB, world.reply(), "\n")).reason == "empty"


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"Auto-Submitted": "auto-replied"}, "automatic"),
        ({"Precedence": "bulk"}, "automatic"),
        ({"X-Autoreply": "yes"}, "automatic"),
        ({"List-Id": "<pumps.lists.example>"}, "list"),
        ({"X-Loop": "notice@net.example"}, "loop"),
    ],
)
def test_programs_get_no_answer(world: World, headers: dict[str, str], reason: str) -> None:
    raw = mail(BOB, world.reply(), "I am away", headers=headers)
    outcome = came(raw)
    assert (outcome.state, outcome.reason) == ("ignored", reason)
    nobody = mail("eve@elsewhere.example", world.address, "away", headers=headers)
    assert came(nobody).state == "ignored"
    assert comments(world) == []
    assert not Notice.objects.exists()


def test_vacations_loops_and_null_senders_are_ignored(world: World) -> None:
    for subject in ("Automatic reply: news", "Réponse automatique : news", "Abwesenheitsnotiz"):
        assert came(mail(BOB, world.reply(), "Away", subject=subject)).reason == "automatic"
    assert came(mail(BOB, world.reply(), "x"), envelope_sender="").reason == "automatic"
    assert came(mail("parvis@net.example", world.address, "x")).reason == "loop"
    own = f"<post.{world.post.pk}.{world.bob.pk}@net.example>"
    assert came(mail(BOB, world.reply(), "x", message_id=own)).reason == "loop"
    hops = b"Received: from a by b\n" * 60
    assert came(hops + mail(BOB, world.reply(), "y")).reason == "loop"
    assert comments(world) == []
    assert not Notice.objects.exists()


def test_the_sender_is_told_politely_and_rarely(world: World) -> None:
    for number in range(20):
        came(mail("eve@elsewhere.example", world.address, f"Hello {number}"))
    assert Notice.objects.count() == notices.A_DAY_EACH
    jobs = ProcrastinateJob.objects.filter(task_name="mail.write_notice")
    assert jobs.count() == notices.A_DAY_EACH
    outbox.outbox = []
    notices.write(**jobs[0].args)
    (told,) = outbox.outbox
    assert told.to == ["eve@elsewhere.example"]
    assert "We know nobody here" in told.body
    assert told.extra_headers["Auto-Submitted"] == "auto-replied"
    assert told.extra_headers["In-Reply-To"].endswith("@pc>")


def test_a_notice_is_in_the_persons_language(world: World) -> None:
    Person.objects.filter(pk=world.carla.pk).update(locale="fr")
    outbox.outbox = []
    notices.write("carla@corp.example", "forbidden", "", [], "Pompe", "<a@pc>")
    assert outbox.outbox[0].body.startswith("Bonjour Carla")


def test_what_the_trusted_relay_says_is_believed(world: World, settings: object) -> None:
    settings.MAIL_TRUSTED_RELAY = "mx.corp.example"  # type: ignore[attr-defined]
    results = "mx.corp.example; dmarc={} header.from=corp.example; spf=none"

    def answer(value: str, number: int) -> str:
        headers = {"Authentication-Results": value}
        return came(mail(BOB, world.reply(), f"{number}", headers=headers)).reason

    assert answer(results.format("fail"), 1) == "unsure"
    assert answer(results.format("pass"), 2) == "commented"
    assert answer(results.format("none"), 3) == "commented"
    assert answer(results.format("fail") + "; arc=pass", 4) == "commented"
    # What somebody else says is nothing.
    assert answer("mx.evil.example; dmarc=fail", 5) == "commented"
    headers = {"Authentication-Results": results.format("none")}
    assert came(mail(BOB, world.address, "x", headers=headers)).reason == "unsure"
    headers = {"Authentication-Results": "mx.corp.example; dkim=pass header.d=corp.example"}
    assert came(mail(BOB, world.address, "y", headers=headers)).reason == "published"
    assert not Notice.objects.exists()


def report(world: World, status: str = "5.1.1", action: str = "failed", token: str = "") -> bytes:
    return (
        "From: MAILER-DAEMON@mx.example\nTo: parvis@net.example\nSubject: Undelivered\n"
        f"Message-ID: <{timezone.now().timestamp()}@mx>\nMIME-Version: 1.0\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=B\n\n"
        "--B\n\nSorry.\n--B\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; bob@corp.example\n"
        f"Action: {action}\nStatus: {status}\nDiagnostic-Code: smtp; 550 no such user\n\n"
        "--B\nContent-Type: text/rfc822-headers\n\nFrom: parvis@net.example\n"
        f"To: Bob <bob@corp.example>\nReply-To: {token or world.reply()}\nSubject: x\n\n--B--\n"
    ).encode()


def test_an_address_that_keeps_failing_is_paused(world: World) -> None:
    for _ in range(4):
        assert came(report(world), envelope_sender="").reason == "bounce"
    assert not failures.paused().exists()  # all on one day
    Failure.objects.update(at=timezone.now() - timedelta(days=2))
    came(report(world))
    (paused,) = failures.paused()
    assert paused.person == world.bob
    assert "no such user" in paused.refused_why
    Person.objects.filter(pk=world.alice.pk).update(is_admin=True)
    world.alice.refresh_from_db()
    failures.resume(world.alice, world.bob)
    assert not failures.paused().exists()


def test_delays_and_forged_reports_pause_nobody(world: World) -> None:
    Failure.objects.all().delete()
    came(report(world, "4.2.2", "delayed"))
    came(report(world, token="reply+aaaa@net.example"))
    came(report(world, token=addresses.reply_address(world.carla, world.post)))
    assert not Failure.objects.filter(person=world.bob).exists()
    assert not Preferences.objects.filter(refused_at__isnull=False).exists()


def test_messages_lie_on_the_shelf_for_a_day(world: World) -> None:
    came(mail(BOB, world.reply(), "I do"))
    row = Received.objects.get()
    path = keeping.folder("raw") / row.raw
    assert b"I do" in path.read_bytes()
    assert not list(keeping.folder("work").iterdir())
    keeping.forget()
    assert path.exists()
    import os

    os.utime(path, (0, 0))
    Received.objects.update(at=timezone.now() - timedelta(days=2))
    keeping.forget()
    assert not path.exists()
    row.refresh_from_db()
    assert row.raw == ""


def test_what_is_too_large_or_broken_is_turned_down(world: World, settings: object) -> None:
    settings.MAIL_LIMIT = 100_000  # type: ignore[attr-defined]
    assert came(mail(BOB, world.reply(), "x" * 200_000)).reason == "large"
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=B%d\n\n--B%d\n" % (n, n) for n in range(50)
    )
    assert came(b"From: bob@corp.example\n" + nested).reason == "depth"
    assert comments(world) == []


def test_ten_thousand_would_be_too_many_but_some_forged_answers_make_no_post(world: World) -> None:
    right = world.reply().split("+")[1].split("@")[0]
    letters = "abcdefghijklmnopqrstuvwxyz234567"
    last = len(right) - 1
    changes = [(number % len(right), letters[number % 32]) for number in range(60)]
    for number, (at, letter) in enumerate([*changes, *((last, one) for one in letters)]):
        token = right[:at] + letter + right[at + 1 :]
        if token == right:
            continue
        receive(io.BytesIO(mail(BOB, f"reply+{token}@net.example", f"{number}")))
    assert comments(world) == []


def test_keys_that_a_mail_quotes_are_read_by_nobody(world: World, settings: object) -> None:
    url = f"{settings.SITE_URL}/enter/abcdefghijklmnopqrstuvwxyz-0123456789"  # type: ignore[attr-defined]
    key = world.reply().split("+")[1].split("@")[0]
    text = (
        f"On 4 Jan 2016, at 18:32, Parvis <{world.reply()}> wrote:\n> Who knows?\n\nI do.\n\n"
        f"> Answer {world.reply()} or {url}\n\nBoth work.\n\n> {key.upper()}\n"
    )
    made = came(mail(BOB, world.reply(), text)).post
    assert made is not None
    assert "I do." in made.source
    assert "Both work." in made.source
    whole = Original.objects.get(post=made).text
    for words in (made.source, made.html, whole):
        assert key not in words.lower()
        assert "abcdefghijkl" not in words
    letter = f"From: parvis@net.example\nReply-To: {world.reply()}\n\nWho?\n".encode()
    passed_on = [("letter.eml", "text/plain", letter), ("plan.txt", "text/plain", b"Plan")]
    made = came(mail(BOB, world.address, "See", files=passed_on)).post
    assert made is not None
    assert list(made.files.values_list("name", flat=True)) == ["plan.txt"]


def test_the_whole_mail_is_shown_to_who_may_read_the_post(world: World, client: Client) -> None:
    closed = open_community(world.alice, name="Few", visibility=Space.Visibility.CLOSED)
    post = publish(world.alice, closed, "Among us")
    text = "Here I am\n\nOn 4 Jan 2016, at 18:32, Parvis wrote:\n> <b>What</b> was asked\n"
    made = came(mail("alice@corp.example", world.reply(world.alice, post), text)).post
    assert made is not None
    page = f"/mail/original/{made.pk}"
    assert client.get(page).status_code == 302
    client.force_login(world.alice)
    shown = client.get(page)
    assert shown.status_code == 200
    assert "was asked" in shown.text
    assert "<b>What" not in shown.text
    assert page in client.get(f"/posts/{made.pk}/menu").text
    assert client.get(f"/mail/original/{post.pk}").status_code == 404
    client.force_login(world.bob)
    assert client.get(page).status_code == 404
    remove(world.alice, made)
    client.force_login(world.alice)
    assert client.get(page).status_code == 404


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample messages are not on this machine")
def test_real_broken_messages_are_posted_or_turned_down(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if they came from Bob: whatever they hold, there is a post or a reason."""
    monkeypatch.setattr(senders, "writer", lambda message, recipient: world.bob)
    monkeypatch.setattr(pace, "check", lambda person: None)
    states: Counter[str] = Counter()
    for path in sorted(path for path in SAMPLES.rglob("*") if path.is_file()):
        outcome = came(path.read_bytes(), envelope_recipients=[world.address])
        assert outcome.reason, path
        states[outcome.state] += 1
    assert states["taken"] > 60
    assert states["refused"] < 20
