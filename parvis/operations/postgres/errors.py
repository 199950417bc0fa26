"""What can go wrong around the embedded database, said so that one knows what to do."""

from __future__ import annotations


class PostgresError(Exception):
    """The embedded database cannot be used; the message is for whoever runs the command."""

    @property
    def message(self) -> str:
        """What it was made with: a ``said`` text, which ``str(error)`` would leave in English."""
        return self.args[0] if self.args else ""
