"""The feature as a Django app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Registers ``parvis.people``."""

    name = "parvis.people"
    label = "people"
