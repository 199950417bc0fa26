"""What every page of the frame is told."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_bidi

from parvis.ui.registry import NavigationItem, registry


def entry(item: NavigationItem, request: HttpRequest, view_name: str) -> dict[str, Any] | None:
    """One navigation item as the templates want it; None if it is not to be shown."""
    url = item.url()
    if not url or (item.shown and not item.shown(request)):
        return None
    return {
        "key": item.key,
        "label": item.label,
        "icon": item.icon,
        "url": url,
        "places": item.places,
        "counts": item.badge is not None,
        "badge": item.badge(request) if item.badge else 0,
        "current": item.is_current(view_name),
    }


def navigation(request: HttpRequest) -> dict[str, list[dict[str, Any]]]:
    """The items of each place, in order, for this request's person."""
    view_name = request.resolver_match.view_name if request.resolver_match else ""
    items = sorted(registry.navigation.values(), key=lambda item: item.order)
    entries = [e for item in items if (e := entry(item, request, view_name))]
    return {
        place: [e for e in entries if place in e["places"]] for place in ("nav", "top", "bottom")
    }


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `navigation`, `theme`, `language`, `direction`; costs nothing unused."""
    person = getattr(request, "user", None)
    theme = str(getattr(person, "theme", "") or "")
    return {
        "navigation": SimpleLazyObject(lambda: navigation(request)),
        "theme": theme if theme in {"light", "dark"} else "",
        "language": get_language() or "en",
        "direction": "rtl" if get_language_bidi() else "ltr",
    }
