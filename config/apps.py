"""The project as a Django app: once every feature is loaded, it connects who listens to what."""

from django.apps import AppConfig


class ParvisConfig(AppConfig):
    """Connects the wiring at start."""

    name = "config"

    def ready(self) -> None:
        """Connect the journal's listeners, as ``config/wiring.py`` lists them."""
        from config import wiring

        wiring.connect()
