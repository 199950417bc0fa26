"""``bin/bench growth``: the same pages in companies of several sizes, and how each cost grows."""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.report import Report

FOLDERS = ("var/bench-start", "var/bench-group", "var/bench-company")
HOME_GROWS = 1.3
FIGURES = (".1.p50", ".1.p99", ".1.floor", ".1.statements")


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command's options."""
    made = commands.add_parser("growth", help="several sizes side by side", description=__doc__)
    made.add_argument(
        "data", nargs="*", metavar="DIR", default=FOLDERS,
        help=f"filled data folders, smallest first (default: {' '.join(FOLDERS)})",
    )  # fmt: skip
    made.add_argument("--people", type=int, default=500, help="how many are signed in")
    made.add_argument("--seconds", type=float, default=5.0, help="how long each run counts")
    made.add_argument("--json", type=Path, metavar="FILE", help="write the figures as JSON too")
    made.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Measure each folder in a process of its own; returns 1 where home grows too much."""
    found = [_measured(folder, options) for folder in options.data]
    names = [Path(folder).name for folder in options.data]
    report, table = Report(), Table(title="How it grows")
    for column in ("figure", "unit", *names, "last / first"):
        table.add_column(column, justify="left" if column in ("figure", "unit") else "right")
    for name, row in found[0].items():
        values = [figures[name]["value"] for figures in found if name in figures]
        if not name.endswith(FIGURES) or len(values) < len(found):
            continue
        for folder, value in zip(names, values, strict=True):
            report.add(f"{folder}.{name}", value, row["unit"])
        times = values[-1] / values[0] if values[0] else 0.0
        bar = HOME_GROWS if name == "home.1.p50" else None
        report.add(f"growth.{name}", times, "times", bar)
        table.add_row(name, row["unit"], *(f"{v:.2f}" for v in values), f"{times:.2f}")
    Console(width=150).print(table)
    return report.conclude(options.json)


def _measured(folder: str, options: argparse.Namespace) -> dict[str, dict[str, Any]]:
    """Run the pages of one company; returns its figures by name."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "figures.json"
        command = [
            sys.executable, "-m", "bench", "load", "--data", folder, "--only", "pages",
            "--clients", "1", "--people", str(options.people),
            "--seconds", str(options.seconds), "--json", str(path),
        ]  # fmt: skip
        subprocess.run(command, check=False)  # noqa: S603 - ourselves; bars not met exit with 1
        if not path.exists():
            raise SystemExit(f"{folder} could not be measured.")
        return {row["name"]: row for row in json.loads(path.read_text())}
