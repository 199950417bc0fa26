"""The feature as a Django app."""

from django.apps import AppConfig


class PushConfig(AppConfig):
    """Registers ``parvis.push``, which hears what is told on the site."""

    name = "parvis.push"
    label = "push"

    def ready(self) -> None:
        """Have what is told wait for devices; teach the service worker to show it."""
        from parvis.app.registry import MORE_SCRIPTS
        from parvis.notifications.verbs import TOLD
        from parvis.push.waiting import wait
        from parvis.ui.registry import register_fragment

        if wait not in TOLD:
            TOLD.append(wait)
        if "push/js/worker.js" not in MORE_SCRIPTS:
            MORE_SCRIPTS.append("push/js/worker.js")
        register_fragment("end", "push/end.html", kept=True)
