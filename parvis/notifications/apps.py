"""The feature as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from parvis.ui.registry import NavigationItem, register_navigation


class NotificationsConfig(AppConfig):
    """Registers ``parvis.notifications`` and its bell."""

    name = "parvis.notifications"
    label = "notifications"

    def ready(self) -> None:
        """Put the bell into the frame."""
        from parvis.notifications.queries import UNREAD

        register_navigation(
            NavigationItem(
                key="notifications",
                label=_("Notifications"),
                icon="bell",
                url_name="notifications:list",
                order=50,
                places=frozenset({"nav", "top"}),
                badge=UNREAD,
            )
        )
