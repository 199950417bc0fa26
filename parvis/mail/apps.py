"""The feature as a Django app."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Registers ``parvis.mail``, which hears what is told on the site."""

    name = "parvis.mail"
    label = "mail"

    def ready(self) -> None:
        """Have what is told wait to be told by mail."""
        from parvis.mail.outgoing.waiting import wait
        from parvis.notifications.verbs import TOLD

        if wait not in TOLD:
            TOLD.append(wait)
