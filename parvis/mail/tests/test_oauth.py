"""Signing in by token: a mailbox at Dovecot, a relay that is Postfix, and what goes wrong."""

import smtplib
import time
from collections.abc import Iterator
from imaplib import IMAP4
from typing import Any

import pytest
from django.core.mail import EmailMessage, mailers

from parvis.mail import oauth
from parvis.mail.incoming import imap
from parvis.mail.tests.servers import (
    TokenServer,
    dovecot,
    letterbox,
    needs_dovecot,
    needs_postfix,
    postfix,
    token_server,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def tokens(settings: Any) -> Iterator[TokenServer]:
    """Tokens are had from a server of the tests' own."""
    oauth.forget()
    with token_server() as server:
        settings.MAIL_OAUTH_TOKEN_URL = f"http://127.0.0.1:{server.port}/token"
        settings.MAIL_OAUTH_CLIENT = server.CLIENT
        settings.MAIL_OAUTH_SECRET = server.SECRET
        yield server
    oauth.forget()


def test_a_token_is_asked_for_as_an_application_and_kept(tokens: TokenServer) -> None:
    first = oauth.token()
    assert oauth.token() == first
    (asked,) = tokens.asked
    assert asked["grant_type"] == "client_credentials"
    assert asked["scope"] == "https://outlook.office365.com/.default"
    oauth.forget()
    assert oauth.token() != first


def test_a_token_that_ends_soon_is_replaced(
    tokens: TokenServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = oauth.token()
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + 3400)
    assert oauth.token() == first
    monkeypatch.setattr(time, "monotonic", lambda: now + 3500)
    assert oauth.token() != first


def test_what_the_tokens_server_says_is_told(tokens: TokenServer, settings: Any) -> None:
    settings.MAIL_OAUTH_SECRET = "wrong"
    with pytest.raises(oauth.NoToken, match="AADSTS7000215: Invalid client secret"):
        oauth.token()
    settings.MAIL_OAUTH_TOKEN_URL = "http://127.0.0.1:1/token"
    with pytest.raises(oauth.NoToken):
        oauth.token()


@needs_dovecot
def test_a_mailbox_is_looked_into_by_token(tokens: TokenServer, settings: Any) -> None:
    with dovecot(tokens.port) as ports:
        settings.MAIL_IMAP_URL = f"imap://parvis@127.0.0.1:{ports.imap}/INBOX"
        assert imap.look() == 0
        assert imap.poll() == []
        tokens.good.clear()  # the server forgets it before its time
        assert imap.look() == 0
        assert len(tokens.asked) == 2
        tokens.user = "somebody.else"
        oauth.forget()
        with pytest.raises(IMAP4.error):
            imap.look()
        settings.MAIL_IMAP_URL = f"imap://parvis:secret@127.0.0.1:{ports.imap}/INBOX"
        with pytest.raises(Exception, match=r"(?i)auth|unsupported"):  # a password is not taken
            imap.look()


@needs_dovecot
@needs_postfix
def test_a_relay_is_used_by_token(tokens: TokenServer, settings: Any) -> None:
    with dovecot(tokens.port) as ports, letterbox() as listening:
        lmtp = listening.getsockname()[1]
        with postfix(lmtp, corp="discard:", sasl_port=ports.sasl) as smtp:
            _relay(settings, smtp)
            assert _send() == 1
            assert len(tokens.asked) == 1
            tokens.good.clear()
            assert _send() == 1
            tokens.user = "somebody.else"
            oauth.forget()
            with pytest.raises(smtplib.SMTPAuthenticationError):
                _send()
            _relay(settings, smtp, username="", password="")
            with pytest.raises(smtplib.SMTPRecipientsRefused):
                _send()


def _relay(settings: Any, port: int, **options: str) -> None:
    given = {"host": "127.0.0.1", "port": port, "username": "parvis", "password": "", **options}
    backend = "parvis.mail.outgoing.relay.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": given}}


def _send() -> int:
    letter = EmailMessage("Hello", "There", "parvis@net.example", ["bob@corp.example"])
    return int(mailers["default"].send_messages([letter]))
