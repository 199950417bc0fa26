"""The feature as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PostsConfig(AppConfig):
    """Registers ``parvis.posts``."""

    name = "parvis.posts"
    label = "posts"

    def ready(self) -> None:
        """Hang what one kept for later into the frame."""
        from parvis.ui.registry import NavigationItem, register_navigation

        register_navigation(
            NavigationItem(
                key="saved",
                label=_("Kept for later"),
                icon="bookmark",
                url_name="posts:saved",
                order=60,
            )
        )
