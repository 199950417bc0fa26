"""The table at the end, and the same as rows of JSON."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Row:
    """One figure with what it must be: ``bar`` is text such as "<= 6"; ``met`` None: no bar."""

    name: str
    value: float
    unit: str
    bar: str = ""
    met: bool | None = None


@dataclass
class Report:
    """Figures as they come in."""

    rows: list[Row] = field(default_factory=list)

    def add(self, name: str, value: float, unit: str, at_most: float | None = None) -> None:
        """Note a figure that must not be larger than its bar, if it has one."""
        bar = "" if at_most is None else f"<= {at_most:g}"
        self.rows.append(Row(name, value, unit, bar, None if not bar else value <= at_most))  # type: ignore[operator]

    def add_rate(self, name: str, value: float, unit: str, at_least: float | None = None) -> None:
        """Note a figure that must not be smaller than its bar, if it has one."""
        bar = "" if at_least is None else f">= {at_least:g}"
        self.rows.append(Row(name, value, unit, bar, None if not bar else value >= at_least))  # type: ignore[operator]

    def failures(self) -> int:
        """Return 1 where a bar is not met, else 0: a command's exit code."""
        return 1 if any(row.met is False for row in self.rows) else 0

    def write(self, path: Path) -> None:
        """Write the rows as JSON."""
        path.write_text(json.dumps([asdict(row) for row in self.rows], indent=1) + "\n")

    def conclude(self, path: Path | None) -> int:
        """Print the bars and, where there is a path, write the rows; returns the exit code."""
        self.print()
        if path:
            self.write(path)
        return self.failures()

    def print(self) -> None:
        """Print the figures that have a bar, and whether it is met."""
        table = Table(title="Bars")
        for column in ("figure", "value", "unit", "bar", "met"):
            table.add_column(column, justify="right" if column == "value" else "left")
        for row in self.rows:
            if row.met is not None:
                met = "yes" if row.met else "NO"
                table.add_row(row.name, f"{row.value:.2f}", row.unit, row.bar, met)
        Console().print(table)
