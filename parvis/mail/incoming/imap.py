"""The door for a mailbox elsewhere: looked into every minute over IMAP (RFC 9051).

A message is marked as read once it has been taken in; one that could not be, because our database
was away, is looked at again. ``imaps://user:password@host:993/folder``; ``imap`` is without TLS.
Without a password in it, a token is shown instead (``mail/oauth.py``; Exchange Online).
"""

import io
import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from imaplib import IMAP4
from typing import Final
from urllib.parse import unquote, urlsplit

from django.conf import settings
from imap_tools import AND, BaseMailBox, MailBox, MailBoxUnencrypted, MailMessageFlags

from parvis.kernel.console import said
from parvis.mail import oauth
from parvis.mail.incoming.receiving import Outcome, receive

AT_A_TIME: Final = 200
SECONDS: Final = 30
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Mailbox:
    """Where to look."""

    host: str
    port: int
    user: str
    password: str
    folder: str
    secure: bool


def configured(url: str) -> Mailbox:
    """Read the setting; raises ValueError where it is none."""
    parts = urlsplit(url)
    if parts.scheme not in ("imap", "imaps") or not parts.hostname or not parts.username:
        raise ValueError(said("PARVIS_MAIL_IMAP_URL is imaps://user:password@host/folder"))
    secure = parts.scheme == "imaps"
    return Mailbox(
        parts.hostname,
        parts.port or (993 if secure else 143),
        unquote(parts.username),
        unquote(parts.password or ""),
        unquote(parts.path.strip("/")) or "INBOX",
        secure,
    )


def poll() -> list[Outcome]:
    """Take in what is unread in the mailbox; raises what the connection raises."""
    outcomes: list[Outcome] = []
    with _signed_in(configured(settings.MAIL_IMAP_URL)) as box:
        for uid in box.uids(AND(seen=False))[:AT_A_TIME]:
            try:
                outcomes += _one(box, uid)
            except Exception:  # it stays unread, and holds up no other
                logger.exception("a mail in the mailbox is to be looked at again")
    return outcomes


def look() -> int:
    """Sign in and count what is unread, without taking anything in; raises as ``poll`` does."""
    with _signed_in(configured(settings.MAIL_IMAP_URL)) as box:
        return len(box.uids(AND(seen=False)))


def _one(box: BaseMailBox, uid: str) -> list[Outcome]:
    # imap_tools would parse the message here, without limits; only its bytes are wanted.
    answer = box.client.uid("fetch", uid, "(BODY.PEEK[])")
    raw = next((part[1] for part in answer[1] if isinstance(part, tuple)), None)
    if not isinstance(raw, bytes):
        return []
    outcomes = receive(io.BytesIO(raw), door="imap")
    box.flag([uid], MailMessageFlags.SEEN, value=True)
    return outcomes


@contextmanager
def _signed_in(where: Mailbox) -> Iterator[BaseMailBox]:
    box: BaseMailBox
    if where.secure:
        context = ssl.create_default_context()
        box = MailBox(where.host, where.port, timeout=SECONDS, ssl_context=context)
    else:
        box = MailBoxUnencrypted(where.host, where.port, timeout=SECONDS)
    with _shown_in(box, where):
        yield box


def _shown_in(box: BaseMailBox, where: Mailbox) -> BaseMailBox:
    """Sign in by password, or by token: one that is refused may be old, hence a fresh one."""
    try:
        if where.password or not oauth.is_set_up():
            return box.login(where.user, where.password, initial_folder=where.folder)
        try:
            _show_token(box, where.user)
        except IMAP4.error:
            oauth.forget()
            _show_token(box, where.user)
        box.folder.set(where.folder)
        return box
    except BaseException:
        with suppress(OSError, IMAP4.error):
            box.client.shutdown()
        raise


def _show_token(box: BaseMailBox, user: str) -> None:
    """Sign in by XOAUTH2; what the server asks back is why not, and wants an empty answer."""
    answers = iter([oauth.initial_response(user).encode()])
    box.client.authenticate("XOAUTH2", lambda _challenge: next(answers, b""))
