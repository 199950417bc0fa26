"""The feature as a Django app."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Registers ``parvis.notifications``."""

    name = "parvis.notifications"
    label = "notifications"
