"""The feature as a Django app."""

from django.apps import AppConfig


class CompanyConfig(AppConfig):
    """Registers ``parvis.company``."""

    name = "parvis.company"
    label = "company"
