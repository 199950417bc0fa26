"""``bin/bench`` alone: load a data set, drive the running server, print what it took."""

import argparse
from pathlib import Path

from bench.report import Report
from bench.server import serving
from parvis.operations import runtime


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the everyday run."""
    parser.add_argument(
        "--archive", type=Path, help="a network to measure with (default: the sample company)"
    )
    parser.add_argument("--data", metavar="DIR", default="var/bench", help="default: var/bench")
    parser.add_argument("--people", type=int, default=200, help="how many are signed in")
    parser.add_argument("--seconds", type=float, default=4.0, help="how long each run counts")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures as JSON too")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Measure; returns 1 where a bar is not met."""
    data = runtime.data_folder(options.data)
    report = Report()
    with runtime.database(data):
        runtime.set_up()
        runtime.migrate()
        from django.conf import settings

        from bench import crowd, everyday

        settings.ALLOWED_HOSTS.append("testserver")
        _fill(options.archive)
        people = crowd.sign_in(options.people)
        with serving(data) as port:
            everyday.measure(port, people, options.seconds, report)
    return report.conclude(options.json)


def _fill(archive: Path | None) -> None:
    """Bring in the archive, or the sample company where none is given; once a data folder."""
    from parvis.directory.commands import import_archive
    from parvis.posts.models import Post

    if Post.objects.exists():
        return
    if archive is not None:
        import_archive(archive, dry_run=False)
        return
    from seeds.load import fill

    fill()
