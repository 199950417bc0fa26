"""The feature as a Django app."""

from typing import Any

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from parvis.ui.registry import Destination, register_destination, register_fragment


class WelcomeConfig(AppConfig):
    """Registers ``parvis.welcome``."""

    name = "parvis.welcome"
    label = "welcome"

    def ready(self) -> None:
        """Put the card on home and the way back into the palette."""
        register_fragment("home", "welcome/card.html", card, order=10, kept=True)
        register_destination(
            Destination(
                "welcome",
                _("The first five minutes"),
                "sprout",
                address=address,
                order=60,
                keywords=_("Welcome, start, tour"),
            )
        )


def card(request: HttpRequest) -> dict[str, Any]:
    """Return what the card on home says; for those who are done it is empty."""
    from parvis.welcome.steps import STEPS, reached

    step = reached(request.user)  # type: ignore[arg-type]
    return {"step": step, "number": STEPS.index(step) + 1 if step else 0, "all": len(STEPS)}


def address(request: HttpRequest) -> str:
    """Return where to go on, for those who have not finished."""
    from django.urls import reverse

    return reverse("welcome:start") if card(request)["step"] else ""
