"""The doors: LMTP, Postfix in front of it, a mailbox at Dovecot, the command line."""

import smtplib
from collections.abc import Iterator
from imaplib import IMAP4
from pathlib import Path

import pytest
from django.db import OperationalError, connections

from parvis.mail import addresses
from parvis.mail.incoming import imap, receiving
from parvis.mail.incoming.models import Failure, Received
from parvis.mail.tests.mails import mail
from parvis.mail.tests.servers import (
    dovecot,
    letterbox,
    needs_dovecot,
    needs_postfix,
    postfix,
    wait_until,
)
from parvis.people.models import Person
from parvis.people.verbs import take_in
from parvis.posts.models import Post
from parvis.posts.verbs import publish
from parvis.spaces.models import Space

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

BOB = "bob@corp.example"


@pytest.fixture(autouse=True)
def short_connections(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The letterbox's threads let go of the database, so that it can be taken down."""
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    yield
    connections.close_all()


@pytest.fixture
def bob(settings: object) -> Person:
    settings.DEFAULT_FROM_EMAIL = "Parvis <parvis@net.example>"  # type: ignore[attr-defined]
    settings.MAIL_DOMAIN = "net.example"  # type: ignore[attr-defined]
    return take_in(None, handle="bob", name="Bob", email=BOB)


@pytest.fixture
def post(bob: Person) -> Post:
    alice = take_in(None, handle="alice", name="Alice", email="alice@corp.example")
    return publish(alice, Space.objects.get(owner=alice, kind="wall"), "Who knows this pump?")


def comments(post: Post) -> list[str]:
    return list(Post.objects.filter(thread=post).order_by("pk").values_list("source", flat=True))


def test_lmtp_takes_answers_in(bob: Person, post: Post, tmp_path: Path) -> None:
    address = addresses.reply_address(bob, post)
    for where in ("127.0.0.1:0", f"{tmp_path}/lmtp"):
        with letterbox(where) as listening:
            host = listening.getsockname()
            client = smtplib.LMTP(*host) if isinstance(host, tuple) else smtplib.LMTP(host)
            with client:
                client.ehlo()
                raw = mail(BOB, address, f"By {where}")
                assert client.sendmail(BOB, [address], raw) == {}
                assert client.sendmail(BOB, [address], raw) == {}
                with pytest.raises(smtplib.SMTPRecipientsRefused):
                    client.sendmail(BOB, ["nobody@net.example"], raw)
                with pytest.raises(smtplib.SMTPRecipientsRefused):
                    client.sendmail(BOB, ["bob@elsewhere.example"], raw)
    assert comments(post) == ["By 127.0.0.1:0", f"By {tmp_path}/lmtp"]


def test_lmtp_answers_for_each_recipient(bob: Person, post: Post) -> None:
    first = publish(bob, Space.objects.get(owner=bob, kind="wall"), "Another")
    both = [addresses.reply_address(bob, one) for one in (post, first)]
    with letterbox() as listening, smtplib.LMTP(*listening.getsockname()) as client:
        client.ehlo()
        assert client.sendmail(BOB, both, mail(BOB, ", ".join(both), "To both")) == {}
        # Python's client reads one answer after the message; LMTP gives one for each recipient.
        assert client.getreply()[0] == 250
    assert comments(post) == comments(first) == ["To both"]


def test_lmtp_turns_bombs_down_and_asks_again_when_the_database_is_away(
    bob: Person, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = addresses.reply_address(bob, post)
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=B%d\r\n\r\n--B%d\r\n" % (n, n) for n in range(200)
    )
    with letterbox() as listening, smtplib.LMTP(*listening.getsockname()) as client:
        client.ehlo()
        with pytest.raises(smtplib.SMTPDataError) as refused:
            client.sendmail(BOB, [address], b"From: bob@corp.example\r\n" + nested)
        assert refused.value.smtp_code == 554

        def away(*_args: object) -> None:
            raise OperationalError("away")

        with monkeypatch.context() as patched:
            patched.setattr(receiving, "_sort", away)
            with pytest.raises(smtplib.SMTPDataError) as later:
                client.sendmail(BOB, [address], mail(BOB, address, "Later"))
            assert later.value.smtp_code == 451
        assert client.sendmail(BOB, [address], mail(BOB, address, "Later")) == {}
    assert comments(post) == ["Later"]


@needs_postfix
def test_postfix_delivers_to_us(bob: Person, post: Post) -> None:
    address = addresses.reply_address(bob, post)
    with letterbox() as listening, postfix(listening.getsockname()[1]) as port:
        with smtplib.SMTP("127.0.0.1", port) as client:
            raw = mail(BOB, address, "By Postfix", message_id="<one@pc>")
            for _ in range(2):  # a mail program that sent twice
                client.sendmail(BOB, [address], raw)
                wait_until(Received.objects.exists)
            client.sendmail(BOB, [address], mail(BOB, address, "And again"))
        wait_until(lambda: len(comments(post)) == 2)
    assert comments(post) == ["By Postfix", "And again"]


@needs_postfix
def test_what_postfix_cannot_deliver_comes_back_and_is_counted(bob: Person, post: Post) -> None:
    letter = mail(
        "parvis@net.example",
        BOB,
        "News",
        headers={
            "Reply-To": addresses.reply_address(bob, post),
            "Auto-Submitted": "auto-generated",
        },
    )
    with letterbox() as listening, postfix(listening.getsockname()[1]) as port:
        with smtplib.SMTP("127.0.0.1", port) as client:
            client.sendmail("parvis@net.example", [BOB], letter)
        wait_until(Failure.objects.exists)
    failure = Failure.objects.get()
    assert (failure.person, failure.status) == (bob, "5.1.1")
    assert comments(post) == []


@needs_dovecot
def test_a_mailbox_is_looked_into(bob: Person, post: Post, settings: object) -> None:
    address = addresses.reply_address(bob, post)
    with dovecot() as ports:
        settings.MAIL_IMAP_URL = f"imap://parvis:secret@127.0.0.1:{ports.imap}/INBOX"  # type: ignore[attr-defined]
        client = IMAP4("127.0.0.1", ports.imap)
        client.login("parvis", "secret")
        for text in ("One", "Two"):
            client.append("INBOX", "", "", mail(BOB, address, text))
        client.append(
            "INBOX", "", "", b"From: x\r\nContent-Type: multipart/encrypted; boundary=B\r\n\r\n"
        )
        assert [one.state for one in imap.poll()] == ["taken", "taken", "refused"]
        assert imap.poll() == []
        client.select("INBOX")
        assert client.search(None, "UNSEEN")[1] == [b""]
        client.append("INBOX", "", "", mail(BOB, address, "One"))
        (again,) = imap.poll()
        assert again.again
        client.logout()
    assert comments(post) == ["One", "Two"]


def test_where_a_mailbox_is() -> None:
    where = imap.configured("imaps://parvis%40corp.example:p%3Aw@mx.corp.example/In%20box")
    assert (where.host, where.port, where.user, where.password, where.folder, where.secure) == (
        "mx.corp.example",
        993,
        "parvis@corp.example",
        "p:w",
        "In box",
        True,
    )
    with pytest.raises(ValueError, match="imaps://"):
        imap.configured("https://mx.corp.example")
