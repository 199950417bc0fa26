"""Send the letters that are due: claimed in batches, composed, handed over, noted one by one.

Two workers never have the same letter: it is claimed for two minutes, and noted as sent only
by who still holds the claim. Letters of a worker that was killed are claimed anew after that.
"""

import logging
import smtplib
import time
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.core.mail import mailers
from django.db import connection, transaction
from django.utils import timezone

from parvis.mail.incoming import failures
from parvis.mail.letters import digest
from parvis.mail.letters.desk import Desk
from parvis.mail.letters.message import Message
from parvis.mail.models import Letter
from parvis.mail.outgoing import relay

log = logging.getLogger(__name__)

BATCH: Final = 50
LEASE: Final = timedelta(minutes=2)
MOST_ATTEMPTS: Final = 8
# What concerns one is not kept waiting by what goes to all.
ORDER: Final = (
    Letter.Kind.NEWS,
    Letter.Kind.POST,
    Letter.Kind.DIGEST,
    Letter.Kind.ANNOUNCEMENT,
)

CLAIM: Final = """
UPDATE mail_letter SET claim = %(claim)s, claimed_until = %(until)s
WHERE id IN (
  SELECT id FROM mail_letter
  WHERE state = 'waiting' AND kind = %(kind)s AND due_at <= %(now)s
    AND (claimed_until IS NULL OR claimed_until < %(now)s)
  ORDER BY due_at, id LIMIT %(count)s FOR UPDATE SKIP LOCKED)
RETURNING id
"""

GONE: Final = """
UPDATE mail_letter SET state = 'sent', sent_at = %(now)s
WHERE id = %(letter)s AND claim = %(claim)s AND state = 'waiting'
"""


class ClaimLost(Exception):
    """Somebody else has the letter by now: it is theirs to send."""


@dataclass
class Sender:
    """One run of sending, over one connection, at a steady rate (letters a second; 0: any)."""

    rate: float = field(default_factory=lambda: float(settings.MAIL_RATE))
    claim: uuid.UUID = field(default_factory=uuid.uuid4)
    sent: int = 0
    _next: float = 0.0

    def run(self, seconds: float) -> bool:
        """Send for so long at most; tells whether there may be more.

        Raises OSError when the relay cannot be reached: everything is sent later then.
        """
        until = time.monotonic() + seconds
        backend = mailers["default"]
        desk = Desk()
        try:
            while letters := self._claimed():
                backend.open()
                for letter, message in desk.write(letters):
                    self._send(backend, letter, message)
                if time.monotonic() > until:
                    return True
        finally:
            self._let_go()
            _close(backend)
        return False

    def _claimed(self) -> list[Letter]:
        keys: list[int] = []
        now = timezone.now()
        with connection.cursor() as cursor:
            for kind in ORDER:
                params: dict[str, Any] = {
                    "claim": self.claim,
                    "now": now,
                    "until": now + LEASE,
                    "kind": kind.value,
                    "count": BATCH - len(keys),
                }
                cursor.execute(CLAIM, params)
                keys += [key for (key,) in cursor.fetchall()]
                if len(keys) >= BATCH:
                    break
        found = Letter.objects.filter(pk__in=keys).select_related("person")
        return list(found.order_by("due_at", "pk"))

    def _send(self, backend: Any, letter: Letter, message: Message | None) -> None:
        if message is None:
            return
        self._pace()
        try:
            relay.hand_over(backend, message, lambda: self._note(letter))
            self.sent += 1
        except ClaimLost:
            _drop_connection(backend)
        except smtplib.SMTPServerDisconnected as error:
            _again(letter, str(error))
            _drop_connection(backend)
        except smtplib.SMTPRecipientsRefused as error:
            ((code, text),) = error.recipients.values()
            _refused(letter, code, text)
            if code >= 550:
                failures.note(letter.person, code, text.decode(errors="replace"))
        except smtplib.SMTPResponseException as error:
            _refused(letter, error.smtp_code, error.smtp_error)
        except ValueError as error:  # an address that no relay would take
            _refused(letter, 553, str(error))

    def _note(self, letter: Letter) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(GONE, {"letter": letter.pk, "claim": self.claim, "now": timezone.now()})
            if cursor.rowcount != 1:
                raise ClaimLost
            if letter.kind == Letter.Kind.DIGEST:
                digest.note_sent(letter.person)

    def _pace(self) -> None:
        if not self.rate:
            return
        now = time.monotonic()
        if self._next > now:
            time.sleep(self._next - now)
        self._next = max(self._next, now) + 1 / self.rate

    def _let_go(self) -> None:
        Letter.objects.filter(claim=self.claim, state=Letter.State.WAITING).update(
            claim=None, claimed_until=None
        )


def _refused(letter: Letter, code: int, text: bytes | str) -> None:
    """Give up on a lasting refusal; try a passing one again."""
    words = text.decode(errors="replace") if isinstance(text, bytes) else text
    note = f"{code} {words}"[:300]
    if code >= 500:
        log.warning("letter %s was refused: %s", letter.pk, note)
        Letter.objects.filter(pk=letter.pk).update(
            state=Letter.State.FAILED, sent_at=None, note=note
        )
    else:
        _again(letter, note)


def _again(letter: Letter, note: str) -> None:
    """Have a letter sent later, ever later, and at last not at all."""
    attempts = letter.attempts + 1
    failed = attempts >= MOST_ATTEMPTS
    Letter.objects.filter(pk=letter.pk).update(
        state=Letter.State.FAILED if failed else Letter.State.WAITING,
        sent_at=None,
        attempts=attempts,
        due_at=timezone.now() + timedelta(minutes=2**attempts),
        claim=None,
        claimed_until=None,
        note=note[:300],
    )


def _drop_connection(backend: Any) -> None:
    """Have a new connection made for the next letter."""
    backend.connection = None
    backend.open()


def _close(backend: Any) -> None:
    try:
        backend.close()
    except (OSError, smtplib.SMTPException):
        log.info("the relay hung up first")
