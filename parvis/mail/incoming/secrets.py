"""Keys of ours that a mail quotes: they go before anybody else may read the words.

A letter's links and its answer's address hold keys that act for the person it was for. Whoever
answers quotes them, and an answer is read by all.
"""

import re
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from parvis.mail import addresses, tokens
from parvis.mail.incoming.attachment import Attachment

MOST: Final = 5_000_000
GONE: Final = "…"
KEY: Final = re.compile(rf"[A-Za-z2-7]{{{tokens.LETTERS},}}")
LONG: Final = re.compile(r"[A-Za-z0-9_~.%=:-]{24,}")


def without(text: str) -> str:
    """Return a text without the keys in our addresses and links."""
    host = re.escape(urlsplit(settings.SITE_URL).netloc)
    domain = re.escape(addresses.domain())
    text = re.sub(rf"(https?://{host}/)([^\s<>\"\])]*)", _link, text, flags=re.IGNORECASE)
    text = re.sub(rf"\+[a-z0-9]{{20,64}}(?=@{domain})", f"+{GONE}", text, flags=re.IGNORECASE)
    return KEY.sub(GONE, text)


def are_in(attachment: Attachment) -> bool:
    """Tell whether a text that came as a file, such as a mail passed on, holds a key."""
    if not attachment.content_type.startswith(("text/", "message/")):
        return False
    raw = attachment.path.read_bytes()[:MOST]
    plain = re.sub(rb"=\r?\n", b"", raw).decode("ascii", "replace")
    return without(plain) != plain


def _link(found: re.Match[str]) -> str:
    return found.group(1) + LONG.sub(GONE, found.group(2))
