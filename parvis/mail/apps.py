"""The feature as a Django app."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Registers ``parvis.mail``."""

    name = "parvis.mail"
    label = "mail"
