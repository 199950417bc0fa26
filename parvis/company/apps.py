"""The feature as a Django app."""

from typing import Any

from django.apps import AppConfig
from django.http import HttpRequest

from parvis.ui.registry import register_fragment


class CompanyConfig(AppConfig):
    """Registers ``parvis.company``, and tells people in whose house they are."""

    name = "parvis.company"
    label = "company"

    def ready(self) -> None:
        """Answer people's questions about the company; hear when it changes."""
        from parvis.company import current
        from parvis.live.hub import hub
        from parvis.people import house

        house.register(current.house)
        hub.on_change_of_rights(current.forget)
        register_fragment("head", "company/accent_link.html", brand, kept=True)


def brand(request: HttpRequest) -> dict[str, Any]:
    """Return the six figures of the company's own colour, for its style sheet; empty for none."""
    from parvis.company.current import current

    return {"colour": current().brand.removeprefix("#")}
