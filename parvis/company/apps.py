"""The feature as a Django app."""

from django.apps import AppConfig


class CompanyConfig(AppConfig):
    """Registers ``parvis.company``, and tells people in whose house they are."""

    name = "parvis.company"
    label = "company"

    def ready(self) -> None:
        """Answer people's questions about the company; hear when it changes."""
        from parvis.company import current
        from parvis.live.hub import hub
        from parvis.people import house

        house.register(current.house)
        hub.on_change_of_rights(current.forget)
