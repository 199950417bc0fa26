"""A web process commits before the disk has written; the others do as PostgreSQL does."""

import psycopg
import pytest
from django.db import connection
from django.test.utils import override_settings

from parvis.kernel.early import commit_early


def synchronous_commit() -> str:
    """What a connection made now would have."""
    settings = connection.get_connection_params()
    settings.pop("cursor_factory", None)
    with psycopg.connect(**{k: v for k, v in settings.items() if k != "context"}) as fresh:
        row = fresh.execute("SHOW synchronous_commit").fetchone()
    return str(row[0] if row else "")


@pytest.mark.django_db
def test_only_a_process_that_says_so_commits_early(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        connection.settings_dict, "OPTIONS", dict(connection.settings_dict["OPTIONS"])
    )
    assert synchronous_commit() == "on"
    with override_settings(COMMITS_EARLY=False):
        commit_early()
        assert synchronous_commit() == "off"
