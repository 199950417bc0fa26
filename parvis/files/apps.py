"""The feature as a Django app."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Registers ``parvis.files``."""

    name = "parvis.files"
    label = "files"
