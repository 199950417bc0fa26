"""What the commands say, in the language of whoever typed them.

A text is made with ``said``: it is its English self, for JSON, keys and tests, and knows how it is
put into another language when it is shown. That needs no Django, so that ``doctor`` can speak
before anything else works.
"""

import gettext
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from parvis.kernel.languages import LANGUAGES

LOCALE: Final = Path(__file__).resolve().parents[2] / "locale"
# The first of these that is set decides, as with every other command (but for the first one).
VARIABLES: Final = ("PARVIS_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
# Between thousands, as CLDR has it; a comma in the other languages.
_GROUPS: Final = {"fr": "\u202f", **dict.fromkeys(("de", "es", "it", "pt", "ro", "tr"), ".")}


class Said(str):
    """An English text that can be translated; ``many`` and ``n`` where it depends on a number."""

    __slots__ = ("many", "n", "one", "values")

    one: str
    many: str
    n: int
    values: dict[str, Any]


def said(text: str, **values: Any) -> Said:
    """Return a text with its values filled in (``%(name)s``); numbers are grouped."""
    return said_of(text, text, 1, **values) if values else _said(text, text, 1, {})


def said_of(one: str, many: str, n: int, **values: Any) -> Said:
    """Return the text for a number, which is ``%(n)s`` in it."""
    return _said(one, many, n, {"n": n, **values})


def _said(one: str, many: str, n: int, values: dict[str, Any]) -> Said:
    made = Said(_filled(one if n == 1 else many, values, "en"))
    made.one, made.many, made.n, made.values = one, many, n, values
    return made


def translated(text: object, code: str | None = None) -> str:
    """Return a text in the console\'s language (or ``code``); all but ``said`` ones as they are."""
    if not isinstance(text, Said):
        return str(text)
    code = code or language()
    catalogue = _catalogue(code)
    if text.one == text.many:
        template = catalogue.gettext(text.one)
    else:
        template = catalogue.ngettext(text.one, text.many, text.n)
    return _filled(template, text.values, code)


def figure(number: int, code: str | None = None) -> str:
    """Return a number with its thousands grouped."""
    return f"{number:,}".replace(",", _GROUPS.get(code or language(), ","))


def language(environment: Mapping[str, str] = os.environ) -> str:
    """Return the console's language: one that there are translations for, else English."""
    for name in VARIABLES:
        if wanted := environment.get(name, ""):
            code = wanted.partition(".")[0].partition("@")[0].partition("_")[0].lower()
            code = code.partition("-")[0]
            return code if code in LANGUAGES else "en"
    return "en"


def _filled(template: str, values: dict[str, Any], code: str) -> str:
    if not values:
        return template
    return template % {name: _shown(value, code) for name, value in values.items()}


def _shown(value: Any, code: str) -> str:
    if isinstance(value, Said):
        return str(value) if code == "en" else translated(value, code)
    return figure(value, code) if isinstance(value, int) else str(value)


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    return gettext.translation("django", LOCALE, [code], fallback=True)
