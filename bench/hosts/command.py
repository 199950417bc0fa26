"""``bin/bench hosts``: two web hosts and a proxy, a replica, and fan-out, on one machine.

As root on Linux. Each host is a network namespace on a bridge; all of it goes at the end.
"""

import argparse
import os
from pathlib import Path
from typing import Any

from rich.console import Console

from bench.options import of_a_company
from bench.report import Report
from parvis.operations import runtime
from parvis.operations.supervisor import on_signals

PARTS = ("rates", "together", "killing", "replica", "fanout")
FAR = 20.0  # milliseconds each way, of a replica in another town


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command's options."""
    made = commands.add_parser(
        "hosts", help="try several hosts on one machine", description=__doc__
    )
    of_a_company(made, PARTS, people=400, seconds=10.0)
    made.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Measure; returns 1 where a bar is not met."""
    from bench.hosts.database import primary
    from bench.hosts.network import machines

    data = runtime.data_folder(options.data)
    report = Report()
    with on_signals(_interrupt), machines() as found, primary(data, found["database"]) as first:
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
    return report.conclude(options.json)


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


def _interrupt() -> None:
    """Take a signal that asks to end for Ctrl-C, so that everything is taken down."""
    raise KeyboardInterrupt


def _tell(report: Report) -> None:
    console = Console(width=120)
    for row in report.rows:
        console.print(f"{row.name:55} {row.value:12,.2f} {row.unit}")
