"""``bin/bench hosts``: two web hosts and a proxy, a replica, and fan-out, on one machine.

As root on Linux. Each host is a network namespace on a bridge; all of it goes at the end.
"""

import argparse
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console

from bench.report import Report
from parvis.operations import runtime
from parvis.operations.supervisor import SIGNALS

PARTS = ("rates", "together", "killing", "replica", "fanout")
FAR = 20.0  # milliseconds each way, of a replica in another town


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command's options."""
    made = commands.add_parser(
        "hosts", help="try several hosts on one machine", description=__doc__
    )
    made.add_argument(
        "--data", metavar="DIR", default="var/bench-company",
        help="what `bench company` filled (default: %(default)s)",
    )  # fmt: skip
    made.add_argument("--people", type=int, default=400, help="how many are signed in")
    made.add_argument("--seconds", type=float, default=10.0, help="how long each run counts")
    made.add_argument(
        "--only", nargs="+", choices=PARTS, default=list(PARTS), metavar="PART",
        help=f"some parts of it: {', '.join(PARTS)}",
    )  # fmt: skip
    made.add_argument("--json", type=Path, metavar="FILE", help="write the figures as JSON too")
    made.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Measure; returns 1 where a bar is not met."""
    from bench.hosts.database import primary
    from bench.hosts.network import machines

    data = runtime.data_folder(options.data)
    report = Report()
    with _ended_in_order(), machines() as found, primary(data, found["database"]) as first:
        os.environ["PARVIS_DATABASE_URL"] = first.here
        runtime.set_up()
        runtime.migrate()
        from django.conf import settings
        from django.db import connections

        settings.ALLOWED_HOSTS.append("testserver")
        try:
            _measure(options, data, first, found, report)
        finally:
            connections.close_all()
            del os.environ["PARVIS_DATABASE_URL"]
    _tell(report)
    report.print()
    if options.json:
        report.write(options.json)
    return report.failures()


def _measure(
    options: argparse.Namespace, data: Path, first: Any, machines: Any, report: Report
) -> None:
    from bench.hosts import channels, fanout, following, killing, rates, together
    from bench.hosts.database import replica
    from bench.hosts.site import site
    from bench.load import visitors
    from bench.load.deeds import Targets

    wanted, seconds = set(options.only), options.seconds
    if wanted - {"fanout"}:
        try:
            crowd = visitors.come(options.people)
            with site(data, first, machines) as made:
                if "rates" in wanted:
                    rates.measure(made, crowd, Targets.find(), seconds, report)
                if "together" in wanted:
                    together.sessions(made, crowd, report)
                    together.live(made, crowd, report)
                if "killing" in wanted:
                    killing.measure(made, crowd, report)
                if "replica" in wanted:
                    with replica(first, machines["replica"]) as copy:
                        following.compare(first, copy, crowd, seconds / 2, report)
                        following.measure(made, first, copy, crowd, "near", seconds, report)
                    with replica(first, machines["replica"], FAR) as copy:
                        following.measure(made, first, copy, crowd, "far", seconds, report)
        finally:
            visitors.sign_out()
    if "fanout" in wanted:
        with channels.published(machines["database"], first.scratch) as other:
            ways: list[Any] = [(channels.Notices(first.url), first.process.pid)]
            fanout.measure(ways + ([other] if other else []), seconds, report)


@contextmanager
def _ended_in_order() -> Iterator[None]:
    """Take each signal that asks to end for Ctrl-C, so that everything is taken down."""

    def interrupt(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    former = [(number, signal.signal(number, interrupt)) for number in SIGNALS]
    try:
        yield
    finally:
        for number, handler in former:
            signal.signal(number, handler)


def _tell(report: Report) -> None:
    console = Console(width=120)
    for row in report.rows:
        console.print(f"{row.name:55} {row.value:12,.2f} {row.unit}")
