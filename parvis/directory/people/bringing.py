"""Bring the people of a file in: match, create, update, managers, in one transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction

from parvis.directory.bulk import insert, new_numbers
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
from parvis.kernel.console import said
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
    own: str = "",
) -> Brought:
    """Bring people in, all or none.

    ``follow``: the file is the directory, and who is known changes with it. Otherwise (an archive)
    who is known stays as they are. ``own`` is this network's name in exports, under whose ids
    people who were taken in here are known.
    """
    with transaction.atomic():
        roster = Roster(own)
        matched = match(candidates, roster, report, moved)
        addresses = Addresses(matched, roster, report, follow)
        addresses.free()
        numbers = [
            *((candidate, known.pk) for candidate, known in matched.known),
            *zip(matched.new, new_numbers(Person, len(matched.new)), strict=True),
        ]
        bosses = managers(numbers, roster, report)
        new = numbers[len(matched.known) :]
        steps.begin(said("people"), len(new))
        writing.create(_rows(new, roster, addresses, bosses, report), steps)
        report.count(KIND, "created", len(new))
        changes = _changes(matched, addresses, bosses) if follow else {}
        steps.begin(said("changes"), len(changes))
        _update(changes, matched, report, steps)
        insert(
            KnownAs,
            [{"origin": candidate.origin, "person_id": k.pk} for candidate, k in matched.further],
        )
    return Brought(
        people={candidate.origin: pk for candidate, pk in numbers},
        new={pk for _candidate, pk in new},
        roster=roster,
        changed=set(changes),
    )


def _rows(
    new: list[tuple[Candidate, int]],
    roster: Roster,
    addresses: Addresses,
    bosses: dict[int, int],
    report: Report,
) -> list[dict[str, Any]]:
    """Return the rows of newcomers, each with a handle and an address of their own."""
    handles = Handles(roster.by_handle)
    rows = []
    for candidate, pk in new:
        name = candidate.fields.get("name") or _stand_in_name(candidate, report)
        handle = handles.give(candidate.handle or handle_from(name))
        if candidate.handle and handle != candidate.handle:
            told = f"{candidate.handle} → {handle}"
            report.note(KIND, said("the handle was taken: another given"), told)
        rows.append(
            candidate.fields
            | {
                "id": pk,
                "handle": handle,
                "name": name,
                "origin": candidate.origin,
                "email": addresses.new[candidate.origin],
                "manager_id": bosses.get(pk),
            }
        )
    return rows


def _stand_in_name(candidate: Candidate, report: Report) -> str:
    report.note(KIND, said("no name: called by handle or number"), candidate.label)
    id_ = candidate.origin.rpartition(":")[2]
    return candidate.handle or (f"Person {id_}" if id_.isdigit() else id_)[:120]


def _changes(matched: Matched, addresses: Addresses, bosses: dict[int, int]) -> writing.Changes:
    """Compare what the directory says with what is here."""
    changes: writing.Changes = {}
    for candidate, known in matched.known:
        fields = _differences(candidate, known)
        if known.pk in addresses.changed:
            fields["email"] = addresses.changed[known.pk]
        if known.pk in bosses and bosses[known.pk] != known.manager:
            fields["manager_id"] = bosses[known.pk]
        if fields:
            changes[known.pk] = fields
    return changes


def _update(changes: writing.Changes, matched: Matched, report: Report, steps: Steps) -> None:
    writing.update(changes, steps)
    report.count(KIND, "updated", len(changes))
    report.count(KIND, "unchanged", len(matched.known) - len(changes))
    for pk in changes:
        signed_in.announce(pk)


def _differences(candidate: Candidate, known: Known) -> dict[str, Any]:
    """Return what the directory decides and differs, and what it offers where there is nothing."""
    told = candidate.fields
    here = known.fields
    return {
        **{name: told[name] for name in DECIDED if told.get(name) and told[name] != here[name]},
        **{name: told[name] for name in OFFERED if told.get(name) and not here[name]},
    }
