"""The floor of a page: the SQL it ran, and nothing else, on one prepared connection."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import psycopg
from django.db import connection
from django.test import Client

from bench.client import Request
from parvis.kernel import hot

LEAST_ROUNDS = 9
LONG_ENOUGH = 1.0  # seconds for one statement


@dataclass(frozen=True)
class Statement:
    """One statement of a page, with the values it was given."""

    sql: str
    params: Any


@contextmanager
def recorded() -> Iterator[list[Statement]]:
    """Collect the statements that run inside, prepared ones included."""
    statements: list[Statement] = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append(Statement(sql, params))
        return execute(sql, params, many, context)

    with (
        connection.execute_wrapper(keep),
        hot.watched(lambda sql, params: statements.append(Statement(sql, params))),
    ):
        yield statements


def statements_of(client: Client, path: str) -> list[Statement]:
    """Return what a page asks of the database once the process is warm."""
    for _ in range(3):
        client.get(path, headers={"accept-language": "en"})
    with recorded() as statements:
        client.get(path, headers={"accept-language": "en"})
    return statements


def statements_of_deed(client: Client, request: Request) -> list[Statement]:
    """Return what a deed asks of the database, done a second time here."""
    fields = dict(parse_qsl(request.body))
    client.post(request.path, fields, headers=dict(request.headers))
    with recorded() as statements:
        client.post(request.path, fields, headers=dict(request.headers))
    return statements


def seconds_for(statements: list[Statement], rounds: int = 300) -> float:
    """Return the seconds of running them all, prepared and binary, reads only.

    Of each the median, with a plan that is kept or one made anew for its values, whichever is
    quicker: where a kept plan is a bad one (a search), the page does not prepare either.
    """
    connection.ensure_connection()
    reads = [s for s in statements if s.sql.lstrip().upper().startswith(("SELECT", "WITH"))]
    kept = _medians(reads, rounds, "force_generic_plan")
    return sum(map(min, kept, _medians(reads, rounds, "force_custom_plan")))


def _medians(statements: list[Statement], rounds: int, plans: str) -> list[float]:
    """Return the median seconds of each, all being run in turn; a slow one less often."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('plan_cache_mode', %s, false)", [plans])
    times: list[list[float]] = [[] for _ in statements]
    for _ in range(rounds):
        for statement, measured in zip(statements, times, strict=True):
            if sum(measured) < LONG_ENOUGH or len(measured) < LEAST_ROUNDS:
                measured.append(_seconds(statement))
    with connection.cursor() as cursor:
        cursor.execute("RESET plan_cache_mode")
    return [sorted(measured)[len(measured) // 2] for measured in times]


def _seconds(statement: Statement) -> float:
    began = time.perf_counter()
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement.sql, statement.params, prepare=True, binary=True).fetchall()
    return time.perf_counter() - began
