"""Words on one line, the first of them, and their order."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

# Every blank but the two that keep a sign with its word (French has them before ; : ? ! and »).
_BLANKS: Final = re.compile(r"[^\S\u00a0\u202f]+")

# Signs after which something was still to come.
_OPEN: Final = " \u00a0\u202f,;:–—-(«“"


def one_line(text: str) -> str:
    """Return a text on one line, each run of blanks as one; those that must not break stay."""
    return _BLANKS.sub(" ", text).strip()


def beginning(text: str, most: int) -> str:
    """Return the first words of a line, ``most`` characters with the …; cut within one only where
    it is very long.
    """
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    words = text[:most].rpartition(" ")[0]
    return (words if len(words) > most // 2 else cut).rstrip(_OPEN) + "…"


@lru_cache(maxsize=8192)
def alphabetical(name: str) -> str:
    """Return what to sort a name by: without accents and case, "Éclairage" among the Es."""
    return unaccented(name.casefold())


def unaccented(text: str) -> str:
    """Return a text without its accents, each letter in its plainest form (Unicode's NFKD)."""
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
