"""The feature as a Django app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Registers ``parvis.search``."""

    name = "parvis.search"
    label = "search"
