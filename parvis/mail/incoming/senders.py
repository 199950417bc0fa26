"""Who a message is from: the token decides, and the sender's address must be that person's.

What the trusted relay found out about the sender is read where it is configured
(``PARVIS_MAIL_TRUSTED_RELAY``: its authserv-id; RFC 8601). Its own header is the topmost one; any
other may have been written by anybody.
"""

import re
from enum import StrEnum
from typing import Final

from django.conf import settings

from parvis.mail.incoming.message import Message
from parvis.mail.incoming.reasons import Turned
from parvis.mail.incoming.recipients import Recipient
from parvis.people.models import Person

RESULT: Final = re.compile(
    r"(?:^|;)\s*(dmarc|arc|spf|dkim|auth)\s*=\s*([a-z]+)([^;]*)", re.IGNORECASE
)
COMMENT: Final = re.compile(r"\([^()]*\)")


class Unproven(Exception):
    """Whoever wrote it bears a person's address, and nobody knows whether it is they."""

    def __init__(self, person: Person) -> None:
        super().__init__(person.pk)
        self.person = person


class Verdict(StrEnum):
    """What the relay found out."""

    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    UNSURE = "unsure"  # it looked, and found nothing to go by
    UNASKED = "unasked"  # no relay is trusted, or it says nothing of this message


def verdict(message: Message) -> Verdict:
    """Return what the trusted relay says about the sender."""
    relay = settings.MAIL_TRUSTED_RELAY
    if not relay:
        return Verdict.UNASKED
    for value in message.headers.get("authentication-results", []):
        plain = COMMENT.sub(" ", value)
        server, _semicolon, results = plain.partition(";")
        if (server.split() or [""])[0].lower() == relay.lower():
            return _judged(results, message.sender)
    return Verdict.UNASKED


def _judged(results: str, sender: str) -> Verdict:
    found = RESULT.findall(results)
    by_method = {method.lower(): outcome.lower() for method, outcome, _rest in reversed(found)}
    dmarc, arc = by_method.get("dmarc", "none"), by_method.get("arc")
    if dmarc == "pass" or (dmarc == "fail" and arc == "pass"):
        return Verdict.PASS
    if dmarc in ("fail", "permerror"):
        return Verdict.FAIL
    domain = sender.rpartition("@")[2]
    if any(_signed_in(sender, *result) for result in found):
        return Verdict.PASS
    for method, outcome, rest in found:
        aligned = re.search(rf"[=@.]{re.escape(domain)}(?![\w.-])", rest, re.IGNORECASE)
        if method.lower() in ("spf", "dkim") and outcome.lower() == "pass" and aligned:
            return Verdict.PASS
    return Verdict.UNSURE


def writer(message: Message, recipient: Recipient) -> Person:
    """Return the person who wrote to an address; raises Turned with the reason, or Unproven."""
    if recipient.forged:
        raise Turned("forged")
    said = verdict(message)
    if said is Verdict.FAIL:
        raise Turned("unsure")
    if recipient.answer is not None:
        return _by_token(message, recipient)
    return _by_address_alone(message.sender, said)


def _by_address_alone(sender: str, said: Verdict) -> Person:
    """Believe ``From`` where the relay vouches for it; else it is as the house has chosen."""
    unproven = settings.MAIL_UNPROVEN
    if said is Verdict.UNSURE and unproven == "accept":
        raise Turned("unsure")
    person = _by_address(sender)
    if said is Verdict.PASS or unproven == "accept":
        return person
    if unproven == "refuse":
        raise Turned("unproven")
    raise Unproven(person)


def _signed_in(sender: str, method: str, outcome: str, rest: str) -> bool:
    """Tell whether the relay took the message from somebody signed in with that address."""
    name = re.search(r"smtp\.auth\s*=\s*\"?([^\s\";]+)", rest, re.IGNORECASE)
    passed = method.lower() == "auth" and outcome.lower() == "pass"
    return passed and name is not None and name[1].lower() == sender


def _by_token(message: Message, recipient: Recipient) -> Person:
    answer = recipient.answer
    person = Person.objects.filter(pk=answer.person).first() if answer else None
    if answer is None or person is None:
        raise Turned("forged")
    if not person.is_active:
        raise Turned("leaver")
    if not person.email or message.sender != person.email.lower():
        raise Turned("other")
    if answer.expired:
        raise Turned("expired")
    return person


def _by_address(address: str) -> Person:
    person = Person.objects.filter(email__iexact=address).first() if address else None
    if person is None or person.kind == Person.Kind.BOT:
        raise Turned("unknown")
    if not person.is_active:
        raise Turned("leaver")
    return person
