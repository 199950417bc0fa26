"""Hot statements: prepared once a connection, results in binary.

Django binds in the client and prepares nothing; planning a feed's statement anew costs more than
running it. So the few hot reads go through psycopg's own cursor on Django's connection.
"""

from collections.abc import Mapping, Sequence
from time import perf_counter
from typing import Any

import psycopg
from django.db import connection

type Row = tuple[Any, ...]


def rows(sql: str, params: Mapping[str, Any] | Sequence[Any]) -> list[Row]:
    """Run a statement on Django's connection, in its transaction, and return all its rows.

    Seen by ``connection.queries`` like Django's own, so that statements can be counted.
    """
    connection.ensure_connection()
    raw = connection.connection
    if raw.prepare_threshold is None:  # Django's default: never, not even when asked to
        raw.prepare_threshold = 5
    start = perf_counter()
    with psycopg.Cursor(raw) as cursor:
        found = cursor.execute(sql, params, prepare=True, binary=True).fetchall()
    if connection.queries_logged:
        connection.queries_log.append({"sql": sql, "time": f"{perf_counter() - start:.3f}"})
    return found
