"""The languages that people say they speak, each named in itself."""

from functools import cache
from typing import Final

from babel import Locale, UnknownLocaleError

LANGUAGE_CHOICES: Final = (
    ("fr", "Français"),
    ("en", "English"),
    ("es", "Español"),
    ("de", "Deutsch"),
    ("pt", "Português"),
    ("it", "Italiano"),
    ("ro", "Română"),
    ("tr", "Türkçe"),
    ("ar", "العربية"),
    ("nl", "Nederlands"),
    ("pl", "Polski"),
    ("cs", "Čeština"),
    ("ru", "Русский"),
    ("uk", "Українська"),
    ("hi", "हिन्दी"),
    ("zh", "中文"),
    ("ja", "日本語"),
    ("ko", "한국어"),
)
NAMES: Final = dict(LANGUAGE_CHOICES)


@cache
def language_name(code: str) -> str:
    """Return a language's own name (from the CLDR where it is not listed here), or its code."""
    if code in NAMES:
        return NAMES[code]
    try:
        name = Locale.parse(code, sep="-").get_language_name()
    except (UnknownLocaleError, ValueError):
        name = None
    return name[:1].upper() + name[1:] if name else code
