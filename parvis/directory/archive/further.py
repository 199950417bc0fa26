"""What only our own exports hold beside people, places and posts."""

from typing import Any

from parvis.directory.archive.source import Archive
from parvis.directory.archive.spaces import Spaces
from parvis.directory.report import Report


class Further:
    """Links, files, subscriptions, reactions and the rest of an export of ours."""

    def __init__(
        self, archive: Archive, people: dict[str, int], spaces: Spaces, report: Report, own: str
    ) -> None:
        self.links: dict[str, int] = {}

    def before(self) -> None:
        """Before the posts."""

    def after(self, folders: Any, report_lines: Any) -> None:
        """After the posts."""
