"""What `doctor` finds about mail: the relay, the ways back, and who is believed to have written."""

import re
import socket
from collections.abc import Iterator
from imaplib import IMAP4
from pathlib import Path
from typing import Final

from parvis.kernel.console import said, said_of
from parvis.operations.finding import Finding, Level

SECONDS: Final = 5
SEEN: Final = 50  # of the last day's messages
HEAD: Final = 65_536
HERE: Final = frozenset({"127.0.0.1", "::1", "localhost"})


def look() -> Iterator[Finding]:
    """Look at mail going out, then at mail coming in."""
    from django.conf import settings

    yield from _relay()
    if settings.MAIL_URL:
        yield from _domain()
    if settings.MAIL_LMTP:
        yield from _lmtp(settings.MAIL_LMTP)
    if settings.MAIL_IMAP_URL:
        yield from _mailbox()
    if settings.MAIL_LMTP or settings.MAIL_IMAP_URL:
        yield from _senders()
    elif settings.MAIL_URL:
        yield Finding(
            Level.NOTE,
            said("Nobody can answer by mail: no way back is set up."),
            said(
                "Set PARVIS_MAIL_LMTP for a mail server here, or PARVIS_MAIL_IMAP_URL for a "
                "mailbox elsewhere; docs/mail-in.md has both."
            ),
        )
    yield from _paused()


def _relay() -> Iterator[Finding]:
    import smtplib

    from django.conf import settings
    from django.core.mail import mailers

    from parvis.mail.oauth import NoToken

    if not settings.MAIL_URL:
        yield Finding(
            Level.NOTE,
            said(
                "No mail relay is set up: mails are kept in %(folder)s.",
                folder=settings.DATA / "mail",
            ),
            said(
                "Set PARVIS_MAIL_URL (smtp://name:password@host:587/?tls=True)"
                " and PARVIS_MAIL_FROM."
            ),
        )
        return
    try:
        backend = mailers["default"]
        backend.open()
        backend.close()
    except NoToken as error:
        yield _no_token(error)
    except smtplib.SMTPAuthenticationError as error:
        yield Finding(
            Level.BAD,
            said("The mail relay does not let us in: %(error)s", error=_words(error.smtp_error)),
            said(
                "Check the name and password in PARVIS_MAIL_URL "
                "(an @ within them is percent-encoded)."
            ),
        )
    except OSError as error:
        yield Finding(
            Level.BAD,
            said("The mail relay does not let us in: %(error)s", error=error),
            said("Check PARVIS_MAIL_URL."),
        )
    else:
        yield Finding(Level.GOOD, said("The mail relay answers"))


def _no_token(error: OSError) -> Finding:
    return Finding(
        Level.BAD,
        said("No token to sign in at the mail server: %(error)s", error=error),
        said("Check PARVIS_MAIL_OAUTH_TOKEN_URL, …_CLIENT and …_SECRET (secrets run out)."),
    )


def _domain() -> Iterator[Finding]:
    from parvis.mail import addresses

    domain = addresses.domain()
    if "." not in domain or domain.endswith((".localhost", ".local", ".invalid")):
        yield Finding(
            Level.BAD,
            said("Answers would go to …@%(domain)s, which no mail server knows.", domain=domain),
            said(
                "Set PARVIS_MAIL_DOMAIN to a domain whose mail comes here, or PARVIS_MAIL_MAILBOX "
                "to the one mailbox; and PARVIS_MAIL_FROM to an address there."
            ),
        )
        return
    yield Finding(Level.GOOD, said("Answers go to …@%(domain)s", domain=domain))
    sender = addresses.sender()
    if sender.rpartition("@")[2] != domain:
        yield Finding(
            Level.NOTE,
            said(
                "Letters come from %(sender)s, elsewhere than answers go (%(domain)s).",
                sender=sender,
                domain=domain,
            ),
            said(
                "See that mail to %(sender)s reaches Parvis too: reports of letters that failed "
                "go there.",
                sender=sender,
            ),
        )


def _lmtp(where: str) -> Iterator[Finding]:
    try:
        greeting = _greeting(where)
    except (OSError, ValueError) as error:
        yield Finding(
            Level.BAD,
            said("Nothing answers at %(where)s (LMTP): %(error)s", where=where, error=error),
            said("./bin/parvis serve listens there; if it runs, its log says why not."),
        )
        return
    if "LMTP" not in greeting and "Parvis" not in greeting:
        yield Finding(
            Level.BAD,
            said("Something else than Parvis answers at %(where)s (LMTP).", where=where),
            said("Set PARVIS_MAIL_LMTP to a free port, and the mail server's transport with it."),
        )
        return
    yield Finding(Level.GOOD, said("Mail comes in at %(where)s (LMTP)", where=where))
    if "/" not in where and where.rpartition(":")[0].strip("[]") not in HERE:
        yield Finding(
            Level.NOTE,
            said("Whoever reaches %(where)s can hand in mail.", where=where),
            said("Let only your mail server through to it (a firewall), or listen at 127.0.0.1."),
        )


def _greeting(where: str) -> str:
    """Return a server's first line; raises OSError, or ValueError for no place at all."""
    if "/" in where:
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(SECONDS)
        connection.connect(where)
    else:
        host, _colon, port = where.rpartition(":")
        address = (host.strip("[]") or "127.0.0.1", int(port))
        connection = socket.create_connection(address, SECONDS)
    with connection:
        line = connection.recv(512).decode("utf-8", "replace")
        connection.sendall(b"QUIT\r\n")
        return line


def _mailbox() -> Iterator[Finding]:
    from django.conf import settings
    from imap_tools.errors import ImapToolsError, MailboxFolderSelectError

    from parvis.mail.incoming import imap
    from parvis.mail.oauth import NoToken

    try:
        where = imap.configured(settings.MAIL_IMAP_URL)
        unread = imap.look()
    except NoToken as error:
        yield _no_token(error)
    except ValueError as error:
        yield Finding(Level.BAD, error.args[0], said("docs/mail-in.md shows how it is written."))
    except MailboxFolderSelectError:
        yield Finding(
            Level.BAD,
            said("The mailbox has no folder %(folder)s.", folder=where.folder),
            said("Name one that is there at the end of PARVIS_MAIL_IMAP_URL, such as /INBOX."),
        )
    except (ImapToolsError, IMAP4.error) as error:
        yield Finding(
            Level.BAD,
            said(
                "%(host)s does not let %(user)s look into the mailbox: %(error)s",
                host=where.host,
                user=where.user,
                error=_words(error),
            ),
            said(
                "Check the name and password in PARVIS_MAIL_IMAP_URL "
                "(an @ within them is percent-encoded)."
            ),
        )
    except OSError as error:
        yield Finding(
            Level.BAD,
            said("%(host)s (IMAP) cannot be reached: %(error)s", host=where.host, error=error),
            said("Check PARVIS_MAIL_IMAP_URL, and that the firewall lets us out to it."),
        )
    else:
        yield Finding(
            Level.GOOD,
            said_of(
                "The mailbox is open to us: %(n)s unread mail",
                "The mailbox is open to us: %(n)s unread mails",
                unread,
            ),
        )


def _senders() -> Iterator[Finding]:
    from django.conf import settings

    relay = settings.MAIL_TRUSTED_RELAY
    if not relay:
        yield Finding(
            Level.NOTE,
            _WITHOUT_RELAY[settings.MAIL_UNPROVEN],
            said(
                "Have your mail server check senders (DMARC) and set PARVIS_MAIL_TRUSTED_RELAY to "
                "the name in its Authentication-Results."
            ),
        )
        return
    looked, bearing = _bearing(Path(settings.DATA) / "mail-in" / "raw", relay)
    if looked and not bearing:
        yield Finding(
            Level.BAD,
            said_of(
                "Of %(n)s mail of the last day, none has been checked by %(relay)s.",
                "Of %(n)s mails of the last day, none has been checked by %(relay)s.",
                looked,
                relay=relay,
            ),
            said(
                "PARVIS_MAIL_TRUSTED_RELAY must be the first word in its Authentication-Results "
                "header, to the letter."
            ),
        )
    else:
        yield Finding(Level.GOOD, said("Senders are checked by %(relay)s", relay=relay))


_WITHOUT_RELAY: Final = {
    "confirm": said("Nobody checks senders: who writes to a community confirms each mail."),
    "refuse": said("Nobody checks senders: mail to a community is turned down."),
    "accept": said("Nobody checks senders: anybody can write to a community in anyone's name."),
}


def _bearing(folder: Path, relay: str) -> tuple[int, int]:
    """Return how many of the last messages were looked at, and how many the relay has checked."""
    if not folder.is_dir():
        return 0, 0
    theirs = re.compile(
        rb"^authentication-results:\s*" + re.escape(relay.encode()) + rb"[\s;]",
        re.IGNORECASE | re.MULTILINE,
    )
    messages = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime)[-SEEN:]
    heads = []
    for path in messages:
        with path.open("rb") as file:
            heads.append(re.split(rb"\r?\n\r?\n", file.read(HEAD), maxsplit=1)[0])
    return len(heads), sum(bool(theirs.search(head)) for head in heads)


def _paused() -> Iterator[Finding]:
    from django.db import DatabaseError

    from parvis.mail.incoming import failures

    try:
        count = failures.paused_count()
    except DatabaseError:
        return  # the missing migrations were told already
    if count:
        yield Finding(
            Level.NOTE,
            said_of(
                "%(n)s address sends our letters back and gets no more.",
                "%(n)s addresses send our letters back and get no more.",
                count,
            ),
            said("The administration's page on mail shows whose, and resumes them."),
        )


def _words(error: object) -> str:
    """Return what a server said, in one line."""
    said_there = error
    if isinstance(error, Exception) and error.args:
        said_there = error.args[0]
    if isinstance(said_there, bytes):
        said_there = said_there.decode("utf-8", "replace")
    return " ".join(str(said_there).split())[:200]
