"""People and a folder for the tests of files."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from parvis.people.models import Person
from parvis.people.verbs import take_in


@pytest.fixture(autouse=True)
def files_root(settings: Settings, tmp_path: Path) -> Path:
    """A folder of files of its own for each test."""
    settings.FILES_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def carol() -> Person:
    return take_in(None, handle="carol", name="Carol")
