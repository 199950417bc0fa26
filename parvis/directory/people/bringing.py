"""Bring the people of a file in: match, create, update, managers, in one transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction

from parvis.directory.console import Steps
from parvis.directory.models import KnownAs
from parvis.directory.people import writing
from parvis.directory.people.addresses import Addresses
from parvis.directory.people.candidate import FOLLOWED, OFFERED, Candidate
from parvis.directory.people.managers import managers
from parvis.directory.people.matching import KIND, Matched, Moved, match
from parvis.directory.people.roster import Handles, Known, Roster
from parvis.directory.reading.words import handle_from
from parvis.directory.report import Report
from parvis.people import signed_in
from parvis.people.models import Person

# The address is settled apart, as it can be one person's only.
DECIDED: Final = tuple(name for name in FOLLOWED if name != "email")


@dataclass
class Brought:
    """Who came of it: each key of the file with the person's number; and who was here before."""

    people: dict[str, int]
    new: set[int]
    roster: Roster
    changed: set[int]


def bring(
    candidates: Iterable[Candidate],
    report: Report,
    steps: Steps,
    *,
    follow: bool,
    moved: Moved | None = None,
) -> Brought:
    """Bring people in, all or none.

    ``follow``: the file is the directory, and who is known changes with it. Otherwise (an archive)
    who is known stays as they are.
    """
    with transaction.atomic():
        roster = Roster()
        matched = match(candidates, roster, report, moved)
        addresses = Addresses(matched, roster, report, follow)
        addresses.free()
        steps.begin("people", len(matched.new))
        made = _create(matched, roster, addresses, report, steps)
        numbers = [
            *((candidate, known.pk) for candidate, known in matched.known),
            *((candidate, person.pk) for candidate, person in made),
        ]
        KnownAs.objects.bulk_create(
            KnownAs(origin=candidate.origin, person_id=known.pk)
            for candidate, known in matched.further
        )
        changes = _changes(matched, addresses) if follow else {}
        _add_managers(changes, numbers, made, roster, report, follow)
        changed = _update(changes, matched, made, report, steps)
    return Brought(
        people={candidate.origin: pk for candidate, pk in numbers},
        new={person.pk for _candidate, person in made},
        roster=roster,
        changed=changed,
    )


def _create(
    matched: Matched, roster: Roster, addresses: Addresses, report: Report, steps: Steps
) -> list[tuple[Candidate, Person]]:
    handles = Handles(roster.by_handle)
    made = []
    for candidate in matched.new:
        name = candidate.fields.get("name") or _stand_in_name(candidate, report)
        wish = candidate.handle or handle_from(name)
        handle = handles.give(wish)
        if candidate.handle and handle != candidate.handle:
            report.note(KIND, "the handle was taken: another given", f"{wish} → {handle}")
        person = Person(handle=handle, name=name, origin=candidate.origin)
        for field, value in candidate.fields.items():
            if field != "name":
                setattr(person, field, value)
        person.email = addresses.new[candidate.origin]
        made.append((candidate, person))
    writing.create([person for _candidate, person in made], steps)
    report.count(KIND, "created", len(made))
    return made


def _stand_in_name(candidate: Candidate, report: Report) -> str:
    report.note(KIND, "no name: called by handle or number", candidate.label)
    return candidate.handle or candidate.origin.rsplit(":", 1)[-1][:120]


def _changes(matched: Matched, addresses: Addresses) -> writing.Changes:
    """Compare what the directory says with what is here."""
    changes: writing.Changes = {}
    for candidate, known in matched.known:
        fields = _differences(candidate, known)
        if known.pk in addresses.changed:
            fields["email"] = addresses.changed[known.pk]
        if fields:
            changes[known.pk] = fields
    return changes


def _add_managers(
    changes: writing.Changes,
    numbers: list[tuple[Candidate, int]],
    made: list[tuple[Candidate, Person]],
    roster: Roster,
    report: Report,
    follow: bool,
) -> None:
    """Add the managers of newcomers and, where the directory says so, of the others."""
    new = {person.pk for _candidate, person in made}
    for pk, manager in managers(numbers, roster, report).items():
        known = roster.by_pk.get(pk)
        if pk in new or (follow and known is not None and known.manager != manager):
            changes.setdefault(pk, {})["manager_id"] = manager


def _update(
    changes: writing.Changes,
    matched: Matched,
    made: list[tuple[Candidate, Person]],
    report: Report,
    steps: Steps,
) -> set[int]:
    steps.begin("changes", len(changes))
    writing.update(changes, steps, new={person.pk for _candidate, person in made})
    changed = set(changes) - {person.pk for _candidate, person in made}
    report.count(KIND, "updated", len(changed))
    report.count(KIND, "unchanged", len(matched.known) - len(changed))
    for pk in changed:
        signed_in.announce(pk)
    return changed


def _differences(candidate: Candidate, known: Known) -> dict[str, Any]:
    """Return what the directory decides and differs, and what it offers where there is nothing."""
    told = candidate.fields
    here = known.fields
    return {
        **{name: told[name] for name in DECIDED if told.get(name) and told[name] != here[name]},
        **{name: told[name] for name in OFFERED if told.get(name) and not here[name]},
    }
