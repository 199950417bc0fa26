"""The feature as a Django app."""

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from parvis.ui.registry import (
    Destination,
    NavigationItem,
    register_destination,
    register_navigation,
)


class AdministrationConfig(AppConfig):
    """Registers ``parvis.administration`` and, for administrators, the way there."""

    name = "parvis.administration"
    label = "administration"

    def ready(self) -> None:
        """Put administration into the frame of those it is for."""
        register_navigation(
            NavigationItem(
                key="administration",
                label=_("Administration"),
                icon="settings",
                url_name="administration:overview",
                order=90,
                shown=is_for,
                matches=("administration:",),
            )
        )
        register_destination(
            Destination(
                "invite",
                _("Invite people"),
                "user-plus",
                "administration:invite",
                order=80,
                keywords=_("Administration"),
                shown=is_for,
            )
        )


def is_for(request: HttpRequest) -> bool:
    """Tell whether the request's person administers."""
    return bool(getattr(request.user, "is_admin", False))
