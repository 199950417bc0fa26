"""The look: layout, components, styles and scripts. Knows no feature."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """Registers the look with Django."""

    name = "parvis.ui"
    label = "ui"

    def ready(self) -> None:
        """Offer the list of keys in the command palette."""
        from parvis.ui.registry import Destination, register_destination

        register_destination(
            Destination(
                "keys",
                _("Keyboard shortcuts"),
                "keyboard",
                order=90,
                keywords=_("Help, keys"),
                dialog="#keys",
            )
        )
