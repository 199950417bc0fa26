"""The feature as a Django app."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Registers ``parvis.operations``."""

    name = "parvis.operations"
    label = "operations"
