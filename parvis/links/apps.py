"""The feature as a Django app."""

from django.apps import AppConfig


class LinksConfig(AppConfig):
    """Registers ``parvis.links``. It has no rows of its own: LinkCard belongs to posts."""

    name = "parvis.links"
    label = "links"
