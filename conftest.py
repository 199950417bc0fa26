"""What every test may use. The database comes from the plugin `parvis.operations.testing`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.db import connection

if TYPE_CHECKING:
    from parvis.people.models import Person


@pytest.fixture
def alice() -> "Person":
    """An employee. A feature that needs to know more of her has its own."""
    return _employee("alice", "Alice")


@pytest.fixture
def bob() -> "Person":
    """Her colleague."""
    return _employee("bob", "Bob")


def _employee(handle: str, name: str) -> "Person":
    from parvis.people.verbs import take_in  # once Django is set up

    return take_in(None, handle=handle, name=name)


@pytest.fixture(autouse=True)
def no_jobs_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Take away the jobs a test with real commits left: Django empties its own tables alone."""
    marker = request.node.get_closest_marker("django_db")
    commits = marker is not None and marker.kwargs.get("transaction", False)
    if commits:
        request.getfixturevalue("transactional_db")
    yield
    if commits:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")
