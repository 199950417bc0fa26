"""The fields of a person, cleaned: what is too long is cut, what cannot be is left out and told."""

import hashlib
import zoneinfo
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from parvis.directory.reading.countries import country_of
from parvis.directory.reading.words import language_of, one_line, paragraphs, split_list
from parvis.directory.report import Report
from parvis.kernel.console import said

LENGTHS: Final = {"name": 120, "title": 160, "department": 120, "site": 120}
KIND: Final = "people"


def key(prefix: str, value: str) -> str:
    """Return an origin key; a very long value is replaced by its digest."""
    origin = f"{prefix}:{value}"
    if len(origin) <= 300:
        return origin
    return f"{prefix}:sha256:{hashlib.sha256(value.encode()).hexdigest()}"


def cleaned(told: dict[str, Any], report: Report, where: str) -> dict[str, Any]:
    """Return a person's fields fit to be kept; empty ones are not in it."""
    fields: dict[str, Any] = {}
    for name, value in told.items():
        clean = _CLEANERS[name](value)
        if clean:
            fields[name] = clean
        elif value and (not isinstance(value, str) or value.strip()):
            report.note(
                KIND, said("not understood, left out: %(name)s", name=name), f"{where}: {value}"
            )
    for name, longest in LENGTHS.items():
        if len(str(told.get(name) or "")) > longest and len(fields.get(name, "")) >= longest - 1:
            report.note(KIND, said("too long, cut: %(name)s", name=name), where)
    return fields


def _line(longest: int) -> Callable[[Any], str]:
    """Plain blanks alone: people are found and narrowed down by these words."""

    def clean(value: Any) -> str:
        return "" if isinstance(value, (dict, list)) else one_line(_plain(str(value)), longest)

    return clean


def _plain(text: str) -> str:
    return text if text.isprintable() else " ".join(text.split())


def _email(value: Any) -> str:
    address = str(value).strip().removeprefix("mailto:").removeprefix("SMTP:")
    if len(address) > 254:
        return ""
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address


def _words(longest: int) -> Callable[[Any], list[str]]:
    def clean(value: Any) -> list[str]:
        words = split_list(value) if isinstance(value, str) else _texts(value)
        return list(dict.fromkeys(w for w in (one_line(word, longest) for word in words) if w))[:50]

    return clean


@lru_cache(maxsize=4096)
def _country(value: str) -> str:
    return country_of(value)


def _languages(value: Any) -> list[str]:
    parts = value.split(",") if isinstance(value, str) else _texts(value)
    words = [
        piece for part in parts for piece in (split_list(part) if "q=" not in part else [part])
    ]
    return list(dict.fromkeys(code for code in map(language_of, words) if code))


def _texts(value: Any) -> list[str]:
    return [str(one) for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _zone(value: Any) -> str:
    return value if isinstance(value, str) and value in zoneinfo.available_timezones() else ""


def _locale(value: Any) -> str:
    return language_of(value) if isinstance(value, str) else ""


_CLEANERS: Final[dict[str, Callable[[Any], Any]]] = {
    **{name: _line(longest) for name, longest in LENGTHS.items()},
    "email": _email,
    "country": lambda value: _country(str(value)),
    "languages": _languages,
    "skills": _words(80),
    "about": lambda value: paragraphs(value, 4000) if isinstance(value, str) else "",
    "locale": _locale,
    "time_zone": _zone,
}
