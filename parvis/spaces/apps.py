"""The feature as a Django app."""

from django.apps import AppConfig


class SpacesConfig(AppConfig):
    """Registers ``parvis.spaces``."""

    name = "parvis.spaces"
    label = "spaces"
