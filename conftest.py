"""What every test may use. The database comes from the plugin `parvis.operations.testing`."""

import time
from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.backends.utils import CursorWrapper

PATIENCE_SECONDS = 10


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
            cursor.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")
            if request.node.get_closest_marker("browser"):
                _wait_for_the_worker(cursor)
            cursor.execute("DELETE FROM procrastinate_jobs")


def _wait_for_the_worker(cursor: CursorWrapper) -> None:
    """What the real worker has begun is done before the tables are emptied, else both wait."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        cursor.execute("SELECT EXISTS (SELECT FROM procrastinate_jobs WHERE status = 'doing')")
        if cursor.fetchone() == (False,):
            return
        time.sleep(0.05)
