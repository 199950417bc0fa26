"""``bin/bench company``: fill an empty data folder with a company of a given size."""

import argparse
import os
import time
from datetime import datetime
from pathlib import Path

import psycopg
from rich.console import Console
from rich.table import Table

from bench.company import check, figures, fill
from bench.company.shape import PRESETS, Shape, this_hour
from bench.report import Report
from parvis.operations import runtime

MOST_COMMENTS_HELP = "roots, comments and chat lines together: a comment is a post too"


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command's options."""
    made = commands.add_parser("company", help="make a company of any size", description=__doc__)
    made.add_argument(
        "--preset", choices=sorted(PRESETS), help="start, group, or renault (default)"
    )
    made.add_argument("--people", type=int, help="how many people")
    made.add_argument("--communities", type=int, help="how many communities (three at least)")
    made.add_argument("--posts", type=int, help=f"how many posts; {MOST_COMMENTS_HELP}")
    made.add_argument("--seed", type=int, default=1, help="the same seed makes the same company")
    made.add_argument(
        "--until", type=datetime.fromisoformat, metavar="MOMENT",
        help="when its two years end, with time zone (default: the hour that is)",
    )  # fmt: skip
    made.add_argument(
        "--data", metavar="DIR", default="var/bench-company", help="default: %(default)s"
    )
    made.add_argument("--verify", action="store_true", help="compare every counter, not a sample")
    made.add_argument("--json", type=Path, metavar="FILE", help="write the figures as JSON too")
    made.set_defaults(run=run)


def shape_of(options: argparse.Namespace) -> Shape:
    """Return the shape that was asked for; raises Stop for one that is none."""
    people, communities, posts = PRESETS[options.preset or "renault"]
    shape = Shape(
        options.people or people,
        options.communities or communities,
        options.posts or posts,
        options.seed,
        options.until or this_hour(),
    )
    if shape.people < 20 or shape.communities < 5 or shape.posts < 100:
        raise runtime.Stop("A company has 20 people, 5 communities and 100 posts at least.")
    if shape.until.tzinfo is None:
        raise runtime.Stop("--until needs a time zone: 2026-01-31T12:00+00:00.")
    return shape


def run(options: argparse.Namespace) -> int:
    """Fill, tell what it took, check; returns 1 where a counter is wrong or a bar is not met."""
    shape = shape_of(options)
    data = runtime.data_folder(options.data)
    report, console = Report(), Console()
    with runtime.database(data):
        runtime.set_up()
        runtime.migrate()
        url = os.environ["PARVIS_DATABASE_URL"]
        began = time.perf_counter()
        steps = fill.make(url, data, shape, console)
        if steps is None:
            console.print(f"{data} holds this company already.")
        else:
            for name, seconds in steps.seconds.items():
                report.add(f"company.seconds.{name}", seconds, "s")
            report.add("company.seconds", time.perf_counter() - began, "s")
        with psycopg.connect(url, autocommit=True) as connection:
            figures.take(connection, report)
            findings = (check.everything if options.verify else check.sample)(connection)
            _tell(console, report, connection)
        for finding in [*findings, check.rules()]:
            report.add(f"company.wrong.{finding.what}", finding.wrong, f"of {finding.looked_at}", 0)
    return report.conclude(options.json)


def _tell(console: Console, report: Report, connection: psycopg.Connection) -> None:
    table = Table(title="What was made")
    for column in ("figure", "value", "unit"):
        table.add_column(column, justify="right" if column == "value" else "left")
    for row in report.rows:
        table.add_row(row.name, f"{row.value:,.1f}".rstrip("0").rstrip("."), row.unit)
    for name in ("posts_post", "spaces_subscription", "posts_reaction"):
        for relation, size in figures.sizes(connection, name):
            table.add_row(f"  {relation}", f"{size / 1e6:,.1f}", "MB")
    console.print(table)
