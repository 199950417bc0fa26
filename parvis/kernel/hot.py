"""Hot reads: prepared statements with binary results on Django's own connection.

Django never prepares; planning a feed anew costs more (2 ms) than running it. Only the few
statements of pages that everybody opens all day go this way; everything else is plain ORM.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection

type Params = Mapping[str, Any] | None

_watchers: list[Callable[[str, Params], None]] = []


def run(sql: str, params: Params = None) -> list[tuple[Any, ...]]:
    """Run a statement, prepared once a connection, and return all its rows.

    Parameters are written ``%(name)s``. The statement appears in Django's query log like any
    other, so that tests can count it.
    """
    connection.ensure_connection()
    began = time.monotonic()
    with psycopg.Cursor(connection.connection) as cursor:
        rows = cursor.execute(sql, params, prepare=True, binary=True).fetchall()
    if connection.queries_logged:
        seconds = time.monotonic() - began
        connection.queries_log.append({"sql": sql, "time": f"{seconds:.3f}"})
    for watch in _watchers:
        watch(sql, params)
    return list(rows)


@contextmanager
def watched(watch: Callable[[str, Params], None]) -> Iterator[None]:
    """Call ``watch(sql, params)`` for each statement that runs inside, to measure it apart."""
    _watchers.append(watch)
    try:
        yield
    finally:
        _watchers.remove(watch)
