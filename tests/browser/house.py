"""The real site for browser tests: the whole ASGI application on a port, and a worker beside it."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from unittest.mock import patch
from urllib.parse import quote, urlencode

import uvicorn
from django.db import OperationalError, connection, connections
from django.db.backends.postgresql.operations import DatabaseOperations
from procrastinate.contrib.django.models import ProcrastinateJob

PATIENCE_SECONDS = 20.0
ATTEMPTS = 5


def wait_until(
    true: Callable[[], Any], what: str, rest: Callable[[], Any] = lambda: time.sleep(0.02)
) -> None:
    """Poll until something holds, with a rest each time; fail with ``what`` when it never does."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        if true():
            return
        rest()
    raise AssertionError(f"in vain: {what}")


def database_url() -> str:
    """Return the address of the tests' own database, for another process."""
    params = connection.get_connection_params()
    query = {"host": params.get("host", "")}
    user, password = params.get("user", ""), params.get("password", "")
    name = quote(params["dbname"], safe="")
    return f"postgres://{quote(user)}:{quote(password)}@/{name}?{urlencode(query)}"


@contextmanager
def working() -> Iterator[None]:
    """Have a real worker do the jobs, in a process of its own."""
    environment = os.environ | {"PARVIS_DATABASE_URL": database_url()}
    command = [sys.executable, "-m", "parvis", "worker"]
    worker = subprocess.Popen(command, env=environment)
    try:
        yield
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait(PATIENCE_SECONDS)


def settle() -> None:
    """Have site and worker end what they have begun, and begin no more.

    They and the emptying of the tables would else wait for each other.
    """
    wait_until(lambda: not _answering, "the site to end")
    wait_until(_no_work_is_left, "the worker to end")
    wait_until(_no_statement_runs, "the database to be quiet")


def _no_work_is_left() -> bool:
    # a job that ends may leave another one to do
    thrown_away, _ = ProcrastinateJob.objects.filter(status="todo").delete()
    return not thrown_away and not ProcrastinateJob.objects.filter(status="doing").exists()


def _no_statement_runs() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE state <> 'idle'"
            " AND datname = current_database() AND pid <> pg_backend_pid())"
        )
        return bool(cursor.fetchone()[0])


@contextmanager
def emptying_patiently() -> Iterator[None]:
    """Have the tables emptied once more where site or worker came in between after all."""
    empty = DatabaseOperations.execute_sql_flush

    def again(operations: DatabaseOperations, statements: list[str]) -> None:
        for _ in range(ATTEMPTS):
            with suppress(OperationalError):
                return empty(operations, statements)
            time.sleep(0.2)
        return empty(operations, statements)

    with patch.object(DatabaseOperations, "execute_sql_flush", again):
        yield


# The requests that are being answered, the streams of open pages among them.
_answering: set[int] = set()


async def _application(scope: Any, receive: Any, send: Any) -> None:
    from config.asgi import application

    if scope["type"] != "http":
        return await application(scope, receive, send)
    _answering.add(id(scope))
    try:
        await application(scope, receive, send)
    finally:
        _answering.discard(id(scope))


@contextmanager
def serving() -> Iterator[str]:
    """Serve the site from a thread of this process; gives its address."""
    from parvis.live.hub import hub
    from parvis.operations.web.assets import gather

    gather()
    config = uvicorn.Config(
        _application, port=0, log_level="warning", lifespan="on", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    wait_until(lambda: server.started and hub.listening, "the server")
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(PATIENCE_SECONDS)


def hang_up_others() -> None:
    """Close what the site's threads still hold of the database, so that it can be taken down."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    connections.close_all()
