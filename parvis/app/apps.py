"""The feature as a Django app."""

from typing import Any

from django.apps import AppConfig
from django.http import HttpRequest

from parvis.ui.registry import register_fragment


def head(request: HttpRequest) -> dict[str, Any]:
    """Return what the head of a page says of the app."""
    from django.utils.translation import get_language

    from parvis.app.manifest import look
    from parvis.ui.accent import ground

    day, night = ground("surface")
    bars = {"light": (day, day), "dark": (night, night)}
    bar = bars.get(getattr(request.user, "theme", ""), (day, night))
    return {"language": get_language() or "en", "stamp": look().stamp, "bar": bar}


class SiteAppConfig(AppConfig):
    """Registers ``parvis.app``: its manifest in each head, its scripts at each end."""

    name = "parvis.app"
    label = "app"

    def ready(self) -> None:
        """Put the manifest and the scripts into the frame."""
        register_fragment("head", "app/head.html", head, kept=True)
        register_fragment("end", "app/end.html", kept=True)
