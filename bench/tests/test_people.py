"""A made directory is read by the import without a word left over, and says the same twice."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench import people
from bench.company.people import hire
from bench.company.shape import Shape
from parvis.directory.people import csv, ldif
from parvis.directory.people.candidate import Candidate
from parvis.directory.report import Report

STAFF = hire(Shape(60, 0, 0, 7, datetime(2026, 1, 31, 12, tzinfo=UTC)))


def read(path: Path) -> tuple[list[Candidate], Report]:
    report = Report("made")
    reader = ldif if path.suffix == ".ldif" else csv
    return list(reader.candidates(path, report)), report


@pytest.mark.parametrize("kind", ["csv", "ldif"])
def test_everybody_is_in_both_files_with_their_manager(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"people.{kind}"
    getattr(people, f"write_{kind}")(STAFF, path)
    found, report = read(path)
    assert [one.fields["name"] for one in found] == STAFF.names
    assert [one.handle for one in found] == STAFF.handles
    assert [one.fields["site"] for one in found] == STAFF.site
    assert [bool(one.manager) for one in found] == [above >= 0 for above in STAFF.manager]
    assert {kind for kind, _reason in report.reasons} <= {"other entries"}


def test_groups_are_in_the_directory_and_are_no_people(tmp_path: Path) -> None:
    people.write_ldif(STAFF, tmp_path / "people.ldif")
    words = (tmp_path / "people.ldif").read_text()
    assert words.count("member: uid=") == 2 * len(STAFF.names)
    assert all(len(line) <= people.LINE for line in words.splitlines())
    _found, report = read(tmp_path / "people.ldif")
    kinds = {kind for kind, _reason in report.reasons}
    assert kinds == {"other entries"}
