"""The feature as a Django app."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Registers ``parvis.journal``."""

    name = "parvis.journal"
    label = "journal"
