"""What `doctor` finds: one thing looked at, how it is, and what to do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from parvis.kernel.console import said


class Level(Enum):
    """How bad it is."""

    GOOD = said("ok")
    NOTE = said("note")
    BAD = said("FIX")


@dataclass(frozen=True)
class Finding:
    """One thing looked at: how it is, and what to do."""

    level: Level
    what: str
    advice: str = ""


Look = Callable[[], Iterator[Finding]]
