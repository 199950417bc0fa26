"""The feature as a Django app."""

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from parvis.ui.registry import NavigationItem, register_navigation


class NotificationsConfig(AppConfig):
    """Registers ``parvis.notifications`` and its bell."""

    name = "parvis.notifications"
    label = "notifications"

    def ready(self) -> None:
        """Put the bell into the frame."""
        register_navigation(
            NavigationItem(
                key="notifications",
                label=_("Notifications"),
                icon="bell",
                url_name="notifications:list",
                order=50,
                places=frozenset({"nav", "top"}),
                badge=unread,
            )
        )


def unread(request: HttpRequest) -> int:
    """Return how many notifications wait for the signed-in person."""
    from parvis.notifications.queries import unread_count
    from parvis.people.models import Person

    return unread_count(request.user) if isinstance(request.user, Person) else 0
