"""The languages that people say they speak, each named in itself."""

from typing import Final

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


def language_name(code: str) -> str:
    """Return a language's own name, or the code where it has none here."""
    return NAMES.get(code, code)
