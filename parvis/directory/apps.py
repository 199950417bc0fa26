"""The feature as a Django app."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Registers ``parvis.directory``."""

    name = "parvis.directory"
    label = "directory"
