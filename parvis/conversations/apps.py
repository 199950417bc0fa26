"""The feature as a Django app."""

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    """Registers ``parvis.conversations``."""

    name = "parvis.conversations"
    label = "conversations"
