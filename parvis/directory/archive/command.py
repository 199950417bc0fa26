"""Import an archive: what the command does, without the console."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.db import transaction

from parvis import journal
from parvis.directory.archive import further, ordering, people
from parvis.directory.archive.source import Archive, Line
from parvis.directory.archive.spaces import Spaces
from parvis.directory.archive.staging import Staging
from parvis.directory.archive.writing import Writer
from parvis.directory.console import Steps
from parvis.directory.models import Network
from parvis.directory.people.bringing import bring
from parvis.directory.report import Report
from parvis.journal.models import Entry
from parvis.kernel.console import said
from parvis.spaces import audience

# Private messages lie in a folder of their own, which whoever exports may leave out.
FOLDERS: Final = ("", "conversations/")


def run(path: Path, report: Report, steps: Steps) -> None:
    """Bring an archive in, in batches that are each whole; a trial run is taken back at the end.

    Raises Unfit for what is no archive.
    """
    archive = Archive(path)
    try:
        if not report.dry_run:
            Import(archive, path, report, steps).run()
            return
        with transaction.atomic():
            Import(archive, path, report, steps).run()
            transaction.set_rollback(True)
    finally:
        archive.close()


class Import:
    """One run over one archive."""

    def __init__(self, archive: Archive, path: Path, report: Report, steps: Steps) -> None:
        self.archive = archive
        self.report = report
        self.steps = steps
        self.own = Network.own_key()
        self.people: dict[str, int] = {}
        self._file = path.name
        self._print = archive.fingerprint()

    def run(self) -> None:
        """People, places, then posts and comments, then what hangs on them."""
        self._know_again()
        # All of it came before: what has changed here since then stays as it is now.
        self._complete = self._before("archive.imported") is not None
        if not self._complete:
            self._journal("archive.begun")
        taken_in = self._people()
        spaces = Spaces(self.archive, self.people, self.report, self.own)
        for folder in FOLDERS:
            kind = "conversation" if folder else "community"
            file = f"{folder}conversations.jsonl" if folder else "communities.jsonl"
            spaces.bring(self._lines(file), file, kind)
        staging = self._stage(spaces)
        for key, id_ in staging.places.items():
            spaces.stand_in(key, id_)
        self._unknown_authors(staging)
        spaces.learn_walls()
        more = further.Further(
            self.archive, self.people, spaces, self.report, self._lines, self._theirs, self.own
        )
        further_too = self.archive.ours and not self._complete
        if further_too:
            more.before()
        waiting = ordering.put_in_order(self.report)
        self.steps.begin(said("posts and comments"), waiting)
        Writer(
            people=self.people,
            spaces=spaces.by_key,
            walls=spaces.walls,
            report=self.report,
            steps=self.steps,
            told=self.archive.ours,
            links=more.links,
        ).run()
        if further_too:
            self.steps.begin(said("what hangs on them"))
            more.after(FOLDERS)
        if taken_in and not self.archive.ours:
            with transaction.atomic():
                audience.apply_all()
        if not self._complete or self.report.changed:
            self._journal("archive.imported")

    def _people(self) -> set[int]:
        listed = list(people.candidates(self.archive, self._lines(people.FILE), self.report))
        brought = bring(listed, self.report, self.steps, follow=False, own=self.own)
        self.people = brought.people
        self._roster = brought.roster
        self._theirs = brought.new | {
            known.pk for key, known in brought.roster.by_origin.items() if known.origin == key
        }.intersection(brought.people.values())
        return brought.new

    def _unknown_authors(self, staging: Staging) -> None:
        """Someone stands in for each author of whom the archive tells nothing."""
        known = {key: self._roster.by_origin.get(key) for key in staging.authors}
        self.people |= {key: found.pk for key, found in known.items() if found is not None}
        missing = {key: id_ for key, id_ in staging.authors.items() if known[key] is None}
        if not missing:
            return
        reason = said("an author of whom nothing is told: someone stands in")
        for id_ in missing.values():
            self.report.note("people", reason, id_ or "(no author)")
        stand_ins = [people.stand_in(self.archive, key, id_) for key, id_ in missing.items()]
        self.people |= bring(stand_ins, self.report, self.steps, follow=False).people

    def _stage(self, spaces: Spaces) -> Staging:
        staging = Staging(self.archive, self.people, spaces.by_key, self.report, self.own)
        staging.make()
        for folder in FOLDERS:
            for name in ("posts.jsonl", "comments.jsonl"):
                file = folder + name
                if not self.archive.has(file):
                    continue
                self.steps.begin(said("reading %(file)s", file=file), self.archive.size(file))
                lines = self._lines(file)
                if name == "posts.jsonl":
                    staging.posts(lines, file, self.archive.written(file))
                else:
                    staging.comments(lines, file)
        return staging

    def _lines(self, file: str) -> Iterator[Line]:
        def complain(reason: str, line: int, text: str) -> None:
            self.report.note("lines", reason, f"{file} line {line} {text}".strip())

        return self.archive.lines(file, complain, self.steps.advance)

    def _know_again(self) -> None:
        """Take the name under which the same archive came before, if it was renamed since."""
        if self.archive.named:
            return
        entry = self._before("archive.begun")
        if entry is not None and entry.data["source"] != self.archive.source:
            told = f"{self.archive.source} came before as {entry.data['source']}"
            self.report.note("archive", said("known under another name"), told)
            self.archive.source = entry.data["source"]

    def _before(self, verb: str) -> Entry | None:
        before = Entry.objects.filter(verb=verb, data__fingerprint=self._print)
        return before.order_by("at").first()

    def _journal(self, verb: str) -> None:
        data = {
            "source": self.archive.source,
            "file": self._file,
            "fingerprint": self._print,
            "counts": {kind: dict(counter) for kind, counter in self.report.counts.items()},
        }
        with transaction.atomic():
            journal.record(None, verb, data=data, quiet=True)
