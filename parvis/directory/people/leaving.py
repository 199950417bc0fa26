"""Those whom the directory no longer has, when it is asked to decide that too."""

from collections.abc import Iterable
from typing import Final

from parvis.directory.people.bringing import Brought
from parvis.directory.reading.ldif import root_of
from parvis.directory.report import Report
from parvis.kernel.console import said
from parvis.kernel.errors import Refused
from parvis.people.models import Person
from parvis.people.verbs import let_go, welcome_back

KIND: Final = "leavers"
# From a spreadsheet, whatever a row was known by.
FROM_ROWS: Final = ("employee:", "uid:", "mail:", "name:")


def same_source(origins: Iterable[str]) -> "Source":
    """Return the source that a file's keys come from."""
    roots = {root_of(o.removeprefix("ldap:")) for o in origins if _in_a_tree(o)}
    rows = any(origin.startswith(FROM_ROWS) for origin in origins)
    return Source(roots, rows)


class Source:
    """Trees of directories, or spreadsheets: where a person was taken in from."""

    def __init__(self, roots: set[str], rows: bool) -> None:
        self._roots = roots
        self._rows = rows

    def has(self, origin: str) -> bool:
        """Tell whether a key comes from here."""
        if origin.startswith(FROM_ROWS):
            return self._rows
        return _in_a_tree(origin) and root_of(origin.removeprefix("ldap:")) in self._roots


def _in_a_tree(origin: str) -> bool:
    return origin.startswith("ldap:") and not origin.startswith("ldap:sha256:")


def follow_leavers(brought: Brought, report: Report) -> None:
    """Let those go who came from this source and are not in the file; welcome back who returned.

    More than half of the source's people at once is taken for a broken file: nobody goes.
    """
    source = same_source(brought.people)
    present = set(brought.people.values())
    theirs = {
        known.pk: known
        for origin, known in brought.roster.by_origin.items()
        if source.has(origin) and known.is_active
    }
    gone = [known for pk, known in theirs.items() if pk not in present]
    if len(gone) > 10 and len(gone) > len(theirs) // 2:
        reason = said("more than half would leave: taken for a broken file, nobody was let go")
        report.skip(KIND, reason, number=len(gone))
        return
    for known in gone:
        try:
            let_go(None, Person.objects.get(pk=known.pk))
        except Refused as refusal:
            report.skip(KIND, str(refusal), known.handle)
        else:
            report.count(KIND, "updated")
            report.note(KIND, said("not in the file any more: let go"), known.handle)
    for pk in present:
        known_now = brought.roster.by_pk.get(pk)
        if known_now is not None and not known_now.is_active:
            welcome_back(None, Person.objects.get(pk=pk))
            report.count(KIND, "updated")
            report.note(KIND, said("back in the file: welcomed back"), known_now.handle)
