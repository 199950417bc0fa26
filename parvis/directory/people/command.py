"""Import people: what the command does, without the console."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from django.db import transaction

from parvis import journal
from parvis.directory.console import Steps
from parvis.directory.people import csv, ldif
from parvis.directory.people.bringing import Brought, bring
from parvis.directory.people.candidate import Candidate
from parvis.directory.people.leaving import follow_leavers, same_source
from parvis.directory.people.matching import KIND, Moved
from parvis.directory.people.roster import Known
from parvis.directory.report import Report, Unfit
from parvis.kernel.console import said
from parvis.spaces import audience

type Reader = Callable[[Path, Report], Iterator[Candidate]]

READERS: Final[dict[str, Reader]] = {
    **dict.fromkeys((".ldif", ".ldi"), ldif.candidates),
    **dict.fromkeys((".csv", ".tsv", ".txt"), csv.candidates),
}


def run(path: Path, report: Report, steps: Steps, *, leavers: bool = False) -> None:
    """Bring the people of an LDIF or CSV file in, in one transaction; all or none.

    ``leavers``: those of the same directory who are no longer in the file are let go.
    Raises Unfit for a file that is neither.
    """
    with transaction.atomic():
        steps.begin(said("reading"))
        listed = list(_counted(_reader(path)(path, report), steps))
        if not listed:
            raise Unfit(said("There is nobody in %(name)s.", name=path.name))
        brought = bring(listed, report, steps, follow=True, moved=_moved(listed))
        _say_who_has_left(brought, report, leavers)
        if leavers:
            follow_leavers(brought, report)
        journal.record(None, "people.imported", data=_facts(path, report), quiet=True)
        if brought.new or brought.changed:
            steps.begin(said("communities by rule"))
            audience.apply_all()
        if report.dry_run:
            transaction.set_rollback(True)


def _counted(candidates: Iterator[Candidate], steps: Steps) -> Iterator[Candidate]:
    for candidate in candidates:
        steps.advance()
        yield candidate


def _reader(path: Path) -> Reader:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise Unfit(said("%(name)s: people come from a .ldif or a .csv file.", name=path.name))
    return reader


def _moved(listed: list[Candidate]) -> Moved:
    """Someone with the same handle is the same person under an older key if nothing speaks
    against it: taken in by hand, or gone from that place of the same tree."""
    origins = {candidate.origin for candidate in listed}
    source = same_source(origins)

    def moved(candidate: Candidate, known: Known) -> bool:
        if known.origin is None:
            told = str(candidate.fields.get("email", "")).lower()
            return not told or not known.email or told == known.email
        return known.origin not in origins and source.has(known.origin)

    return moved


def _say_who_has_left(brought: Brought, report: Report, leavers: bool) -> None:
    for pk in brought.people.values():
        known = brought.roster.by_pk.get(pk)
        if known is not None and not known.is_active and not leavers:
            report.note(KIND, said("has left here and is still in the file"), known.handle)


def _facts(path: Path, report: Report) -> dict[str, object]:
    counts = {kind: dict(counter) for kind, counter in report.counts.items()}
    return {"file": path.name, "counts": counts}
