"""The look: layout, components, styles and scripts. Knows no feature."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Registers the look with Django."""

    name = "parvis.ui"
    label = "ui"
