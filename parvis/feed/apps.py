"""The feature as a Django app."""

from django.apps import AppConfig


class FeedConfig(AppConfig):
    """Registers ``parvis.feed``."""

    name = "parvis.feed"
    label = "feed"
