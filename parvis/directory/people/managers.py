"""Who reports to whom, once everybody of a file is here."""

from collections.abc import Iterable

from parvis.directory.people.candidate import Candidate
from parvis.directory.people.roster import Roster
from parvis.directory.report import Report
from parvis.kernel.console import said

KIND = "managers"


class Names:
    """Finds people by what a file calls them: first those of the file, then those here."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._in_file: dict[tuple[str, str], int] = {}

    def add(self, candidate: Candidate, pk: int) -> None:
        """Know someone of the file; of two with the same name the first counts."""
        self._in_file[("origin", candidate.origin)] = pk
        for name in candidate.names:
            self._in_file.setdefault(name, pk)

    def find(self, ways: Iterable[tuple[str, str]]) -> int | None:
        """Return the key of whom one of the names leads to."""
        ways = list(ways)
        for way in ways:
            if way in self._in_file:
                return self._in_file[way]
        for kind, value in ways:
            if kind in ("name", "number"):
                continue
            known = {
                "origin": self._roster.by_origin,
                "email": self._roster.by_email,
                "handle": self._roster.by_handle,
            }[kind].get(value)
            if known is not None:
                return known.pk
        return None


def managers(people: list[tuple[Candidate, int]], roster: Roster, report: Report) -> dict[int, int]:
    """Return the managers that the file gives: person → manager.

    Someone of whom the file does not say keeps theirs. A circle is refused where it would close.
    """
    names = Names(roster)
    for candidate, pk in people:
        names.add(candidate, pk)
    above = {known.pk: known.manager for known in roster.by_pk.values()}
    named = [(candidate, pk) for candidate, pk in people if candidate.manager]
    for _candidate, pk in named:
        above[pk] = None
    found: dict[int, int] = {}
    for candidate, pk in named:
        manager = names.find(candidate.manager)
        if manager is None:
            report.note(KIND, said("is not in the file nor here"), f"{candidate.manager[0][1]}")
        elif manager == pk:
            report.note(KIND, said("is the person: left out"), candidate.label)
        elif _closes_a_circle(pk, manager, above):
            report.note(KIND, said("would close a circle: left out"), candidate.label)
        else:
            above[pk] = found[pk] = manager
    return found


def _closes_a_circle(person: int, manager: int, above: dict[int, int | None]) -> bool:
    met: set[int] = set()
    step: int | None = manager
    while step is not None and step not in met:
        if step == person:
            return True
        met.add(step)
        step = above.get(step)
    return False
