"""The languages that Parvis speaks: each is complete (``bin/messages --check`` sees to it)."""

from typing import Final

LANGUAGES: Final = {
    "en": "English",
    "fr": "Français",
    "es": "Español",
    "de": "Deutsch",
    "pt": "Português",
    "it": "Italiano",
    "ro": "Română",
    "tr": "Türkçe",
    "ar": "العربية",
}
