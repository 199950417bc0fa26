"""A person as a file tells of them, before it is known who that is here."""

from dataclasses import dataclass, field
from typing import Any, Final

# What the directory decides: it is set again whenever it changes there.
FOLLOWED: Final = ("name", "email", "title", "department", "site", "country")
# What the directory offers: filled in where empty, the person's own afterwards.
OFFERED: Final = ("languages", "skills", "about", "locale", "time_zone")


@dataclass(slots=True)
class Candidate:
    """One person of a file. ``fields`` holds only what the file tells, already cleaned."""

    origin: str
    line: int
    handle: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    # Ways to name the manager, to be tried in order: ("origin", key), ("email", …), ("handle", …).
    manager: list[tuple[str, str]] = field(default_factory=list)
    # Further names under which others of the file refer to this one.
    names: list[tuple[str, str]] = field(default_factory=list)

    @property
    def label(self) -> str:
        """How to point to this one in a report."""
        name = self.fields.get("name") or self.handle or self.origin
        return f"line {self.line}: {name}" if self.line else str(name)
