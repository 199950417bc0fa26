"""The feature as a Django app."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    """Registers ``parvis.live`` and lets what is remembered about people die by its nudges."""

    name = "parvis.live"
    label = "live"

    def ready(self) -> None:
        """While this process listens, it may remember who is signed in."""
        from parvis.live.hub import hub
        from parvis.live.nudges import nudge
        from parvis.people import signed_in

        signed_in.trust(
            lambda: hub.listening, lambda person: nudge(f"person:{person}", what="rights")
        )
        hub.on_change_of_rights(signed_in.forget)
