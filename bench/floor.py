"""The floor of a page: the SQL it ran, and nothing else, on one prepared connection."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import psycopg
from django.db import connection
from django.test import Client

from bench.client import Request
from parvis.kernel import hot


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
    """Return the median seconds of running them all, prepared and binary, reads only."""
    connection.ensure_connection()
    reads = [s for s in statements if s.sql.lstrip().upper().startswith(("SELECT", "WITH"))]
    return _median(lambda: _replay(reads), rounds)


def _replay(statements: list[Statement]) -> None:
    for statement in statements:
        with psycopg.Cursor(connection.connection) as cursor:
            cursor.execute(statement.sql, statement.params, prepare=True, binary=True).fetchall()


def _median(run: Callable[[], None], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        run()
        times.append(time.perf_counter() - began)
    return sorted(times)[rounds // 2]
