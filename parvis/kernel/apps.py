"""The feature as a Django app."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Registers ``parvis.kernel``."""

    name = "parvis.kernel"
    label = "kernel"
