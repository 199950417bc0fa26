"""Small things about words: folding, cutting, lists in one cell, languages, handles."""

import re
from functools import cache, lru_cache
from typing import Final

from babel import Locale

from parvis.kernel.words import one_line as words_on_one_line
from parvis.kernel.words import unaccented

LANGUAGE_NAMES: Final = ("en", "fr", "es", "de", "pt", "it", "ro", "tr")
_LETTERS: Final = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"}
)
_CONTROL: Final = dict.fromkeys([*range(32), 127])


def words(text: str) -> frozenset[str]:
    """Return the words of a text as a set: for lists of names that read well."""
    return frozenset(text.split())


def fold(text: str) -> str:
    """Return lower-case words without accents, parted by single blanks: for comparing."""
    letters = unaccented(text.casefold().translate(_LETTERS))
    return " ".join(re.sub(r"[\W_]+", " ", letters).split())


def one_line(text: str, longest: int) -> str:
    """Return a text on one line without control characters, cut to a length."""
    if not text.isprintable():
        text = words_on_one_line(text).translate(_CONTROL)
    return storable(text.strip()[:longest].strip())


def paragraphs(text: str, longest: int) -> str:
    """Return a longer text without what the database cannot hold, cut to a length."""
    return storable(text.replace("\r\n", "\n").strip()[:longest].strip())


def storable(text: str) -> str:
    """Return a text without zero characters and lone halves of characters."""
    text = text.replace("\x00", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def split_list(text: str) -> list[str]:
    """Return the parts of a cell that lists several things."""
    return [part for part in (piece.strip() for piece in re.split(r"[;,|/\n]+", text)) if part]


def handle_from(text: str) -> str:
    """Return a handle made of a word or a name ("Zoé Martin": zoe.martin); may be empty."""
    plain = text.casefold()
    if plain.isascii() and plain.isalnum():
        return plain[:50]
    handle = re.sub(r"[^a-z0-9._-]+", ".", unaccented(plain.translate(_LETTERS)))
    return re.sub(r"\.{2,}", ".", handle).strip("._-")[:50].strip("._-")


@lru_cache(maxsize=1024)
def language_of(text: str) -> str:
    """Return a language's code from a code ("fr-FR"), a list ("fr;q=0.9") or a name, or ""."""
    text = text.partition(";")[0].strip()
    match = re.fullmatch(r"([A-Za-z]{2,3})(?:[-_]\w+)*", text)
    if match and match[1].lower() in _codes():
        return match[1].lower()
    return _names().get(fold(text), "")


@cache
def _codes() -> frozenset[str]:
    return frozenset(str(code) for code in Locale("en").languages if len(str(code)) in (2, 3))


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in LANGUAGE_NAMES:
        for code, name in Locale(language).languages.items():
            if len(code) == 2:
                names.setdefault(fold(name), code)
    return names
