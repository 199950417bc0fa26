"""What a phone is told when the site is installed (W3C, Web Application Manifest)."""

from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from parvis.app.colour import fill
from parvis.company.current import current
from parvis.ui.accent import ground

# What most home screens show under an icon before they cut.
SHORT: Final = 12


@dataclass(frozen=True)
class Look:
    """The company as the app shows it; ``stamp`` changes whenever its icons do."""

    name: str
    colour: str
    logo: int | None

    @property
    def stamp(self) -> str:
        """Return a name for these looks, for addresses that may be kept for ever."""
        return f"{self.logo or 0}-{self.colour.removeprefix('#')}"


def look() -> Look:
    """Return how the company looks now."""
    company = current()
    return Look(company.name, fill(company.brand, company.accent), company.logo_id)


def short_name(name: str) -> str:
    """Return a name that fits under an icon: whole, or its first words."""
    short = name
    while len(short) > SHORT and " " in short:
        short = short.rsplit(" ", 1)[0]
    return short


def manifest() -> dict[str, Any]:
    """Return the manifest in the language of the moment."""
    here = look()
    return {
        "id": "/",
        "name": here.name,
        "short_name": short_name(here.name),
        "description": _("Our company’s own social network."),
        "lang": get_language() or "en",
        "dir": "rtl" if get_language_bidi() else "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": ground("page")[0],
        "theme_color": here.colour,
        "icons": [_icon(here, size, kind) for size in (192, 512) for kind in ("any", "maskable")],
        "shortcuts": [
            {"name": _("Write"), "url": reverse("posts:write")},
            {"name": _("Messages"), "url": reverse("conversations:list")},
            {"name": _("Notifications"), "url": reverse("notifications:list")},
        ],
    }


def _icon(here: Look, size: int, kind: str) -> dict[str, str]:
    address = reverse("app:icon", args=[size, kind])
    return {
        "src": f"{address}?{here.stamp}",
        "sizes": f"{size}x{size}",
        "type": "image/png",
        "purpose": kind,
    }
