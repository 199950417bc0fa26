"""The search for communities as an address has it, and as the page offers it."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from parvis.people.languages import language_name
from parvis.spaces.directory import BY_HAND, BY_RULE, FACETS, ORDERS, QUIET, Found, Wish
from parvis.spaces.models import Space
from parvis.spaces.queries import ALL, SHOWN


def wished(request: HttpRequest) -> Wish:
    """Read the search from the address."""
    asked = request.GET
    words = " ".join(asked.get("q", "").replace("\0", "").split())[:100]
    show, order = asked.get("show", ""), asked.get("order", "")
    chosen = {name: asked.get(name, "")[:12] for name in FACETS}
    return Wish(
        words=words,
        show=show if show in SHOWN else ALL,
        chosen={name: value for name, value in chosen.items() if value},
        order=order if order in ORDERS[1:] else "",
    )


def address(wish: Wish, **changes: str) -> str:
    """Write the search as an address has it, with some of it changed."""
    show = "" if wish.show == ALL else wish.show
    told = {"q": wish.words, "show": show, **wish.chosen, "order": wish.order, **changes}
    return urlencode({name: value for name, value in told.items() if value})


def finding(wish: Wish, found: Found) -> dict[str, Any]:
    """Return what the page needs to offer the search and what narrows it down."""
    return {
        "wish": wish,
        "words": wish.words,
        "show": wish.show,
        "query": address(wish),
        "tabs": {show: address(wish, show=show) for show in SHOWN},
        "narrowed": bool(wish.words or wish.chosen),
        "without_words": address(replace(wish, words="")),
        "facets": [
            _facet(wish, name, values)
            for name, values in found.facets.items()
            if len(values) > 1 or wish.chosen.get(name)
        ],
        "orders": [
            (called, address(wish, order=order), order == (wish.order or ORDERS[0]))
            for order, called in _orders(wish).items()
        ],
    }


def _orders(wish: Wish) -> dict[str, str]:
    first = _("Best match first") if wish.words else _("Liveliest first")
    return {
        ORDERS[0]: first,
        "large": _("Largest first"),
        "new": _("Newest first"),
        "name": _("By name"),
    }


def _facet(wish: Wish, name: str, values: list[tuple[str, int]]) -> dict[str, Any]:
    chosen = wish.chosen.get(name, "")
    return {
        "name": name,
        "label": {
            "visibility": _("Visibility"),
            "language": _("Language"),
            "activity": _("Activity"),
            "members": _("Members"),
        }[name],
        "chosen": called(name, chosen) if chosen else "",
        "without": address(wish, **{name: ""}),
        "values": [
            {
                "name": called(name, value),
                "count": count,
                "chosen": value == chosen,
                "query": address(wish, **{name: "" if value == chosen else value}),
            }
            for value, count in values
        ],
    }


def called(name: str, value: str) -> str:
    """Return what a facet's value is called."""
    if name == "language":
        return language_name(value)
    if name == "visibility" and value in Space.Visibility.values:
        return str(Space.Visibility(value).label)
    words = {
        "week": _("Active this week"),
        "month": _("Active this month"),
        QUIET: pgettext("a community", "Quiet"),
        BY_RULE: _("By an audience rule"),
        BY_HAND: _("By joining"),
    }
    return words.get(value, value)
