"""A file that came with a message."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Attachment:
    """A file that came with it, on the desk."""

    path: Path
    name: str
    size: int
    content_type: str
