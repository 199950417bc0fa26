"""The door for mail coming in by LMTP."""

from __future__ import annotations

import os
from typing import Final

STAND_BACK: Final = 5  # of 19 (nice): whoever waits for a page comes before a mail


def run() -> None:
    """Listen where PARVIS_MAIL_LMTP says until told to stop. Django is set up."""
    from django.conf import settings

    from parvis.mail.incoming import lmtp
    from parvis.operations.runtime import Stop

    os.nice(STAND_BACK)
    try:
        lmtp.run(settings.MAIL_LMTP)
    except (OSError, ValueError) as error:
        raise Stop(f"Cannot take mail in at {settings.MAIL_LMTP}: {error}") from error
