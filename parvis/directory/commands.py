"""What `parvis import` and `parvis export` do; each returns the exit code."""

from collections.abc import Callable
from pathlib import Path

from django.db import connection

from parvis.directory.console import Steps, show, steps
from parvis.directory.report import Report

LOCK = "SELECT pg_try_advisory_lock(hashtext('parvis import'))"
UNLOCK = "SELECT pg_advisory_unlock(hashtext('parvis import'))"


def import_people(
    path: Path, dry_run: bool, *, leavers: bool = False, as_json: bool = False
) -> int:
    """Bring in the people of an LDIF or CSV file; 0 when done, 1 when nothing could be."""
    from parvis.directory.people import command

    report = Report(f"People from {path.name}", dry_run)
    return _run(
        report, as_json, lambda bars: command.run(path, report, bars, leavers=leavers), alone=True
    )


def import_archive(path: Path, dry_run: bool, *, as_json: bool = False) -> int:
    """Bring in a network's archive (a zip or a folder); 0 when done, 1 when nothing could be."""
    from parvis.directory.archive import command

    report = Report(f"Archive {path.name}", dry_run)
    return _run(report, as_json, lambda bars: command.run(path, report, bars), alone=True)


def export_archive(path: Path, *, as_json: bool = False) -> int:
    """Write everything to a new zip or folder; 0 when done, 1 when it could not be."""
    from parvis.directory.export import command

    report = Report(f"Export to {path.name}", exported=True)
    return _run(report, as_json, lambda bars: command.run(path, report, bars), alone=False)


def _run(report: Report, as_json: bool, work: Callable[[Steps], None], *, alone: bool) -> int:
    """Do the work with bars, show the report. What is wrong with the input ends in a sentence."""
    try:
        if alone:
            _alone()
        with steps(silent=as_json) as bars:
            work(bars)
    except (ValueError, OSError) as error:
        report.error = str(error)
    finally:
        if alone:
            _let_others()
    show(report, as_json=as_json)
    return 1 if report.error else 0


def _alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
        if cursor.fetchone() != (True,):
            raise ValueError("Another import is running; wait for its end.")


def _let_others() -> None:
    with connection.cursor() as cursor:
        cursor.execute(UNLOCK)
