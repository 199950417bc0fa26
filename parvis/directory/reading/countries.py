"""Countries by their two letters, from two letters, three, or a name in a European language."""

from functools import cache
from typing import Final

from babel import Locale

from parvis.directory.reading.words import fold

LANGUAGES: Final = ("en", "fr", "es", "de", "pt", "it", "ro", "tr", "nl", "pl")
# What people write and no list of countries has.
_ALSO: Final = {
    "uk": "GB",
    "england": "GB",
    "great britain": "GB",
    "usa": "US",
    "u s a": "US",
    "united states of america": "US",
    "etats unis d amerique": "US",
    "deu": "DE",
    "ger": "DE",
    "fra": "FR",
    "esp": "ES",
    "prt": "PT",
    "ita": "IT",
    "rou": "RO",
    "tur": "TR",
    "gbr": "GB",
    "nld": "NL",
    "bel": "BE",
    "che": "CH",
    "pol": "PL",
    "mar": "MA",
    "tun": "TN",
    "dza": "DZ",
    "ind": "IN",
    "chn": "CN",
    "jpn": "JP",
    "bra": "BR",
    "can": "CA",
    "czech republic": "CZ",
    "republique tcheque": "CZ",
    "turkey": "TR",
    "holland": "NL",
    "pays bas": "NL",
}


def country_of(text: str) -> str:
    """Return the two letters of a country, or "" when it is not one."""
    text = text.strip()
    known = _known()
    if len(text) == 2 and text.upper() in known.values():
        return text.upper()
    return known.get(fold(text), "")


@cache
def _known() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "UN", "ZZ", "QO"):
                names.setdefault(fold(name), code)
    return names | _ALSO
