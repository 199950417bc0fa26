"""Whatever stands in an archive's lines, the import ends: odd values are told, never fatal."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from parvis.directory.archive import command
from parvis.directory.console import Steps
from parvis.directory.report import Report
from parvis.directory.tests.conftest import archive

IDS: Final = some.sampled_from([1, "1", "2", "", None, True, "\x00", "\ud800", "x" * 400, -1, 1.5])
ODD: Final = IDS | some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=9),
    lambda inner: (
        some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)
KEYS: Final = {
    "people": "name email handle title department departments site location country manager"
    " languages skills about",
    "communities": "name description visibility members managers audience owner slug policy"
    " created archived",
    "posts": "author community wall created body format title tags reactions message_id",
    "comments": "post parent author created body format accepted reactions",
}


def _lines(keys: str) -> some.SearchStrategy[list[dict[str, Any]]]:
    # Ids and what refers to them often meet, so that more than the reading is reached.
    values = dict.fromkeys(keys.split(), ODD)
    return some.lists(some.fixed_dictionaries({"id": IDS}, optional=values), max_size=4)


@contextmanager
def _taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(files=some.fixed_dictionaries({name: _lines(keys) for name, keys in KEYS.items()}))
def test_odd_values_are_never_fatal(files: dict[str, list[dict[str, Any]]]) -> None:
    with TemporaryDirectory() as folder, _taken_back():
        path = archive(Path(folder) / "odd", **files)
        first, second = Report("odd"), Report("odd")
        command.run(path, first, Steps())
        json.loads(first.as_json())
        command.run(path, second, Steps())
        assert second.of("posts", "created") == second.of("comments", "created") == 0
