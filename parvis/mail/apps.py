"""The feature as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailConfig(AppConfig):
    """Registers ``parvis.mail``, which hears what is told on the site."""

    name = "parvis.mail"
    label = "mail"

    def ready(self) -> None:
        """Have what is told wait to be told by mail; offer its choices in the palette."""
        from parvis.mail.outgoing.waiting import wait
        from parvis.notifications.verbs import TOLD
        from parvis.ui.registry import Destination, register_destination

        register_destination(
            Destination(
                "mail",
                _("What comes by mail"),
                "mail",
                "mail:preferences",
                order=42,
                keywords=_("Settings, notifications, digest"),
            )
        )
        if wait not in TOLD:
            TOLD.append(wait)
