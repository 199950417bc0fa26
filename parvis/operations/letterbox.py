"""The door for mail coming in by LMTP, as the supervisor's child."""

from __future__ import annotations

import os
from typing import Final

from parvis.operations.supervisor import follow_parent

STAND_BACK: Final = 5  # of 19 (nice): whoever waits for a page comes before a mail


def main() -> None:
    """Listen where PARVIS_MAIL_LMTP says until told to stop."""
    from parvis.operations.runtime import Stop, set_up

    os.umask(0o077)
    os.nice(STAND_BACK)
    follow_parent()
    set_up()
    from django.conf import settings

    from parvis.mail.incoming.lmtp import run

    try:
        run(settings.MAIL_LMTP)
    except (OSError, ValueError) as error:
        raise Stop(f"Cannot take mail in at {settings.MAIL_LMTP}: {error}") from error


if __name__ == "__main__":
    main()
