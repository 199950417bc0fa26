"""The people of an archive."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from parvis.directory.archive.reading import id_of, moment
from parvis.directory.archive.source import Archive
from parvis.directory.people.candidate import Candidate
from parvis.directory.people.fields import cleaned
from parvis.directory.people.matching import KIND
from parvis.directory.reading.words import handle_from, words
from parvis.directory.report import Report
from parvis.kernel.console import said
from parvis.people.models import Person

FILE: Final = "people.jsonl"
_TOLD: Final = ("name", "email", "title", "department", "site", "country", "languages", "skills")
_OURS: Final = words(
    "locale time_zone theme large_type no_shortcuts welcomed kind inactive admin joined left photo"
    " cover also wall"
)
_KEYS: Final = frozenset(
    {*_TOLD, *_OURS, "id", "handle", "departments", "location", "manager", "about"}
)


def candidates(
    archive: Archive, lines: Iterable[tuple[int, dict[str, Any]]], report: Report
) -> Iterator[Candidate]:
    """Yield the people of the lines of people.jsonl."""
    for number, line in lines:
        id_ = id_of(line.get("id"))
        if id_ is None:
            report.skip(KIND, said("no id"), f"{FILE} line {number}")
            continue
        for unknown in line.keys() - _KEYS:
            report.note("unknown keys", f"{FILE}: {unknown}", f"line {number}")
        yield _candidate(archive, id_, number, line, report)


def stand_in(archive: Archive, key: str, id_: str) -> Candidate:
    """Return someone for an author of whom the archive tells nothing: gone, with a name at best."""
    name = id_ if id_ and not id_.isdigit() else f"Unknown {id_}".strip()
    fields = {"name": name[:120], "is_active": False}
    return Candidate(origin=key, line=0, handle=handle_from(id_), fields=fields)


def _candidate(
    archive: Archive, id_: str, number: int, line: dict[str, Any], report: Report
) -> Candidate:
    where = f"{FILE} line {number}"
    told = {name: line.get(name) for name in (*_TOLD, "about")}
    departments = line.get("departments")
    if not told["department"] and isinstance(departments, list) and departments:
        told["department"] = departments[0]
    told["site"] = told["site"] or line.get("location")
    if archive.ours:
        told |= {"locale": line.get("locale"), "time_zone": line.get("time_zone")}
    fields = cleaned({k: v for k, v in told.items() if v is not None}, report, where)
    if archive.ours:
        fields |= _own_fields(line, report)
    handle = line.get("handle")
    manager = id_of(line.get("manager"))
    return Candidate(
        origin=archive.key("person", id_),
        line=number,
        handle=handle_from(handle.lstrip("@")) if isinstance(handle, str) else "",
        fields=fields,
        manager=[("origin", archive.key("person", manager))] if manager else [],
    )


def _own_fields(line: dict[str, Any], report: Report) -> dict[str, Any]:
    """Return what only our own exports tell: standing, rights and dates."""
    fields: dict[str, Any] = {"is_active": line.get("inactive") is not True}
    if line.get("kind") in Person.Kind.values:
        fields["kind"] = line["kind"]
    if line.get("theme") in Person.Theme.values:
        fields["theme"] = line["theme"]
    fields["large_type"] = line.get("large_type") is True
    fields["shortcuts"] = line.get("no_shortcuts") is not True
    if line.get("welcomed") is True:
        fields["welcome"] = ""
    if line.get("admin") is True:
        fields["is_admin"] = True
        report.note(KIND, said("administrator there, and here"), line.get("handle", ""))
    for name, column in (("joined", "joined_at"), ("left", "left_at")):
        if at := moment(line.get(name)):
            fields[column] = at
    return fields
