"""What a mail server's status says, in plain words (RFC 3463, RFC 5321 4.2.3)."""

import re
from typing import Final

from django.utils.translation import gettext as _

ENHANCED: Final = re.compile(r"\b[245]\.(\d{1,3})\.(\d{1,3})\b")
PLAIN: Final = re.compile(r"\b([45]\d\d)\b")


def meaning(status: str, said: str = "") -> str:
    """Return a sentence for the status of a report, or for what the server said."""
    found = ENHANCED.search(status) or ENHANCED.search(said)
    if found:
        return _of_enhanced(int(found[1]), int(found[2]))
    plain = PLAIN.search(status) or PLAIN.search(said)
    return _of_plain(int(plain[1])) if plain else _("The mail server gave no reason we know.")


def _of_enhanced(subject: int, detail: int) -> str:
    away = _("The mail server turns our letters away (a rule, or a check of the sender).")
    by_detail = {
        (1, 2): _("The domain of this address takes no mail."),
        (1, 10): _("The domain of this address takes no mail."),
        (4, 4): _("The domain of this address takes no mail."),
        (2, 1): _("The mailbox is closed."),
        (2, 2): _("The mailbox is full."),
        (2, 3): _("The letter was too large."),
        (3, 4): _("The letter was too large."),
    }
    by_subject = {
        1: _("There is no such mailbox."),
        4: _("The mail server could not be reached."),
        7: away,
    }
    known = by_detail.get((subject, detail)) or by_subject.get(subject)
    return known or _("The mail server could not deliver.")


def _of_plain(code: int) -> str:
    said = {
        550: _("There is no such mailbox."),
        551: _("There is no such mailbox."),
        552: _("The mailbox is full."),
        553: _("There is no such mailbox."),
        554: _("The mail server turns our letters away (a rule, or a check of the sender)."),
    }
    return said.get(code) or _("The mail server could not deliver.")
