"""Who of a file is who here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from parvis.directory.people.candidate import Candidate
from parvis.directory.people.roster import Known, Roster
from parvis.directory.report import Report
from parvis.kernel.console import said

KIND = "people"

# Whether a known person, whose handle a candidate has, is the same one under an older key.
type Moved = Callable[[Candidate, Known], bool]


@dataclass
class Matched:
    """The candidates of a file: who is known, who is new; each origin once."""

    known: list[tuple[Candidate, Known]] = field(default_factory=list)
    new: list[Candidate] = field(default_factory=list)
    # Known people met under a key they did not have.
    further: list[tuple[Candidate, Known]] = field(default_factory=list)

    @property
    def all(self) -> list[Candidate]:
        """Everybody of the file."""
        return [*(candidate for candidate, _known in self.known), *self.new]


def match(
    candidates: Iterable[Candidate], roster: Roster, report: Report, moved: Moved | None = None
) -> Matched:
    """Tell who is known here: by key, then by e-mail address, then (``moved``) by handle.

    The same key twice in a file counts once.
    """
    listed = _once(candidates, report)
    matched, taken = Matched(), set[int]()
    unknown = []
    for candidate in listed:
        known = roster.by_origin.get(candidate.origin)
        if known is None:
            unknown.append(candidate)
        else:
            taken.add(known.pk)
            matched.known.append((candidate, known))
    for candidate in unknown:
        known = _by_email(candidate, roster) or _by_handle(candidate, roster, moved)
        if known is None or known.pk in taken:
            matched.new.append(candidate)
            continue
        taken.add(known.pk)
        matched.known.append((candidate, known))
        matched.further.append((candidate, known))
        report.note(
            KIND, said("taken for someone already here (same e-mail or handle)"), candidate.label
        )
    return matched


def _once(candidates: Iterable[Candidate], report: Report) -> list[Candidate]:
    seen: set[str] = set()
    listed = []
    for candidate in candidates:
        if candidate.origin in seen:
            report.skip(
                KIND, said("the same key a second time: the first one counts"), candidate.label
            )
            continue
        seen.add(candidate.origin)
        listed.append(candidate)
    return listed


def _by_email(candidate: Candidate, roster: Roster) -> Known | None:
    email = str(candidate.fields.get("email", "")).lower()
    return roster.by_email.get(email) if email else None


def _by_handle(candidate: Candidate, roster: Roster, moved: Moved | None) -> Known | None:
    known = roster.by_handle.get(candidate.handle) if moved and candidate.handle else None
    return known if known is not None and moved is not None and moved(candidate, known) else None
