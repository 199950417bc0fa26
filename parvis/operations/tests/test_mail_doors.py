"""`doctor` and mail: each of its doors open and shut, and each finding says what to do."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from parvis.kernel.console import translated
from parvis.mail import oauth
from parvis.mail.models import Preferences
from parvis.mail.tests.servers import (
    dovecot,
    letterbox,
    needs_dovecot,
    token_server,
)
from parvis.mail.tests.sink import sink
from parvis.operations import mail_doors
from parvis.operations.finding import Finding, Level
from parvis.people.verbs import take_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def set_up(settings: Any) -> Iterator[None]:
    """A company whose mail is as it should be, relay and all."""
    settings.MAIL_URL = "smtp://relay"
    settings.MAIL_DOMAIN = "mail.corp.example"
    settings.DEFAULT_FROM_EMAIL = "Parvis <parvis@mail.corp.example>"
    with sink():
        yield


def found(words: str) -> Finding:
    """Return the one finding that says something; each of the bad ones says what to do."""
    findings = list(mail_doors.look())
    assert all(one.advice for one in findings if one.level is not Level.GOOD)
    (finding,) = [one for one in findings if words in one.what]
    return finding


def test_nothing_set_up_is_said(settings: Any) -> None:
    assert found("The mail relay answers").level is Level.GOOD
    assert found("Answers go to").level is Level.GOOD
    assert found("no way back").level is Level.NOTE
    settings.MAIL_URL = ""
    assert found("No mail relay is set up").level is Level.NOTE


@pytest.mark.parametrize("domain", ["localhost", "office.local"])
def test_a_domain_that_nobody_knows(settings: Any, domain: str) -> None:
    settings.MAIL_DOMAIN = domain
    assert found("no mail server knows").level is Level.BAD


def test_reports_that_would_go_elsewhere(settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "Parvis <parvis@corp.example>"
    assert found("elsewhere than answers go").level is Level.NOTE


def test_the_letterbox(settings: Any, tmp_path: Path) -> None:
    settings.MAIL_LMTP = "127.0.0.1:1"
    assert found("Nothing answers at").level is Level.BAD
    settings.MAIL_LMTP = "nowhere"
    assert found("Nothing answers at").level is Level.BAD
    for where in ("127.0.0.1:0", f"{tmp_path}/lmtp"):
        with letterbox(where) as listening:
            name = listening.getsockname()
            settings.MAIL_LMTP = name if isinstance(name, str) else f"{name[0]}:{name[1]}"
            assert found("Mail comes in at").level is Level.GOOD
    with letterbox("0.0.0.0:0") as listening:
        settings.MAIL_LMTP = f"0.0.0.0:{listening.getsockname()[1]}"
        assert "firewall" in found("Whoever reaches").advice
    with sink():  # a mail server, but not ours
        from django.conf import settings as now

        settings.MAIL_LMTP = f"127.0.0.1:{now.MAILERS['default']['OPTIONS']['port']}"
        assert found("Something else than Parvis").level is Level.BAD


@needs_dovecot
@pytest.mark.slow
def test_the_mailbox(settings: Any) -> None:
    settings.MAIL_IMAP_URL = "imap://parvis:secret@127.0.0.1:1/INBOX"
    assert found("cannot be reached").level is Level.BAD
    settings.MAIL_IMAP_URL = "https://corp.example"
    assert found("imaps://user:password@host/folder").level is Level.BAD
    with dovecot() as ports:
        at = f"127.0.0.1:{ports.imap}"
        settings.MAIL_IMAP_URL = f"imap://parvis:secret@{at}/INBOX"
        assert found("0 unread mails").level is Level.GOOD
        settings.MAIL_IMAP_URL = f"imap://parvis:wrong@{at}/INBOX"
        assert "name and password" in found("does not let parvis look").advice
        settings.MAIL_IMAP_URL = f"imap://parvis:secret@{at}/Nowhere"
        assert found("no folder Nowhere").level is Level.BAD
        settings.MAIL_IMAP_URL = f"imap://parvis@{at}/INBOX"
        with token_server() as tokens:
            oauth.forget()
            settings.MAIL_OAUTH_TOKEN_URL = f"http://127.0.0.1:{tokens.port}/token"
            settings.MAIL_OAUTH_SECRET = "old"
            assert "secrets run out" in found("Invalid client secret").advice


def test_a_relay_that_wants_another_password(settings: Any) -> None:
    class Shut:
        def open(self) -> None:
            import smtplib

            raise smtplib.SMTPAuthenticationError(535, b"5.7.8 no")

    import django.core.mail

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(django.core.mail, "mailers", {"default": Shut()})
        finding = found("does not let us in")
    assert (finding.level, "5.7.8" in finding.what) == (Level.BAD, True)
    assert "percent-encoded" in finding.advice


@pytest.mark.parametrize("unproven", ["confirm", "refuse", "accept"])
def test_without_a_relay_that_checks(settings: Any, unproven: str) -> None:
    settings.MAIL_IMAP_URL = "imap://x@127.0.0.1:1"
    settings.MAIL_UNPROVEN = unproven
    assert found("Nobody checks senders").level is Level.NOTE


def test_whether_the_relay_really_checks(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    settings.MAIL_IMAP_URL = "imap://x@127.0.0.1:1"
    settings.MAIL_TRUSTED_RELAY = "mx.corp.example"
    assert found("Senders are checked").level is Level.GOOD
    raw = tmp_path / "mail-in" / "raw"
    raw.mkdir(parents=True)
    (raw / "1.eml").write_bytes(b"Authentication-Results: other.example; dmarc=pass\r\n\r\nHi")
    assert found("none has been checked").level is Level.BAD
    (raw / "2.eml").write_bytes(b"To: x\r\nAuthentication-Results: MX.corp.example;\r\n\r\nHi")
    assert found("Senders are checked").level is Level.GOOD


def test_paused_addresses_are_counted() -> None:
    from django.utils import timezone

    eve = take_in(None, handle="eve", name="Eve", email="eve@corp.example")
    Preferences.objects.create(person=eve, refused_at=timezone.now())
    assert found("1 address sends our letters back").level is Level.NOTE


def test_it_speaks_french(settings: Any) -> None:
    settings.MAIL_LMTP = "127.0.0.1:1"
    for finding in mail_doors.look():
        for text in (finding.what, finding.advice):
            assert not text or translated(text, "fr") != str(text), text
