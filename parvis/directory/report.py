"""What a command did: counted by kind, with every reason for what was not done."""

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

EXAMPLES: Final = 3
OUTCOMES: Final = ("created", "updated", "unchanged", "skipped")


class Unfit(ValueError):
    """What was given is not what the command takes; the message is for whoever typed it."""


@dataclass
class Reason:
    """One thing worth knowing, how often it was met, and where the first times."""

    count: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, example: str, number: int = 1) -> None:
        """Count it, keeping a few examples."""
        self.count += number
        if example and len(self.examples) < EXAMPLES and example not in self.examples:
            self.examples.append(example)


@dataclass
class Report:
    """Counts of what was created, updated, unchanged and skipped, by kind, and the reasons."""

    what: str
    dry_run: bool = False
    # Written out rather than brought in: what is counted as created stands in files.
    exported: bool = False
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    reasons: dict[tuple[str, str], Reason] = field(default_factory=dict)
    error: str = ""

    def count(self, kind: str, outcome: str, number: int = 1) -> None:
        """Add to a kind's outcome (one of OUTCOMES)."""
        self.counts.setdefault(kind, Counter())[outcome] += number

    def note(self, kind: str, reason: str, example: object = "", number: int = 1) -> None:
        """Note a reason; nothing is left out because of it."""
        if number:
            self.reasons.setdefault((kind, reason), Reason()).add(_short(example), number)

    def skip(self, kind: str, reason: str, example: object = "", number: int = 1) -> None:
        """Count something as left out, and why."""
        if number:
            self.count(kind, "skipped", number)
            self.note(kind, reason, example, number)

    def of(self, kind: str, outcome: str) -> int:
        """Return how many of a kind had an outcome."""
        return self.counts.get(kind, Counter())[outcome]

    @property
    def changed(self) -> int:
        """How many things were created or updated."""
        return sum(self.of(kind, "created") + self.of(kind, "updated") for kind in self.counts)

    def as_dict(self) -> dict[str, Any]:
        """Return it all as plain JSON."""
        return {
            "what": self.what,
            "dry_run": self.dry_run,
            "error": self.error,
            "changed": self.changed,
            "counts": {
                kind: {outcome: counter[outcome] for outcome in OUTCOMES}
                for kind, counter in self.counts.items()
            },
            "reasons": [
                {"kind": kind, "reason": reason, "count": met.count, "examples": met.examples}
                for (kind, reason), met in self.reasons.items()
            ],
        }

    def as_json(self) -> str:
        """Return it as one line of JSON, the same for the same input."""
        return json.dumps(self.as_dict(), ensure_ascii=False)


def _short(example: object) -> str:
    text = " ".join(str(example).split())
    return text if len(text) <= 90 else text[:89] + "…"
