"""The feature as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from parvis.ui.registry import (
    Destination,
    NavigationItem,
    register_destination,
    register_navigation,
)


class ConversationsConfig(AppConfig):
    """Registers ``parvis.conversations`` and its place in the frame."""

    name = "parvis.conversations"
    label = "conversations"

    def ready(self) -> None:
        """Put the messages into the frame."""
        from parvis.conversations.queries import UNREAD

        register_navigation(
            NavigationItem(
                key="messages",
                label=_("Messages"),
                icon="messages-square",
                url_name="conversations:list",
                order=40,
                places=frozenset({"nav", "bottom"}),
                badge=UNREAD,
                matches=("conversations:",),
            )
        )
        register_destination(
            Destination(
                "new-conversation",
                _("New message"),
                "message-circle-plus",
                "conversations:new",
                order=11,
                keywords=_("Write to somebody, chat, conversation"),
            )
        )
