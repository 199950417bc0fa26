"""The feature as a Django app."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Registers ``parvis.files``, and hangs files on posts."""

    name = "parvis.files"
    label = "files"

    def ready(self) -> None:
        """Let posts carry files: posts stand above and call what is registered with them."""
        from parvis.files.verbs import attach
        from parvis.posts.verbs import ATTACHERS

        if attach not in ATTACHERS:
            ATTACHERS.append(attach)
