"""Which of a message's addresses are ours, and what each is for."""

from dataclasses import dataclass

from parvis.mail import addresses
from parvis.mail.addresses import Answer
from parvis.mail.incoming.message import Message
from parvis.mail.tokens import Forged
from parvis.spaces.models import Space


@dataclass(frozen=True)
class Recipient:
    """An address of ours: an answer's, a community's, one that we never made, or our own."""

    address: str
    answer: Answer | None = None
    space: Space | None = None
    forged: bool = False
    own: bool = False


def recognise(address: str) -> Recipient | None:
    """Return what an address is to us, or None if it is not ours."""
    address = addresses.bare(address)
    try:
        answer = addresses.read(address)
    except Forged:
        return Recipient(address, forged=True)
    if answer is not None:
        return Recipient(address, answer=answer)
    space = addresses.community(address)
    if space is not None:
        return Recipient(address, space=space)
    return Recipient(address, own=True) if address == addresses.sender() else None


def of(message: Message, envelope: list[str]) -> list[Recipient]:
    """Return the addresses of ours that a message was sent to, each once.

    The envelope knows best; without one, the headers that a server wrote, then those of the
    sender. An answer's address or a community's makes our own of no interest.
    """
    written = (
        message.addressed("delivered-to", "x-original-to", "envelope-to", "x-envelope-to"),
        message.addressed("to", "cc"),
    )
    found: dict[str, Recipient] = {}
    for source in [envelope] if envelope else written:
        for address in source[:100]:
            known = recognise(address)
            if known is not None:
                found.setdefault(known.address, known)
    others = [recipient for recipient in found.values() if not recipient.own]
    return others or list(found.values())
