"""Export an archive: what the command does, without the console."""

from pathlib import Path

from django.db import connection, transaction

from parvis import journal
from parvis.directory.console import Steps
from parvis.directory.export.keys import Keys
from parvis.directory.export.target import Target
from parvis.directory.export.writing import Writer
from parvis.directory.models import Network
from parvis.directory.report import Report


def run(path: Path, report: Report, steps: Steps) -> None:
    """Write everything to a zip or a folder, as of one moment; nothing is left of a failure.

    Raises Unfit where there is something already, OSError where it cannot be written.
    """
    keys = Keys(Network.own_key())
    target = Target(path)
    try:
        with transaction.atomic():
            if len(connection.atomic_blocks) == 1:
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            Writer(target, keys, report, steps).run()
    except BaseException:
        target.abandon()
        raise
    target.finish()
    counts = {kind: counter["created"] for kind, counter in report.counts.items()}
    with transaction.atomic():
        journal.record(None, "archive.exported", data={"file": path.name, "counts": counts})
