"""The door for a mailbox elsewhere: looked into every minute over IMAP (RFC 9051).

A message is marked as read once it has been taken in; one that could not be, because our database
was away, is looked at again. ``imaps://user:password@host:993/folder``; ``imap`` is without TLS.
Where passwords are no longer taken (Exchange Online), a token is fetched first (RFC 6749, 4.4).
"""

import io
import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

import httpx
from django.conf import settings
from imap_tools import AND, BaseMailBox, MailBox, MailBoxUnencrypted, MailMessageFlags

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
        raise ValueError("PARVIS_MAIL_IMAP_URL is imaps://user:password@host/folder")
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
    if settings.MAIL_IMAP_TOKEN_URL:
        signed_in = box.xoauth2(where.user, _token(), initial_folder=where.folder)
    else:
        signed_in = box.login(where.user, where.password, initial_folder=where.folder)
    with signed_in as open_box:
        yield open_box


def _token() -> str:
    """Fetch a token as the application that the company has registered."""
    answer = httpx.post(
        settings.MAIL_IMAP_TOKEN_URL,
        data={
            "grant_type": "client_credentials",
            "client_id": settings.MAIL_IMAP_CLIENT,
            "client_secret": settings.MAIL_IMAP_SECRET,
            "scope": settings.MAIL_IMAP_SCOPE,
        },
        timeout=SECONDS,
    )
    answer.raise_for_status()
    return str(answer.json()["access_token"])
