"""Rendered once for all who are shown the same: pieces of pages that depend on a few values."""

from collections.abc import Hashable
from functools import lru_cache
from typing import Any, Final

from django.template import engines
from django.utils.safestring import SafeString
from django.utils.translation import get_language

MOST: Final = 2048


def kept(template: str, /, **values: Hashable) -> SafeString:
    """Return a Jinja2 template rendered with these values, from memory where it has been before.

    The template may show nothing but the values it is given and its texts, in the language of
    the moment: no request, no clock, no database.
    """
    return _kept(template, get_language() or "en", **values)


def fresh(template: str, /, **values: Any) -> SafeString:
    """Return the same without remembering it: for what is shown to one person once."""
    return SafeString(engines["jinja2"].get_template(template).render(values))


@lru_cache(maxsize=MOST)
def _kept(template: str, language: str, /, **values: Hashable) -> SafeString:
    return fresh(template, **values)
