"""Who gets which e-mail address: each one person's at most, even when two exchange theirs."""

from parvis.directory.people.candidate import Candidate
from parvis.directory.people.matching import KIND, Matched
from parvis.directory.people.roster import Roster
from parvis.directory.report import Report
from parvis.kernel.console import said
from parvis.people.models import Person


class Addresses:
    """Settles the addresses of a file: ``changed`` by person, ``new`` by the newcomer's key."""

    def __init__(self, matched: Matched, roster: Roster, report: Report, follow: bool) -> None:
        self._report = report
        self.changed: dict[int, str] = {}
        self.new: dict[str, str] = {}
        moving = [
            (candidate, known)
            for candidate, known in matched.known
            if follow and _told(candidate).lower() not in ("", known.email)
        ]
        leaving = {known.email for _candidate, known in moving}
        self._taken = set(roster.by_email) - leaving
        for candidate, known in moving:
            old = str(known.fields["email"])
            address = self._claim(candidate) or (old if old.lower() not in self._taken else "")
            self._taken.add(address.lower())
            if address != old:
                self.changed[known.pk] = address
        for candidate in matched.new:
            self.new[candidate.origin] = self._claim(candidate)

    def free(self) -> None:
        """Take the addresses that change from their holders, before any is given."""
        if self.changed:
            Person.objects.filter(pk__in=list(self.changed)).update(email="")

    def _claim(self, candidate: Candidate) -> str:
        address = _told(candidate)
        if address and address.lower() in self._taken:
            self._report.note(
                KIND, said("the e-mail address is someone else's: left out"), candidate.label
            )
            return ""
        if address:
            self._taken.add(address.lower())
        return address


def _told(candidate: Candidate) -> str:
    return str(candidate.fields.get("email", ""))
