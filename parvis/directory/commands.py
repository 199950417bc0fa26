"""What `parvis import` and `parvis export` do; each returns the exit code."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Final

from django.db import DatabaseError, connection
from django.utils import translation

from parvis.directory.console import Steps, show, steps
from parvis.directory.report import Report, Unfit
from parvis.kernel.console import language, said

PATIENCE: Final = 10.0
LOCK: Final = "SELECT pg_try_advisory_lock(hashtext('parvis import'))"
UNLOCK: Final = "SELECT pg_advisory_unlock(hashtext('parvis import'))"
GROWN: Final = (
    *("people_person", "spaces_space", "spaces_subscription"),
    *("posts_post", "posts_mention", "posts_reaction", "journal_entry"),
)


def import_people(
    path: Path, dry_run: bool, *, leavers: bool = False, as_json: bool = False
) -> int:
    """Bring in the people of an LDIF or CSV file; 0 when done, 1 when nothing could be."""
    from parvis.directory.people import command

    report = Report(said("People from %(name)s", name=path.name), dry_run)
    return _run(
        report, as_json, lambda bars: command.run(path, report, bars, leavers=leavers), alone=True
    )


def import_archive(path: Path, dry_run: bool, *, as_json: bool = False) -> int:
    """Bring in a network's archive (a zip or a folder); 0 when done, 1 when nothing could be."""
    from parvis.directory.archive import command

    report = Report(said("Archive %(name)s", name=path.name), dry_run)
    return _run(report, as_json, lambda bars: command.run(path, report, bars), alone=True)


def export_archive(path: Path, *, as_json: bool = False) -> int:
    """Write everything to a new zip or folder; 0 when done, 1 when it could not be."""
    from parvis.directory.export import command

    report = Report(said("Export to %(name)s", name=path.name), exported=True)
    return _run(report, as_json, lambda bars: command.run(path, report, bars), alone=False)


def _run(report: Report, as_json: bool, work: Callable[[Steps], None], *, alone: bool) -> int:
    """Do the work with bars, show the report. What is wrong with the input ends in a sentence."""
    spoken = nullcontext() if as_json else translation.override(language())
    try:
        with _alone() if alone else nullcontext(), spoken, steps(silent=as_json) as bars:
            work(bars)
            if alone and report.changed and not report.dry_run:
                _let_the_planner_know()
    except Unfit as error:
        report.error = error.args[0]
    except OSError as error:
        report.error = str(error)
    show(report, as_json=as_json)
    return 1 if report.error else 0


def _let_the_planner_know() -> None:
    """Have the database count its rows anew, so that the first pages are as quick as later ones."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(GROWN)}")


@contextmanager
def _alone() -> Iterator[None]:
    """Be the only import while the block runs; raises Unfit when another one is.

    Waits a little: the server notices late that a killed import is gone.
    """
    end = time.monotonic() + PATIENCE
    while not _locked():
        if time.monotonic() > end:
            raise Unfit(said("Another import is running; wait for its end."))
        time.sleep(0.1)
    try:
        yield
    finally:
        # With the connection the lock is gone as well.
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute(UNLOCK)


def _locked() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
        return bool(cursor.fetchone() == (True,))
