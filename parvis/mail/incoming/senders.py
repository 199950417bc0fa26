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

RESULT: Final = re.compile(r"(?:^|;)\s*(dmarc|arc|spf|dkim)\s*=\s*([a-z]+)([^;]*)", re.IGNORECASE)
COMMENT: Final = re.compile(r"\([^()]*\)")


class Verdict(StrEnum):
    """What the relay found out."""

    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    UNSURE = "unsure"  # it looked, and found nothing to go by
    UNASKED = "unasked"  # no relay is trusted, or it took the message from our own people


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
    for method, outcome, rest in found:
        aligned = re.search(rf"[=@.]{re.escape(domain)}(?![\w.-])", rest, re.IGNORECASE)
        if method.lower() in ("spf", "dkim") and outcome.lower() == "pass" and aligned:
            return Verdict.PASS
    return Verdict.UNSURE


def writer(message: Message, recipient: Recipient) -> Person:
    """Return the person who wrote to an address; raises Turned with the reason."""
    if recipient.forged:
        raise Turned("forged")
    said = verdict(message)
    if said is Verdict.FAIL:
        raise Turned("unsure")
    if recipient.answer is not None:
        return _by_token(message, recipient)
    if said is Verdict.UNSURE:
        raise Turned("unsure")
    return _by_address(message.sender)


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
