"""Signing in at a mail server with a token instead of a password, as an application.

The token is asked for with the application's own credentials (RFC 6749, 4.4), kept while it is
good, and shown to IMAP and SMTP servers by the mechanism XOAUTH2. Where an address of a server
(``PARVIS_MAIL_URL``, ``PARVIS_MAIL_IMAP_URL``) names somebody without a password, a token is used.
"""

import threading
import time
from dataclasses import dataclass
from typing import Final

import httpx
from django.conf import settings

SECONDS: Final = 30
# A token is let go of so long before its end, so that none ends while it is shown.
EARLY: Final = 120
LIFETIME: Final = 300  # where the server does not say
LONGEST_REASON: Final = 300


class NoToken(OSError):
    """The token's server gave none; says why in the server's words."""


@dataclass(frozen=True)
class _Token:
    asked: tuple[str, str, str, str]
    value: str
    until: float


_lock: Final = threading.Lock()
_kept: Final[list[_Token]] = []  # one at most


def is_set_up() -> bool:
    """Tell whether tokens can be had."""
    return bool(settings.MAIL_OAUTH_TOKEN_URL)


def token() -> str:
    """Return a token that is good for a while; raises NoToken."""
    asked = (
        settings.MAIL_OAUTH_TOKEN_URL,
        settings.MAIL_OAUTH_CLIENT,
        settings.MAIL_OAUTH_SECRET,
        settings.MAIL_OAUTH_SCOPE,
    )
    with _lock:
        if not _kept or _kept[0].asked != asked or _kept[0].until <= time.monotonic():
            _kept[:] = [_fetch(asked)]
        return _kept[0].value


def forget() -> None:
    """Let go of the token, since a server would not take it."""
    with _lock:
        _kept.clear()


def initial_response(user: str) -> str:
    """Return what XOAUTH2 begins with, not yet in base64."""
    return f"user={user}\1auth=Bearer {token()}\1\1"


def _fetch(asked: tuple[str, str, str, str]) -> _Token:
    url, client, secret, scope = asked
    words = {"grant_type": "client_credentials", "client_id": client, "client_secret": secret}
    if scope:
        words["scope"] = scope
    try:
        answer = httpx.post(url, data=words, timeout=SECONDS)
        found = answer.json() if answer.content else {}
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NoToken(f"{url}: {error}") from error
    except ValueError as error:  # no JSON
        raise NoToken(f"{url}: HTTP {answer.status_code}") from error
    value = found.get("access_token") if isinstance(found, dict) else None
    if not answer.is_success or not isinstance(value, str):
        raise NoToken(f"{url}: {_reason(found) or f'HTTP {answer.status_code}'}")
    lifetime = _seconds(found.get("expires_in"))
    return _Token(asked, value, time.monotonic() + max(lifetime - EARLY, lifetime / 2))


def _reason(found: object) -> str:
    if not isinstance(found, dict):
        return ""
    said = (str(found.get(name, "")) for name in ("error", "error_description"))
    return " ".join(" ".join(said).split())[:LONGEST_REASON]


def _seconds(given: object) -> float:
    try:
        return float(str(given))
    except ValueError:
        return float(LIFETIME)
