"""The pages and deeds of every day: how fast, with how many statements, how far from the floor."""

from rich.console import Console
from rich.table import Table

from bench import floor, pages
from bench.client import Samples, drive
from bench.crowd import Signed
from bench.report import Report

CLIENTS = (1, 8)
COLUMNS = (
    "page", "clients", "req/s", "p50 ms", "p95 ms", "p99 ms", "kB", "statements", "floor ms",
    "x floor", "wrong",
)  # fmt: skip


def measure(port: int, crowd: list[Signed], seconds: float, report: Report) -> None:
    """Drive each page and deed with one client and with eight; print and note what it took."""
    table = Table(title=f"{len(crowd)} people, {seconds:g} s each")
    for column in COLUMNS:
        table.add_column(column, justify="left" if column == "page" else "right")
    for name, path in pages.READS.items():
        statements = floor.statements_of(crowd[0].client, path(crowd[0]))
        at_best = floor.seconds_for(statements) * 1000
        report.add(f"{name}.statements", len(statements), "statements", _bar(name, 10))
        report.add(f"{name}.floor", at_best, "ms")
        for clients in CLIENTS:
            samples = _drive(port, pages.reading(path), crowd, clients, seconds)
            _note(table, report, name, clients, samples, len(statements), at_best)
    for name, requests in pages.DEEDS.items():
        for clients in CLIENTS:
            samples = _drive(port, requests, crowd, clients, seconds)
            _note(table, report, name, clients, samples)
    Console(width=140).print(table)


def _drive(
    port: int, requests: pages.Requests, crowd: list[Signed], clients: int, seconds: float
) -> Samples:
    """Let everybody come by on each connection first, so that its process is warm."""
    return drive(port, requests(crowd), clients, seconds, warm=len(crowd))


def _bar(name: str, value: float) -> float | None:
    """Bars are set for home; the rest is reported."""
    return value if name == "home" else None


def _note(
    table: Table,
    report: Report,
    name: str,
    clients: int,
    samples: Samples,
    statements: int = 0,
    at_best: float = 0.0,
) -> None:
    p50, p95, p99 = (samples.quantile(share) for share in (0.5, 0.95, 0.99))
    wrong = sum(samples.wrong.values())
    key = f"{name}.{clients}"
    report.add(f"{key}.p50", p50, "ms", _bar(name, 6) if clients == 1 else None)
    report.add(f"{key}.p95", p95, "ms")
    report.add(f"{key}.p99", p99, "ms")
    report.add(f"{key}.wrong", wrong, "answers", 0)
    report.add_rate(f"{key}.rate", samples.rate, "1/s", _bar(name, 250) if clients == 8 else None)
    times = ""
    if at_best and clients == 1:
        report.add(f"{key}.times_floor", p50 / at_best, "times", _bar(name, 4))
        times = f"{p50 / at_best:.1f}"
    size = samples.bytes / max(len(samples.seconds), 1) / 1000
    table.add_row(
        name, str(clients), f"{samples.rate:.0f}", f"{p50:.2f}", f"{p95:.2f}", f"{p99:.2f}",
        f"{size:.1f}", str(statements or ""), f"{at_best:.2f}" if at_best else "", times,
        f"{wrong} {samples.wrong}" if wrong else "0",
    )  # fmt: skip
