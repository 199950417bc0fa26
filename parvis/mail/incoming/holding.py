"""Mail to a community whose sender nobody has proven: held until the person says it is theirs.

``From`` can be written by anybody, but only the person reads what is sent to their address. So
they are asked there, by a link and an answer's address that are theirs alone; a week later what
was not answered is forgotten. Asking is rare enough that it makes nobody's mailbox full.
"""

import re
import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from parvis import access
from parvis.mail import addresses, links
from parvis.mail.incoming import deeds, gestures, keeping, recipients
from parvis.mail.incoming.message import Message, read
from parvis.mail.incoming.models import Notice, Received
from parvis.mail.incoming.reasons import Turned
from parvis.mail.incoming.recipients import Recipient
from parvis.people import house
from parvis.people.models import Person

A_DAY_EACH: Final = 20
REASON: Final = "held"
BEGINNING: Final = 600
YES: Final = frozenset(
    {"ok", "okay", "yes", "y", "oui", "o", "d'accord", "confirm", "confirmed", "confirmer"}
    | {"je confirme", "publier", "post", "post it", "ja", "sí", "si", "sì", "sim", "tak", "da"}
    | {"evet", "tamam", "да", "так", "是", "好", "はい", "네", "نعم", "👍", "+1", "✅"}
)
NO: Final = frozenset(
    {"no", "n", "non", "not me", "pas moi", "ce n'est pas moi", "nein", "não", "nee", "nie"}
    | {"nu", "hayır", "hayir", "нет", "ні", "否", "不", "いいえ", "아니요", "لا", "👎", "❌"}
)
MARKS: Final = re.compile(r"^[\s\"'«»“”„*_.!,]+|[\s\"'«»“”„*_.!,]+$")


@dataclass(frozen=True)
class Held:
    """A held mail, as its page shows it."""

    row: Received
    subject: str
    beginning: str
    files: list[str]


def hold(row: Received, message: Message, raw: Path, person: Person, recipient: Recipient) -> None:
    """Keep a message and have its person asked; raises Turned where it could not be posted anyway.

    Call it within the transaction that notes what became of the message.
    """
    from parvis.mail.tasks import ask_to_confirm

    try:
        access.require(person, "post", recipient.space)
    except access.NotVisible as error:
        raise Turned("gone") from error
    except access.Forbidden as error:
        raise Turned("forbidden") from error
    if not (message.text or message.subject or message.attachments):
        raise Turned("empty")
    since = timezone.now() - timedelta(days=1)
    asked = Notice.objects.filter(at__gte=since, address=message.sender, reason=REASON)
    if asked.count() >= A_DAY_EACH:
        raise Turned("fast")
    shutil.copyfile(raw, _file(row))
    Notice.objects.create(address=message.sender, reason=REASON)
    ask_to_confirm.defer(row=row.pk)


def ask(row_key: int) -> None:
    """Write to the person whose name a held mail bears; raises what the relay raises."""
    row = Received.objects.select_related("person").filter(pk=row_key).first()
    if row is None or row.person is None or row.state != Received.State.HELD:
        return
    known = recipients.recognise(row.recipient)
    if known is None or known.space is None or not _file(row).exists():
        return
    with keeping.desk() as desk:
        message = read(_file(row), desk)
    person = row.person
    with translation.override(person.locale or house.current().language):
        words = {
            "person": person,
            "company": house.current().name,
            "subject": message.subject,
            "beginning": message.text[:BEGINNING],
            "place": known.space.name,
            "link": links.confirm(person, row.pk),
            "own": addresses.private_post_address(person, known.space),
        }
        title = _("Did you write this?")
        letter = EmailMessage(
            f"{title} {message.subject}".strip(),
            render_to_string("mail/incoming/confirm.txt", words),
            settings.DEFAULT_FROM_EMAIL,
            [person.email],
            reply_to=[addresses.confirm_address(person, row.pk)],
            headers={
                "Auto-Submitted": "auto-generated",
                "X-Auto-Response-Suppress": "All",
                "X-Loop": f"notice@{addresses.domain()}",
            },
        )
        letter.send()


def find(person: Person, row_key: int | None) -> Held:
    """Return a person's held mail; raises Turned("expired") where there is none any more."""
    row = _row(person, row_key)
    if row.state != Received.State.HELD:
        return Held(row, "", "", [])
    with keeping.desk() as desk:
        message = read(_file(row), desk)
    names = [attachment.name for attachment in message.attachments]
    return Held(row, message.subject, message.text[:BEGINNING], names)


def confirm(person: Person, row_key: int | None) -> deeds.Done:
    """Do what a held mail asks for; again changes nothing. Raises Turned."""
    with transaction.atomic(), keeping.desk() as desk:
        row = _row(person, row_key, lock=True)
        if row.state != Received.State.HELD:
            return deeds.Done(row.reason, row.post)
        recipient = recipients.recognise(row.recipient)
        if recipient is None or recipient.space is None:
            raise Turned("gone")
        message = read(_file(row), desk)
        done = deeds.attempt(person, message, recipient, row.key)
        _settle(row, Received.State.TAKEN, done.word, done)
    return done


def discard(person: Person, row_key: int | None) -> deeds.Done:
    """Throw a held mail away; again changes nothing. Raises Turned."""
    with transaction.atomic():
        row = _row(person, row_key, lock=True)
        if row.state == Received.State.HELD:
            _settle(row, Received.State.REFUSED, "discarded", None)
    return deeds.Done("discarded")


def answered(person: Person, message: Message, row_key: int | None) -> deeds.Done:
    """Do what the answer to our question says: "OK", or "no"; raises Turned for anything else."""
    lines = [line for line in message.text.splitlines() if line.strip()]
    said = MARKS.sub("", lines[0]).casefold() if lines else "ok"
    if said in NO or gestures.is_stop(said):
        return discard(person, row_key)
    if said in YES and len(lines) < 6:
        return confirm(person, row_key)
    raise Turned("unclear")


def _row(person: Person, row_key: int | None, *, lock: bool = False) -> Received:
    rows = Received.objects.filter(pk=row_key or 0, person=person)
    row = (rows.select_for_update(of=("self",)) if lock else rows.select_related("post")).first()
    if row is None or (row.state == Received.State.HELD and not _file(row).exists()):
        raise Turned("expired")
    return row


def _settle(row: Received, state: str, reason: str, done: deeds.Done | None) -> None:
    row.state, row.reason, row.post = state, reason, done.post if done else None
    row.save(update_fields=["state", "reason", "post"])
    transaction.on_commit(lambda: _file(row).unlink(missing_ok=True))


def _file(row: Received) -> Path:
    return keeping.folder("held") / f"{row.pk}.eml"
