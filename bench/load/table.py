"""The one table: each page and deed with everything that it cost."""

from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.client import Samples
from bench.load.processes import Used
from bench.report import Report

COLUMNS = (
    "page", "clients", "req/s", "p50 ms", "p95 ms", "p99 ms", "kB", "SQL", "floor ms", "x floor",
    "web ms", "db ms", "client ms", "wrong",
)  # fmt: skip

HOME_P50, HOME_RATE, HOME_TIMES = 4.0, 500.0, 2.0
PAGE_P50, PAGE_RATE = 8.0, 250.0
ANY_P99 = 80.0
SEARCH_P95 = 150.0
PAGES = ("community", "wall", "thread of 50", "profile", "notifications")


@dataclass(frozen=True)
class Floor:
    """What the page's SQL costs alone, and of how many statements it is; 0: not measured."""

    statements: int = 0
    milliseconds: float = 0.0


@dataclass
class Lines:
    """The table as it grows."""

    title: str
    report: Report
    table: Table = field(init=False)
    wrong: int = 0

    def __post_init__(self) -> None:
        """Make the columns."""
        self.table = Table(title=self.title)
        for column in COLUMNS:
            self.table.add_column(column, justify="left" if column == "page" else "right")

    def add(
        self, name: str, clients: int, samples: Samples, used: Used | None, floor: Floor
    ) -> None:
        """Add a line, and its figures with their bars to the report."""
        p50, p95, p99 = (samples.quantile(share) for share in (0.5, 0.95, 0.99))
        count, wrong = max(len(samples.seconds), 1), sum(samples.wrong.values())
        times = p50 / floor.milliseconds if floor.milliseconds and clients == 1 else 0.0
        costs = [] if used is None else [used.web, used.database, used.client]
        self.table.add_row(
            name, str(clients), f"{samples.rate:.0f}", f"{p50:.2f}", f"{p95:.2f}", f"{p99:.2f}",
            f"{samples.bytes / count / 1000:.1f}", str(floor.statements or ""),
            f"{floor.milliseconds:.2f}" if floor.milliseconds else "",
            f"{times:.1f}" if times else "",
            *(f"{seconds / count * 1000:.2f}" for seconds in costs), *[""] * (3 - len(costs)),
            f"{wrong} {samples.wrong}" if wrong else "0",
        )  # fmt: skip
        self._report(f"{name}.{clients}", samples, times, floor)
        for what, seconds in zip(("web", "database", "client"), costs, strict=False):
            self.report.add(f"{name}.{clients}.cpu.{what}", seconds / count * 1000, "ms")

    def _report(self, key: str, samples: Samples, times: float, floor: Floor) -> None:
        name, _, clients = key.rpartition(".")
        bars: dict[str, Any] = bars_of(name, int(clients))
        report = self.report
        report.add(f"{key}.p50", samples.quantile(0.5), "ms", bars.get("p50"))
        report.add(f"{key}.p95", samples.quantile(0.95), "ms", bars.get("p95"))
        report.add(f"{key}.p99", samples.quantile(0.99), "ms", bars.get("p99"))
        report.add_rate(f"{key}.rate", samples.rate, "1/s", bars.get("rate"))
        report.add(f"{key}.bytes", samples.bytes / max(len(samples.seconds), 1), "bytes")
        report.add(f"{key}.wrong", sum(samples.wrong.values()), "answers")
        self.wrong += sum(samples.wrong.values())
        if floor.statements:
            report.add(f"{key}.statements", floor.statements, "statements")
        if times:
            report.add(f"{key}.floor", floor.milliseconds, "ms")
            report.add(f"{key}.times_floor", times, "times", bars.get("times"))

    def print(self) -> None:
        """Print the table; one bar stands for all its wrong answers."""
        self.report.add(f"wrong answers, {self.title.partition(':')[0]}", self.wrong, "answers", 0)
        Console(width=150).print(self.table)


def bars_of(name: str, clients: int) -> dict[str, float]:
    """Return the bars of a line; a mix has none of its own."""
    if name.startswith("mix"):
        return {}
    found: dict[str, float] = {}
    if clients == 1:
        found["p99"] = ANY_P99
        if name == "home":
            found |= {"p50": HOME_P50, "times": HOME_TIMES}
        elif name in PAGES:
            found["p50"] = PAGE_P50
        if name.startswith("search"):
            found |= {"p95": SEARCH_P95}
            del found["p99"]
        if name in ("post", "comment", "reaction"):
            del found["p99"]
    elif clients == 8 and name == "home":
        found["rate"] = HOME_RATE
    elif clients == 8 and name in PAGES:
        found["rate"] = PAGE_RATE
    return found
