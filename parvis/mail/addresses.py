"""The addresses by which mail comes back: one of each community, one of each answer.

An answer's address holds a token: for what (``Purpose``), whom, about what, until when, and a
keyed hash over all of it. Whoever holds the address may use it for that alone, so it stands in
that person's mail only. The token is base32, since some systems lower the case of a local part,
and at most 50 letters, since a local part may have 64 (RFC 5321, 4.5.3.1.1).

With a mail domain of its own (``PARVIS_MAIL_DOMAIN``), addresses are ``reply+token@domain`` and
``slug@domain``; where everything comes to one mailbox (``PARVIS_MAIL_MAILBOX``, say
``parvis@corp.example``), ``parvis+token@corp.example`` and ``parvis+slug@corp.example``.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from django.conf import settings
from django.utils import timezone

from parvis.mail import tokens
from parvis.mail.tokens import Forged
from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.spaces.models import Space

LIFETIME: Final = timedelta(days=180)
LOCAL_PART: Final = 64
TOKEN: Final = tokens.LETTERS
SALT: Final = "parvis.mail.addresses"
RESERVED: Final = frozenset({"abuse", "hostmaster", "mailer-daemon", "noreply", "postmaster"})
BY_KEY: Final = "space."


class Purpose(StrEnum):
    """What mail to an address does."""

    REPLY = "reply"  # answers the post
    POST = "post"  # starts a post in the space
    MUTE = "mute"  # ends mail about the post's thread, or about the space
    STOP = "stop"  # ends some kinds of mail, or the summary
    CONFIRM = "confirm"  # says whether a held mail is the person's


CODES: Final = {
    Purpose.REPLY: 1,
    Purpose.POST: 2,
    Purpose.MUTE: 3,
    Purpose.STOP: 5,
    Purpose.CONFIRM: 6,
}
SPACE_MUTE: Final = 4


@dataclass(frozen=True)
class Answer:
    """What a genuine address says; an old one is still genuine, hence ``expired``."""

    person: int
    purpose: Purpose
    post: int | None
    space: int | None
    # Of kinds of mail, a bit each, as ``links`` has them; 0: the summary.
    kinds: int | None
    expires_at: datetime
    # The mail that is held, as it was noted.
    held: int | None = None

    @property
    def expired(self) -> bool:
        """Tell whether its time is over."""
        return timezone.now() >= self.expires_at


def reply_address(person: Person, post: Post) -> str:
    """Return where this person writes to answer this post; nobody else may know it."""
    return _address(Purpose.REPLY, CODES[Purpose.REPLY], person.pk, post.pk)


def mute_address(person: Person, thing: Post | Space) -> str:
    """Return where this person writes to hear no more of a thread or a space."""
    code = SPACE_MUTE if isinstance(thing, Space) else CODES[Purpose.MUTE]
    return _address(Purpose.MUTE, code, person.pk, thing.pk)


def stop_address(person: Person, kinds: int = 0) -> str:
    """Return where this person writes to end kinds of mail (a bit each), or the summary (0)."""
    return _address(Purpose.STOP, CODES[Purpose.STOP], person.pk, kinds)


def confirm_address(person: Person, received: int) -> str:
    """Return where this person says whether a held mail is theirs."""
    return _address(Purpose.CONFIRM, CODES[Purpose.CONFIRM], person.pk, received)


def private_post_address(person: Person, space: Space) -> str:
    """Return an address by which this person alone starts a post in a space."""
    return _address(Purpose.POST, CODES[Purpose.POST], person.pk, space.pk)


def post_address(space: Space) -> str:
    """Return a community's public address; its sender is known by the From line alone."""
    mailbox, domain = _mailbox()
    room = LOCAL_PART - (len(mailbox) + 1 if mailbox else 0)
    name = space.slug or ""
    taken = name in RESERVED or name == _own_name() or len(name) == TOKEN
    if not name or len(name) > room or taken:
        name = f"{BY_KEY}{space.pk}"
    return f"{mailbox}+{name}@{domain}" if mailbox else f"{name}@{domain}"


def read(address: str) -> Answer | None:
    """Return what an answer's address says, or None if it is no such address.

    Raises Forged where it has the shape of one, but was not made by us. Whether it is too old
    is in ``Answer.expired``.
    """
    token = _token(address)
    if token is None:
        return None
    found = tokens.read(SALT, token)
    purpose = Purpose.MUTE if found.code == SPACE_MUTE else _purpose(found.code)
    if purpose is Purpose.STOP:
        return Answer(found.person, purpose, None, None, found.thing, found.expires_at)
    if purpose is Purpose.CONFIRM:
        return Answer(found.person, purpose, None, None, None, found.expires_at, held=found.thing)
    about_space = found.code == SPACE_MUTE or purpose is Purpose.POST
    return Answer(
        person=found.person,
        purpose=purpose,
        post=None if about_space else found.thing,
        space=found.thing if about_space else None,
        kinds=None,
        expires_at=found.expires_at,
    )


def community(address: str) -> Space | None:
    """Return the community that an address is of, archived ones included, or None."""
    name = _name(address)
    if name is None:
        return None
    found = Space.objects.filter(kind=Space.Kind.COMMUNITY)
    if name.startswith(BY_KEY):
        key = name.removeprefix(BY_KEY)
        return found.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 19 else None
    return found.filter(slug=name).first() if name not in RESERVED else None


def domain() -> str:
    """Return the domain of every address of ours."""
    return _mailbox()[1]


def sender() -> str:
    """Return the bare address that letters come from."""
    return bare(settings.DEFAULT_FROM_EMAIL)


def bare(address: str) -> str:
    """Return the address of "Name <address>" alone, in lower case."""
    return address.rsplit("<", 1)[-1].split(">", 1)[0].strip().lower()


def _address(purpose: Purpose, code: int, person: int, thing: int) -> str:
    token = tokens.make(SALT, code, person, thing, LIFETIME)
    mailbox, host = _mailbox()
    return f"{mailbox or purpose.value}+{token}@{host}"


def _mailbox() -> tuple[str, str]:
    """Return the local part that every address begins with (maybe none), and the domain."""
    if settings.MAIL_MAILBOX:
        name, _, host = bare(settings.MAIL_MAILBOX).rpartition("@")
        return name, host
    return "", settings.MAIL_DOMAIN


def _own_name() -> str:
    name, _, host = sender().rpartition("@")
    return name if host == domain() else ""


def _name(address: str) -> str | None:
    """Return the local part without the mailbox's name; None if it is not for us."""
    mailbox, host = _mailbox()
    local, at, domain_ = bare(address).rpartition("@")
    if not at or domain_ != host:
        return None
    if not mailbox:
        return local
    return local.removeprefix(f"{mailbox}+") if local.startswith(f"{mailbox}+") else None


def _token(address: str) -> str | None:
    name = _name(address)
    if name is None:
        return None
    if not settings.MAIL_MAILBOX:
        purpose, plus, name = name.partition("+")
        if not plus or purpose not in set(Purpose):
            return None
        return name
    return name if len(name) == TOKEN else None


def _purpose(code: int) -> Purpose:
    for purpose, own in CODES.items():
        if own == code:
            return purpose
    raise Forged(str(code))
