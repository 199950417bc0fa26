"""The verb by which every message comes in, from whatever door."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.db import transaction

from parvis.mail.addresses import Purpose
from parvis.mail.incoming import automatic, deeds, failures, holding, keeping, notices, senders
from parvis.mail.incoming import recipients as addressed
from parvis.mail.incoming.message import Message, read
from parvis.mail.incoming.models import Received
from parvis.mail.incoming.reasons import Turned, words
from parvis.mail.incoming.recipients import Recipient
from parvis.people.models import Person
from parvis.posts.models import Post

State = Received.State


@dataclass(frozen=True)
class Outcome:
    """What became of a message at one address; ``again`` if it had come before."""

    recipient: str
    state: str
    reason: str
    post: Post | None = None
    again: bool = False
    words: str = ""


def receive(
    message: BinaryIO,
    *,
    envelope_sender: str | None = None,
    envelope_recipients: Sequence[str] = (),
    door: str = "command",
) -> list[Outcome]:
    """Take a message in; returns what became of it, for each address of ours.

    ``envelope_sender`` is "" for reports and answers by programs, None where not known. Raises
    nothing for whatever a message holds; what the database or the disk raises is raised, so that
    the door can ask for it again.
    """
    try:
        raw = keeping.keep(message)
    except Turned as turned:
        return [Outcome("", State.REFUSED, turned.code, words=words(turned.code))]
    with keeping.desk() as desk:
        try:
            known = read(raw, desk)
        except Turned as turned:
            return [_unread(raw, turned.code, envelope_sender, door)]
        return _sort(known, raw, envelope_sender, list(envelope_recipients), door)


def _sort(
    message: Message, raw: Path, sender: str | None, envelope: list[str], door: str
) -> list[Outcome]:
    """Programs' mail first: it is never posted and never answered."""
    why = automatic.reason(message, sender)
    if why:
        with transaction.atomic():
            row, made = _row(message, raw, "", door)
            if made:
                if message.is_report and failures.take_in(message):
                    why = "bounce"
                _note(row, State.IGNORED, why)
        return [Outcome("", State.IGNORED, why, again=not made)]
    ours = addressed.of(message, envelope) or [Recipient("")]
    return [_take_in(message, raw, recipient, door) for recipient in ours]


def _take_in(message: Message, raw: Path, recipient: Recipient, door: str) -> Outcome:
    """Do the deed, once for each message and address; what is refused is noted as well."""
    with transaction.atomic():
        row, made = _row(message, raw, recipient.address, door)
        if not made:
            return Outcome(recipient.address, row.state, row.reason, row.post, again=True)
        try:
            person, done = _do(message, recipient, row.key)
        except senders.Unproven as unproven:
            return _hold(row, message, raw, recipient, unproven.person)
        except Turned as turned:
            said = turned.words or words(turned.code)
            _note(row, State.REFUSED, turned.code)
            notices.plan(message, turned.code, turned.words)
            return Outcome(recipient.address, State.REFUSED, turned.code, words=said)
        _note(row, State.TAKEN, done.word, person=person, post=done.post)
        if done.refused:
            notices.plan(message, "files", files=done.refused)
    return Outcome(recipient.address, State.TAKEN, done.word, done.post)


def _hold(
    row: Received, message: Message, raw: Path, recipient: Recipient, person: Person
) -> Outcome:
    try:
        holding.hold(row, message, raw, person, recipient)
    except Turned as turned:
        _note(row, State.REFUSED, turned.code)
        notices.plan(message, turned.code)
        said = words(turned.code)
        return Outcome(recipient.address, State.REFUSED, turned.code, words=said)
    _note(row, State.HELD, holding.REASON, person=person)
    return Outcome(recipient.address, State.HELD, holding.REASON)


def _do(message: Message, recipient: Recipient, key: str) -> tuple[Person, deeds.Done]:
    """Find out who it is and do it; raises Turned alone."""
    if recipient.own or not recipient.address:
        raise Turned("nowhere")
    person = senders.writer(message, recipient)
    answer = recipient.answer
    if answer is not None and answer.purpose is Purpose.CONFIRM:
        return person, holding.answered(person, message, answer.held)
    return person, deeds.attempt(person, message, recipient, key)


def _row(message: Message, raw: Path, recipient: str, door: str) -> tuple[Received, bool]:
    """Note the message, or find it noted; a second one at the same moment waits here."""
    return Received.objects.get_or_create(
        key=_key(message.message_id or keeping.digest(raw), message.sender, recipient),
        defaults={
            "message_id": message.message_id,
            "sender": message.sender[:320],
            "recipient": recipient[:320],
            "door": door,
            "raw": raw.name,
        },
    )


def _unread(raw: Path, code: str, sender: str | None, door: str) -> Outcome:
    """A message that cannot be read has no sender whom we could tell but the envelope's."""
    row, made = Received.objects.get_or_create(
        key=_key(keeping.digest(raw), ""),
        defaults={"sender": (sender or "")[:320], "door": door, "raw": raw.name},
    )
    if made:
        _note(row, State.REFUSED, code)
    return Outcome("", State.REFUSED, code, again=not made, words=words(code))


def _note(
    row: Received,
    state: str,
    reason: str,
    *,
    person: Person | None = None,
    post: Post | None = None,
) -> None:
    row.state, row.reason, row.person, row.post = state, reason, person, post
    row.save(update_fields=["state", "reason", "person", "post"])


def _key(*known_by: str) -> str:
    return hashlib.sha256("\n".join(known_by).encode()).hexdigest()
