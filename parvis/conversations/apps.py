"""The feature as a Django app."""

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from parvis.ui.registry import NavigationItem, register_navigation


class ConversationsConfig(AppConfig):
    """Registers ``parvis.conversations`` and its place in the frame."""

    name = "parvis.conversations"
    label = "conversations"

    def ready(self) -> None:
        """Put the messages into the frame."""
        register_navigation(
            NavigationItem(
                key="messages",
                label=_("Messages"),
                icon="messages-square",
                url_name="conversations:list",
                order=40,
                places=frozenset({"nav", "bottom"}),
                badge=unread,
                matches=("conversations:",),
            )
        )


def unread(request: HttpRequest) -> int:
    """Return in how many conversations something waits for the signed-in person."""
    from parvis.conversations.queries import unread as count
    from parvis.people.models import Person

    return count(request.user) if isinstance(request.user, Person) else 0
