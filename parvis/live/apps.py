"""The feature as a Django app."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    """Registers ``parvis.live``."""

    name = "parvis.live"
    label = "live"
