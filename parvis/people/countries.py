"""Countries by ISO 3166 code, named in the reader's language by the CLDR (from Babel)."""

from functools import cache

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language

from parvis.kernel.words import alphabetical


@cache
def _names(language: str) -> dict[str, str]:
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    return {code: name for code, name in locale.territories.items() if len(code) == 2}


@cache
def _choices(language: str) -> list[tuple[str, str]]:
    names = {code: name for code, name in _names(language).items() if code not in PSEUDO}
    return [("", "–"), *sorted(names.items(), key=lambda item: alphabetical(item[1]))]


PSEUDO = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO", "CP", "DG", "AC", "TA", "CQ"})


def country_name(code: str) -> str:
    """Return a country's name in the reader's language, or its code where it has none."""
    return _names(get_language() or "en").get(code.upper(), code)


def country_choices() -> list[tuple[str, str]]:
    """Return every country for a form, by name in the reader's language."""
    return _choices(get_language() or "en")
