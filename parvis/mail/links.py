"""Links in letters that do something without signing in, once one has confirmed it there.

A link is bound to one person, one deed and one thing. Opening it changes nothing, since mail
scanners open every link; only what is then posted does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from typing import Final

from django.conf import settings
from django.urls import reverse

from parvis.mail import choices, tokens
from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.spaces.models import Space

SALT: Final = "parvis.mail.links"


class Deed(IntEnum):
    """What a link does."""

    REACT = 1
    MUTE = 2
    STOP_KINDS = 3
    STOP_DIGEST = 4
    STOP_LIST = 5
    CONFIRM = 6


# How long a mail is held until its sender says that it is theirs.
HELD: Final = timedelta(days=7)
# Reactions and threads grow old; that mail stops must work for as long as a letter may be kept.
LIFETIMES: Final = {
    Deed.REACT: timedelta(days=90),
    Deed.MUTE: timedelta(days=180),
    Deed.STOP_KINDS: timedelta(days=1000),
    Deed.STOP_DIGEST: timedelta(days=1000),
    Deed.STOP_LIST: timedelta(days=1000),
    Deed.CONFIRM: HELD,
}


@dataclass(frozen=True)
class Link:
    """What a genuine link says."""

    deed: Deed
    person: int
    thing: int
    expired: bool

    @property
    def kinds(self) -> list[str]:
        """Return the kinds of mail that it stops."""
        return [kind for bit, kind in enumerate(choices.KINDS) if self.thing >> bit & 1]


def bits_of(kinds: Iterable[str]) -> int:
    """Return kinds of mail as a number, a bit each."""
    return sum(1 << choices.KINDS.index(kind) for kind in set(kinds))


def of_answer(person: Person, kinds: int) -> Link:
    """Return what mail to a ``stop`` address ends, as the link beside it would."""
    return Link(Deed.STOP_KINDS if kinds else Deed.STOP_DIGEST, person.pk, kinds, expired=False)


def react(person: Person, post: Post) -> str:
    """Return the address where this person reacts to a post."""
    return _address("mail:react", Deed.REACT, person, post.pk)


def mute(person: Person, thread: int) -> str:
    """Return the address where this person mutes a thread."""
    return _address("mail:mute", Deed.MUTE, person, thread)


def stop_kinds(person: Person, kinds: Iterable[str]) -> str:
    """Return the address where this person ends mail of these kinds."""
    return _address("mail:stop", Deed.STOP_KINDS, person, bits_of(kinds))


def stop_digest(person: Person) -> str:
    """Return the address where this person ends the summaries."""
    return _address("mail:stop", Deed.STOP_DIGEST, person, 0)


def stop_list(person: Person, space: Space) -> str:
    """Return the address where this person ends getting a space post by post."""
    return _address("mail:stop", Deed.STOP_LIST, person, space.pk)


def confirm(person: Person, received: int) -> str:
    """Return the address where this person says whether a held mail is theirs."""
    return _address("mail:confirm", Deed.CONFIRM, person, received)


def read(token: str) -> Link:
    """Return what a link's token says; raises ``tokens.Forged``."""
    found = tokens.read(SALT, token)
    try:
        deed = Deed(found.code)
    except ValueError as error:
        raise tokens.Forged(token) from error
    return Link(deed, found.person, found.thing, found.expired)


def _address(view: str, deed: Deed, person: Person, thing: int) -> str:
    token = tokens.make(SALT, deed, person.pk, thing, LIFETIMES[deed])
    return f"{settings.SITE_URL}{reverse(view, args=[token])}"
