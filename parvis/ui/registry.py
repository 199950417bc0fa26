"""What features hang into the frame at start, so that the frame need not import them."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

Text = str | Promise
Context = Callable[[HttpRequest], dict[str, Any]]
Shown = Callable[[HttpRequest], bool]

PLACES = frozenset({"nav", "top", "bottom"})


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One way to somewhere.

    `key` names it (and its badge); `places` says where it stands: `nav` (the column on the
    left), `top` (phone, next to the search), `bottom` (phone, under the thumb). `url_name` may
    be anything `reverse` takes; an item whose page does not exist is left out. `badge` counts
    what waits for the person: SQL for one number, in terms of `%(person)s`, so that one
    statement answers for the whole frame (`ui.waiting`). `shown` hides it from those it is not
    for. It is the current one on its own page and on every page whose view name starts with one
    of `matches`.
    """

    key: str
    label: Text
    icon: str
    url_name: str
    order: int = 100
    places: frozenset[str] = frozenset({"nav"})
    badge: str = ""
    shown: Shown | None = None
    matches: tuple[str, ...] = ()

    def url(self) -> str:
        """The address, or an empty text where no such page is installed."""
        return _url(self.url_name)

    def is_current(self, view_name: str) -> bool:
        """Whether this item stands for the page of that view name."""
        return bool(view_name) and (
            view_name == self.url_name or any(view_name.startswith(m) for m in self.matches)
        )


@dataclass(frozen=True, slots=True)
class Destination:
    """A page or a deed that the command palette offers, beside the navigation itself.

    `url_name` is anything `reverse` takes, `address` computes one for a request instead (an empty
    text leaves it out). `keywords` are further words it is found by. A `deed` is posted to, not
    gone to; `dialog` (a selector) is opened instead of either.
    """

    key: str
    label: Text
    icon: str
    url_name: str = ""
    address: Callable[[HttpRequest], str] | None = None
    keywords: Text = ""
    order: int = 100
    shown: Shown | None = None
    deed: bool = False
    dialog: str = ""

    def url(self, request: HttpRequest) -> str:
        """The address for this request; empty where there is none."""
        if self.address is not None:
            return self.address(request)
        return _url(self.url_name) if self.url_name else ""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of HTML that a feature puts into a named slot of the frame."""

    slot: str
    template: str
    context: Context | None = None
    order: int = 100
    kept: bool = False


@cache
def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@dataclass(slots=True)
class Registry:
    """Everything registered in this process."""

    navigation: dict[str, NavigationItem] = field(default_factory=dict)
    destinations: dict[str, Destination] = field(default_factory=dict)
    fragments: dict[str, list[Fragment]] = field(default_factory=lambda: defaultdict(list))


registry = Registry()


def register_navigation(item: NavigationItem) -> None:
    """Add `item` to the frame; the same key again replaces it. Call from `AppConfig.ready`.

    Raises ValueError for a place that the frame does not have.
    """
    if unknown := item.places - PLACES:
        raise ValueError(f"unknown place {sorted(unknown)}; there are {sorted(PLACES)}")
    registry.navigation[item.key] = item


def register_destination(destination: Destination) -> None:
    """Offer `destination` in the command palette; the same key again replaces it."""
    registry.destinations[destination.key] = destination


def register_fragment(
    slot: str,
    template: str,
    context: Context | None = None,
    order: int = 100,
    *,
    kept: bool = False,
) -> None:
    """Show `template` wherever `{% slot "<slot>" %}` stands, with `context(request)` added.

    With `kept` it is a Jinja2 template that shows nothing else than these values (hashable ones)
    and is rendered once for all who are shown the same: see `parvis.ui.kept`.

    The frame has the slots `nav` (under the navigation: my communities), `home` (above the feed),
    `side` (the right column, unless a page fills it itself), `me` (the menu behind one's face) and
    `end` (before the end of the page, for dialogs). Registering the same template again changes
    nothing.
    """
    known = registry.fragments[slot]
    if all(fragment.template != template for fragment in known):
        known.append(Fragment(slot, template, context, order, kept))
        known.sort(key=lambda fragment: fragment.order)
