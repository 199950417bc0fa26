"""Tokens: for what, whom, about what, until when, and a keyed hash over all of it.

Nobody can make one up, change one, or use one for anything else. They are base32 in small
letters, since some systems lower the case of what they forward.
"""

import base64
import binascii
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

MAC: Final = 12
# What for, person, the thing, last day.
BODY: Final = struct.Struct(">BQQH")
LETTERS: Final = -(-(BODY.size + MAC) * 8 // 5)
EPOCH: Final = datetime(2020, 1, 1, tzinfo=UTC)


class Forged(Exception):
    """It looks like one of ours, but we never made it."""


@dataclass(frozen=True)
class Token:
    """What a genuine token says; an old one is still genuine, hence ``expired``."""

    code: int
    person: int
    thing: int
    expires_at: datetime

    @property
    def expired(self) -> bool:
        """Tell whether its time is over."""
        return timezone.now() >= self.expires_at


def make(salt: str, code: int, person: int, thing: int, lifetime: timedelta) -> str:
    """Return a token of 50 letters; ``salt`` keeps one kind of tokens from passing as another."""
    last = (timezone.now() + lifetime - EPOCH).days
    body = BODY.pack(code, person, thing, last)
    return base64.b32encode(body + _mac(salt, body)).decode().rstrip("=").lower()


def read(salt: str, token: str) -> Token:
    """Return what a token says, whatever its case; raises Forged."""
    try:
        raw = base64.b32decode(token.upper() + "=" * (-len(token) % 8))
    except (binascii.Error, ValueError) as error:
        raise Forged(token) from error
    # The last letter has bits to spare: of those that say the same, only the one we wrote.
    if len(raw) != BODY.size + MAC or base64.b32encode(raw).decode().rstrip("=") != token.upper():
        raise Forged(token)
    body, mac = raw[: BODY.size], raw[BODY.size :]
    if not constant_time_compare(mac, _mac(salt, body)):
        raise Forged(token)
    code, person, thing, day = BODY.unpack(body)
    return Token(code, person, thing, EPOCH + timedelta(days=day))


def _mac(salt: str, body: bytes) -> bytes:
    return salted_hmac(salt, body, algorithm="sha256").digest()[:MAC]
