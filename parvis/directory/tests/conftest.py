"""What the tests of this feature share."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from parvis.directory.archive import command as bringing
from parvis.directory.console import Steps
from parvis.directory.export import command as exporting
from parvis.directory.people import command as people
from parvis.directory.report import Report

type Bring = Callable[..., Report]


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: Any) -> None:
    """Keep each test's files apart."""
    settings.FILES_ROOT = tmp_path / "shelf"


@pytest.fixture
def bring() -> Bring:
    """Import an archive and return its report."""

    def run(path: Path, *, dry_run: bool = False) -> Report:
        report = Report("archive", dry_run)
        bringing.run(path, report, Steps())
        return report

    return run


@pytest.fixture
def bring_people() -> Bring:
    """Import people and return the report."""

    def run(path: Path, *, dry_run: bool = False, leavers: bool = False) -> Report:
        report = Report("people", dry_run)
        people.run(path, report, Steps(), leavers=leavers)
        return report

    return run


@pytest.fixture
def export() -> Callable[[Path], Path]:
    """Write an export and return its path."""

    def run(path: Path) -> Path:
        exporting.run(path, Report("export", exported=True), Steps())
        return path

    return run


def archive(folder: Path, **files: list[Any]) -> Path:
    """Write a folder of JSON lines; a text among them is written as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in files.items():
        text = "".join(
            (line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines
        )
        (folder / f"{name}.jsonl").write_text(text)
    return folder


def zipped(folder: Path) -> Path:
    """Zip a folder."""
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w") as file:
        for one in sorted(folder.iterdir()):
            file.write(one, one.name)
    return path
