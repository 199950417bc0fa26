"""The feature as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from parvis.ui.registry import NavigationItem, register_navigation


class FeedConfig(AppConfig):
    """Registers ``parvis.feed`` and home in the navigation."""

    name = "parvis.feed"
    label = "feed"

    def ready(self) -> None:
        """Put home and the way to write into the frame."""
        register_navigation(
            NavigationItem(
                key="home",
                label=_("Home"),
                icon="house",
                url_name="feed:home",
                order=10,
                places=frozenset({"nav", "bottom"}),
            )
        )
        register_navigation(
            NavigationItem(
                key="write",
                label=_("Write"),
                icon="plus",
                url_name="posts:write",
                order=30,
                places=frozenset({"bottom"}),
            )
        )
