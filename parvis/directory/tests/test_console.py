"""What the commands say, in the language of the console; what programs read stays as it is."""

import json
from pathlib import Path

import pytest

from parvis.directory import commands
from parvis.directory.console import NAMES
from parvis.directory.report import OUTCOMES
from parvis.directory.tests.conftest import archive
from parvis.kernel.console import translated

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARVIS_LANGUAGE", "fr")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return archive(
        tmp_path / "kiln",
        people=[{"id": 1, "name": "Zoé", "shoe": 38}, "no JSON", {"name": "Nobody"}],
        communities=[{"id": "c1", "name": "Kiln", "members": [1]}],
        posts=[{"id": "p1", "author": 1, "created": "1960-01-01", "body": "Old",
                "community": "c1"}],
        comments=[],
    )  # fmt: skip


def test_an_import_is_told_in_french(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.import_archive(small, dry_run=False) == 0
    said = capsys.readouterr().out
    for words in ("Archive kiln", "personnes", "créés", "omis", "À savoir", "clés inconnues",
                  "avant 1970", "people.jsonl ligne 2", "changements."):  # fmt: skip
        assert words in said, words
    assert "created" not in said
    commands.import_archive(small, dry_run=False)
    assert "Rien n’a changé." in capsys.readouterr().out


def test_an_export_and_an_error_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.export_archive(tmp_path / "out.zip") == 0
    assert "Tout est écrit." in capsys.readouterr().out
    assert commands.export_archive(tmp_path / "out.zip") == 1
    assert "rien n’est écrasé" in capsys.readouterr().err
    (tmp_path / "people.pdf").write_text("?")
    assert commands.import_people(tmp_path / "people.pdf", dry_run=True) == 1
    assert ".ldif ou" in capsys.readouterr().err


def test_json_is_for_programs(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commands.import_archive(small, dry_run=True, as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert told["what"] == "Archive kiln"
    assert told["counts"]["people"]["created"] == 1
    assert {"before 1970: taken for 1970", "no id"} <= {r["reason"] for r in told["reasons"]}


def test_english_is_spoken_as_well(
    small: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARVIS_LANGUAGE", "en")
    commands.import_archive(small, dry_run=True)
    said = capsys.readouterr().out
    assert "created" in said
    assert "people.jsonl line 2" in said


def test_every_word_of_the_report_has_its_french() -> None:
    assert set(OUTCOMES) <= set(NAMES)
    same = {"conversations", "mentions", "archive"}
    assert {name for name, text in NAMES.items() if translated(text, "fr") == name} == same
