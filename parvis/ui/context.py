"""What every page of the frame is told."""

import time
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_bidi

from parvis.ui.registry import NavigationItem, registry
from parvis.ui.waiting import waiting


class Entry(NamedTuple):
    """A navigation item as the templates want it, for one person on one page."""

    key: str
    label: str
    icon: str
    url: str
    places: frozenset[str]
    counts: bool
    badge: int
    current: bool


def entry(
    item: NavigationItem, request: HttpRequest, view_name: str, counts: dict[str, int]
) -> Entry | None:
    """One navigation item for this request; None if it is not to be shown."""
    url = item.url()
    if not url or (item.shown and not item.shown(request)):
        return None
    return Entry(
        key=item.key,
        label=str(item.label),
        icon=item.icon,
        url=url,
        places=item.places,
        counts=bool(item.badge),
        badge=counts.get(item.key, 0),
        current=item.is_current(view_name),
    )


def navigation(request: HttpRequest) -> dict[str, tuple[Entry, ...]]:
    """The items of each place, in order, for this request's person."""
    view_name = request.resolver_match.view_name if request.resolver_match else ""
    items = sorted(registry.navigation.values(), key=lambda item: item.order)
    counts = waiting(getattr(request, "user", None))
    entries = [e for item in items if (e := entry(item, request, view_name, counts))]
    return {
        place: tuple(e for e in entries if place in e.places) for place in ("nav", "top", "bottom")
    }


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `navigation`, `theme`, `large` (type), `language`, `direction`, `made_at`
    (milliseconds, as `/live` takes them); costs nothing unused.
    """
    person = getattr(request, "user", None)
    theme = str(getattr(person, "theme", "") or "")
    return {
        "navigation": SimpleLazyObject(lambda: navigation(request)),
        "theme": theme if theme in {"light", "dark"} else "",
        "large": bool(getattr(person, "large_type", False)),
        "language": get_language() or "en",
        "direction": "rtl" if get_language_bidi() else "ltr",
        "made_at": str(time.time_ns() // 1_000_000),
    }


class Offer(NamedTuple):
    """A destination as the command palette shows it."""

    key: str
    label: str
    icon: str
    url: str
    keywords: str = ""
    deed: bool = False
    dialog: str = ""


def destinations(request: HttpRequest) -> list[Offer]:
    """Everything that the command palette can lead this request's person to or do, in order."""
    pages = sorted(registry.navigation.values(), key=lambda item: item.order)
    offers = [
        Offer(item.key, str(item.label), item.icon, item.url())
        for item in pages
        if item.places != {"bottom"} and item.url() and (not item.shown or item.shown(request))
    ]
    for one in sorted(registry.destinations.values(), key=lambda one: one.order):
        url = one.url(request)
        if (url or one.dialog) and (not one.shown or one.shown(request)):
            label, keywords = str(one.label), str(one.keywords)
            offers.append(Offer(one.key, label, one.icon, url, keywords, one.deed, one.dialog))
    return offers
