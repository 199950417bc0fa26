"""``bin/bench load``: a made company at work, over HTTP, and its hardest moments."""

import argparse
from pathlib import Path

from bench.options import of_a_company
from bench.report import Report
from bench.server import running
from parvis.operations import runtime

PARTS = ("cold", "mix", "pages", "everybody", "writers", "crowd", "rule", "streams")


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command's options."""
    made = commands.add_parser("load", help="drive a made company", description=__doc__)
    of_a_company(made, PARTS, people=1_000, seconds=5.0)
    made.add_argument(
        "--mix-seconds", type=float, default=60.0, help="how long the mix runs (1800: memory)"
    )
    made.add_argument(
        "--clients", type=int, nargs="+", default=[1, 8], help="connections (default: 1 8)"
    )
    made.add_argument("--streams", type=int, default=5_000, help="live streams (default: 5000)")
    made.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Measure; returns 1 where a bar is not met."""
    data = runtime.data_folder(options.data)
    report = Report()
    if "cold" in options.only:
        _start_cold(data, report)
    with runtime.database(data):
        runtime.set_up()
        runtime.migrate()
        from django.conf import settings
        from django.db import connections

        settings.ALLOWED_HOSTS.append("testserver")
        try:
            _measure(options, data, report)
        finally:
            connections.close_all()
    return report.conclude(options.json)


def _start_cold(data: Path, report: Report) -> None:
    """Start everything from nothing, the database too."""
    with running(data) as server:
        report.add("cold_start", server.seconds_to_start, "s", 10)


def _measure(options: argparse.Namespace, data: Path, report: Report) -> None:
    from bench.load import crowd, everybody, pages, rule, streams, visitors, writers
    from bench.load.deeds import Targets
    from bench.load.processes import Watched, postmaster

    wanted, seconds = set(options.only), options.seconds
    try:
        people = visitors.come(options.people)
        targets = Targets.find()
        if wanted - {"cold", "streams"}:
            with running(data) as server:
                port, watched = server.port, Watched(server.pid, postmaster())
                if "mix" in wanted:
                    pages.mixed(
                        port, people, targets, max(options.clients), options.mix_seconds, watched,
                        report,
                    )  # fmt: skip
                if "pages" in wanted:
                    pages.alone(port, people, targets, options.clients, seconds, watched, report)
                if "everybody" in wanted:
                    everybody.measure(port, people, report)
                if "writers" in wanted:
                    writers.measure(port, people, seconds, report)
                if "crowd" in wanted:
                    crowd.measure(port, people, targets, seconds, report)
                if "rule" in wanted:
                    rule.measure(port, people, targets, seconds, report)
        if "streams" in wanted:
            streams.measure(data, people, targets, options.streams, seconds, report)
    finally:
        visitors.sign_out()
