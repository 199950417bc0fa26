"""The beginning of a long text, for pages that show many: a feed is read on slow lines too."""

import re
from typing import Final

from django.utils.text import Truncator

# Visible characters: a text is cut only when that spares more than a glance.
LONG: Final = 1500
KEPT: Final = 1000

# Good for sanitised HTML, where every "<" begins a tag.
_TAG: Final = re.compile("<[^>]*>")


def beginning(html: str) -> str | None:
    """Return the first words of a sanitised text with its elements closed; None: it is short."""
    if len(html) <= LONG or len(_TAG.sub("", html)) <= LONG:
        return None
    return Truncator(html).chars(KEPT, html=True)
