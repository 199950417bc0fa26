"""The feature as a Django app."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    """Registers ``parvis.administration``."""

    name = "parvis.administration"
    label = "administration"
