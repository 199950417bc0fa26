"""Hot reads: prepared statements with binary results on Django's own connection.

Django never prepares; planning a feed anew costs more (2 ms) than running it. Only the few
statements of pages that everybody opens all day go this way; everything else is plain ORM.
"""

import time
from collections.abc import Mapping
from typing import Any

import psycopg
from django.db import connection


def run(sql: str, params: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
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
    return list(rows)
