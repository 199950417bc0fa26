"""What the worker's jobs do: a while of sending, batch after batch of writing."""

import logging
import smtplib
from collections.abc import Callable
from typing import Final

from parvis.mail.models import Mailing
from parvis.mail.outgoing import lists, wakes
from parvis.mail.outgoing.sending import Sender

log = logging.getLogger(__name__)

# A job that sends ends after this long, so that a worker that stops need not wait for it.
SECONDS: Final = 8.0


def gather(write: Callable[[], int]) -> None:
    """Write letters, and have them sent if there are any."""
    if write():
        wakes.send()


def send() -> None:
    """Send for a while, then have the next job go on; the relay's absence is waited out."""
    try:
        more = Sender().run(SECONDS)
    except (OSError, smtplib.SMTPException) as error:
        log.warning("the mail relay cannot be reached, letters wait: %s", error)
        return
    if more:
        wakes.send()


def announce(post: int) -> None:
    """Write an announcement's letters; sending begins with the first batch."""
    mailing = Mailing.objects.get(pk=post)
    while lists.write_some(mailing):
        wakes.send()
