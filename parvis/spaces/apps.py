"""The feature as a Django app."""

from typing import Any

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from parvis.ui.registry import (
    Destination,
    NavigationItem,
    register_destination,
    register_fragment,
    register_navigation,
)


class SpacesConfig(AppConfig):
    """Registers ``parvis.spaces``, communities in the navigation and mine below it."""

    name = "parvis.spaces"
    label = "spaces"

    def ready(self) -> None:
        """Put communities into the frame."""
        register_navigation(
            NavigationItem(
                key="communities",
                label=_("Communities"),
                icon="users-round",
                url_name="spaces:communities",
                order=20,
                places=frozenset({"nav", "bottom"}),
                matches=("spaces:",),
            )
        )
        register_destination(
            Destination(
                "new-community",
                _("New community"),
                "users-round",
                "spaces:new",
                order=12,
                keywords=_("Open, found, create a group"),
                shown=lambda request: getattr(request.user, "is_employee", False),
            )
        )
        register_fragment("nav", "spaces/my_communities.html", my_communities, order=10, kept=True)


def my_communities(request: HttpRequest) -> dict[str, Any]:
    """Return the context of the list of one's communities."""
    from parvis.spaces import queries

    match = request.resolver_match
    here = match.kwargs.get("slug", "") if match and match.app_name == "spaces" else ""
    mine = queries.belonging_of(request).communities
    return {"my_communities": mine, "here": here, "again": False}
