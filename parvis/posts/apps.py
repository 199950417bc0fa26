"""The feature as a Django app."""

from typing import Any

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class PostsConfig(AppConfig):
    """Registers ``parvis.posts``."""

    name = "parvis.posts"
    label = "posts"

    def ready(self) -> None:
        """Hang what one kept for later into the frame."""
        from parvis.ui.registry import (
            Destination,
            NavigationItem,
            register_destination,
            register_fragment,
            register_navigation,
        )

        register_navigation(
            NavigationItem(
                key="saved",
                label=_("Kept for later"),
                icon="bookmark",
                url_name="posts:saved",
                order=60,
            )
        )
        register_destination(
            Destination(
                "write",
                _("New post"),
                "square-pen",
                "posts:write",
                order=10,
                keywords=_("Write, publish, ask a question"),
            )
        )
        register_fragment("end", "posts/react_template.html", choices, kept=True)


def choices(request: HttpRequest) -> dict[str, Any]:
    """Return the row of reactions that the page's scripts put under each post."""
    from parvis.posts.cards import any_choices

    return {"choices": any_choices() if request.user.is_authenticated else ""}
