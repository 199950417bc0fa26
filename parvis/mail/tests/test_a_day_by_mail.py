"""A person works for a day by mail alone, through Postfix and Dovecot, and once with mutt."""

import os
import re
import shutil
import smtplib
import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import make_msgid
from imaplib import IMAP4
from pathlib import Path
from typing import Any, Final

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from parvis.mail import verbs
from parvis.mail.incoming.models import Failure, Notice, Received
from parvis.mail.models import Choice, Letter, Preferences
from parvis.mail.outgoing import digests, gathering
from parvis.mail.outgoing.sending import Sender
from parvis.mail.tests.mails import PNG
from parvis.mail.tests.servers import (
    Dovecot,
    dovecot,
    letterbox,
    needs_dovecot_lmtp,
    needs_postfix,
    postfix,
    wait_until,
)
from parvis.notifications.muting import is_muted
from parvis.people.models import Person
from parvis.people.verbs import take_in
from parvis.posts.models import Post, Reaction
from parvis.posts.verbs import comment, publish
from parvis.spaces.verbs import join, open_community

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    needs_postfix,
    needs_dovecot_lmtp,
]

MUTT: Final = shutil.which("mutt")
needs_mutt = pytest.mark.skipif(
    not (MUTT and shutil.which("script")), reason="mutt (or script) is not installed here"
)
BOB: Final = "Bob Stone <bob@corp.example>"
QUEUES: Final = ("mail", "notifications")


class Office:
    """Two people at corp.example, the mail servers, and what a worker does meanwhile."""

    def __init__(self, smtp: int, ports: Dovecot) -> None:
        self.smtp, self.ports = smtp, ports
        self.alice = take_in(None, handle="alice", name="Alice Bell", email="alice@corp.example")
        self.bob = take_in(None, handle="bob", name="Bob Stone", email="bob@corp.example")
        self.carla = take_in(None, handle="carla", name="Carla", email="carla@corp.example")
        self.pumps = open_community(self.alice, name="Pumps")
        for person in (self.bob, self.carla):
            join(person, self.pumps)
        now = timezone.now()
        Person.objects.update(joined_at=now - timedelta(days=9), time_zone="UTC")
        self.bob.refresh_from_db()
        for person in (self.alice, self.carla):
            verbs.set_preferences(person, keeps_hours=False)
        verbs.set_preferences(
            self.bob,
            keeps_hours=False,
            digest="daily",
            digest_hour=now.hour,
            work_days=list(range(7)),
        )

    def mailbox(self, name: str = "bob") -> list[EmailMessage]:
        """What lies in somebody's mailbox."""
        client = IMAP4("127.0.0.1", self.ports.imap)
        client.login(name, "secret")
        client.select("INBOX")
        found = []
        for number in client.search(None, "ALL")[1][0].split():
            part: Any = client.fetch(number.decode(), "(BODY.PEEK[])")[1][0]
            found.append(message_from_bytes(part[1], policy=policy.default))
        client.logout()
        return found

    def letter(self, words: str, name: str = "bob") -> EmailMessage:
        """Wait for the newest letter that holds these words."""
        found: list[EmailMessage] = []

        def came() -> bool:
            found[:] = [one for one in self.mailbox(name) if words in plain(one)]
            return bool(found)

        wait_until(came)
        return found[-1]

    def work(self) -> None:
        """Do what a worker would do within the hour."""
        while jobs := list(ProcrastinateJob.objects.filter(queue_name__in=QUEUES).order_by("pk")):
            for job in jobs:
                app.tasks[job.task_name].func(**job.args)
                ProcrastinateJob.objects.filter(pk=job.pk).delete()
        gathering.gather(timezone.now() + timedelta(hours=1))
        Letter.objects.filter(state="waiting").update(due_at=timezone.now())
        Sender().run(5)

    def send(self, message: EmailMessage, sender: str = "bob@corp.example") -> None:
        """Hand a message to Postfix as a mail program does; wait until it has been taken in."""
        message["Message-ID"] = message["Message-ID"] or make_msgid(domain="pc.corp.example")
        before = Received.objects.count()
        with smtplib.SMTP("127.0.0.1", self.smtp) as client:
            client.send_message(message, from_addr=sender)
        wait_until(lambda: Received.objects.count() > before)

    def answer(self, letter: EmailMessage, words: str, **headers: str) -> EmailMessage:
        """An answer as mail programs make it."""
        made = EmailMessage()
        made["From"], made["To"] = BOB, letter["Reply-To"]
        made["Subject"] = f"Re: {letter['Subject']}"
        made["In-Reply-To"] = letter["Message-ID"]
        made["References"] = f"{letter['References'] or ''} {letter['Message-ID']}".strip()
        for name, value in headers.items():
            del made[name.replace("_", "-")]
            made[name.replace("_", "-")] = value
        quoted = "\n".join(f"> {line}" for line in plain(letter).splitlines())
        made.set_content(f"{words}\n\nOn Tue, 3 Mar 2026 at 09:14, Parvis wrote:\n\n{quoted}\n")
        return made


def plain(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    return str(part.get_content()).replace("\r\n", "\n") if part else ""


@pytest.fixture
def office(settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Office]:
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    settings.DATA = tmp_path
    settings.DEFAULT_FROM_EMAIL = "Parvis <parvis@net.example>"
    settings.MAIL_DOMAIN = "net.example"
    settings.MAIL_RATE = 0.0
    with dovecot() as ports, letterbox() as listening:
        to_people = f"lmtp:inet:127.0.0.1:{ports.lmtp}"
        with postfix(listening.getsockname()[1], corp=to_people) as smtp:
            options = {"host": "127.0.0.1", "port": smtp, "timeout": 20}
            backend = "parvis.mail.outgoing.relay.EmailBackend"
            settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": options}}
            yield Office(smtp, ports)
    connections.close_all()


def test_a_day(office: Office) -> None:
    question = publish(office.alice, office.pumps, "Who knows this **pump**?", title="Pump 3")
    summary = _summary(office)
    _answers(office, question)
    _posts_with_a_photo(office)
    _reacts_and_mutes(office, question)
    _ends_the_summary(office, summary)
    _sees_it_on_the_site(office, question)


def _summary(office: Office) -> EmailMessage:
    assert digests.write() >= 1
    office.work()
    letter = office.letter("Who knows this")
    assert letter["Auto-Submitted"] == "auto-generated"
    return letter


def _answers(office: Office, question: Post) -> None:
    verbs.choose(office.bob, office.pumps, Choice.Delivery.LIST)
    said = comment(office.alice, question, "It is the one in hall 3.")
    office.work()
    letter = office.letter("hall 3")
    office.send(office.answer(letter, "I do, it **leaks** # 1."))
    answer = Post.objects.get(author=office.bob)
    assert answer.source == "I do, it **leaks** # 1."
    assert (answer.thread_id, answer.reply_to_id) == (question.pk, said.pk)
    # Alice's program shows it in the same thread.
    office.work()
    told = office.letter("it **leaks**", "alice")
    assert told["In-Reply-To"] or told["References"]


def _posts_with_a_photo(office: Office) -> None:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = BOB, "pumps@net.example", "The seal is gone"
    made.set_content("See the photo.\n\n-- \nBob Stone\nHall 3\n")
    made.add_alternative('<p>See <img src="cid:seal@pc"></p>', subtype="html")
    html: Any = made.get_payload(1)
    html.add_related(PNG, "image", "png", cid="<seal@pc>", filename="seal.png")
    made.add_attachment(b"%PDF-1.4\n%%EOF\n", "application", "pdf", filename="order.pdf")
    office.send(made)
    assert not Post.objects.filter(title="The seal is gone").exists()
    office.work()
    question = office.letter("in your name")
    office.send(office.answer(question, "OK"))
    post = Post.objects.get(title="The seal is gone")
    assert post.source == "See the photo."
    assert sorted(post.files.values_list("name", flat=True)) == ["order.pdf", "seal.png"]


def _reacts_and_mutes(office: Office, question: Post) -> None:
    letter = office.letter("hall 3")
    office.send(office.answer(letter, "👍"))
    said = Post.objects.get(source="It is the one in hall 3.")
    assert Reaction.objects.get(person=office.bob).post == said
    office.send(office.answer(letter, "STOP"))
    assert is_muted(office.bob, question)
    comment(office.alice, question, "Nobody hears this by mail")
    office.work()
    assert not [one for one in office.mailbox() if "Nobody hears" in plain(one)]


def _ends_the_summary(office: Office, letter: EmailMessage) -> None:
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    (address,) = re.findall(r"<https?://[^/]+(/[^>]+)>", letter["List-Unsubscribe"])
    program = Client(enforce_csrf_checks=True)
    assert program.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Preferences.objects.get(person=office.bob).digest == "never"


def _sees_it_on_the_site(office: Office, question: Post) -> None:
    browser = Client()
    browser.force_login(office.bob)
    thread = browser.get(question.get_absolute_url()).content.decode()
    assert "I do, it **leaks** # 1." in thread
    place = browser.get(office.pumps.get_absolute_url()).content.decode()
    assert "The seal is gone" in place
    assert "order.pdf" in place
    choices = browser.get("/me/mail/").content.decode()
    assert "Pump 3" in choices  # among the muted threads
    assert re.search(r'<option value="never"\s+selected', choices)


def test_a_forged_sender_is_told_politely_and_posts_nothing(office: Office) -> None:
    verbs.choose(office.bob, office.pumps, Choice.Delivery.LIST)
    post = publish(office.alice, office.pumps, "Who knows this pump?")
    letter = _list_letter(office)
    forged = office.answer(letter, "Buy this", From="Carla <carla@corp.example>")
    office.send(forged, "carla@corp.example")
    office.work()
    told = office.letter("another address", "carla")
    assert told["Auto-Submitted"] == "auto-replied"
    assert told["In-Reply-To"] == forged["Message-ID"]
    assert not Post.objects.filter(thread=post).exists()


def test_programs_cause_nothing_but_what_they_should(office: Office) -> None:
    verbs.choose(office.bob, office.pumps, Choice.Delivery.LIST)
    post = publish(office.alice, office.pumps, "Who knows this pump?")
    letter = _list_letter(office)
    office.send(office.answer(letter, "I am away.", Auto_Submitted="auto-replied"))
    away = "Automatic reply: news"
    office.send(office.answer(letter, "I am away.", Subject=away, From=BOB), "")
    dora = take_in(None, handle="dora", name="Dora", email="dora@gone.invalid")
    join(dora, office.pumps)
    verbs.set_preferences(dora, keeps_hours=False)
    verbs.choose(dora, office.pumps, Choice.Delivery.LIST)
    comment(office.alice, post, "Anybody?")
    office.work()
    wait_until(Failure.objects.exists)
    failure = Failure.objects.get()
    assert failure.person == dora
    assert failure.status.startswith("5.")
    assert Post.objects.filter(thread=post).count() == 1
    assert not Notice.objects.exists()
    assert {row.reason for row in Received.objects.all()} == {"automatic", "bounce"}


def _list_letter(office: Office) -> EmailMessage:
    office.work()
    return office.letter("Who knows this pump?")


@needs_mutt
def test_mutt_answers(office: Office, tmp_path: Path) -> None:
    verbs.choose(office.bob, office.pumps, Choice.Delivery.LIST)
    post = publish(office.alice, office.pumps, "Who knows this pump?")
    letter = _list_letter(office)
    words = "Ça fuit, à l’étage."
    _mutt(office, tmp_path, words, lambda: Post.objects.filter(thread=post).exists())
    answer = Post.objects.get(thread=post)
    assert (answer.source, answer.author) == (words, office.bob)
    kept = Path(tmp_path / "sent").read_text(encoding="utf-8", errors="replace")
    assert f"In-Reply-To: {letter['Message-ID']}" in kept


def _mutt(office: Office, folder: Path, words: str, done: Callable[[], bool]) -> None:
    editor = folder / "editor"
    editor.write_text(
        f'#!/bin/sh\nprintf "%s\\n\\n" "{words}" | cat - "$1" > "$1.new"\nmv "$1.new" "$1"\n'
    )
    editor.chmod(0o755)
    (folder / "muttrc").write_text(
        f"""set folder="imap://bob@127.0.0.1:{office.ports.imap}/"
set spoolfile="imap://bob@127.0.0.1:{office.ports.imap}/INBOX"
set imap_user="bob" imap_pass="secret" ssl_starttls=no ssl_force_tls=no
set smtp_url="smtp://127.0.0.1:{office.smtp}/"
set from="{BOB.split("<")[1].strip(">")}" realname="Bob Stone" use_from=yes envelope_from=yes
set hostname="pc.corp.example" charset="utf-8" send_charset="utf-8"
set editor="{editor}" include=yes fast_reply=yes reply_to=yes autoedit=no edit_headers=no
set abort_unmodified=no abort_noattach=no record="{folder}/sent" copy=yes
set wait_key=no quit=yes delete=no move=no confirmappend=no beep=no
push "<last-entry><reply><send-message><quit>"
"""
    )
    environment = os.environ | {"TERM": "xterm", "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    command = ["script", "-qec", f"{MUTT} -n -F {folder}/muttrc", "/dev/null"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env=environment,
    ) as program:  # fmt: skip
        try:
            wait_until(done, 40)
        finally:
            program.kill()
