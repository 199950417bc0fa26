"""`serve` and `demo`: the database, the web processes and the worker, together."""

from __future__ import annotations

import errno
import os
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from parvis.kernel.console import said, translated
from parvis.operations import postgres, runtime
from parvis.operations.supervisor import Child, Supervisor, command

SECONDS_FOR_THE_PORT = 4.0


@dataclass(frozen=True)
class Serving:
    """What to serve, and where."""

    data: Path
    host: str
    port: int
    only: str = ""  # "web", "worker", or everything
    processes: int = 0  # web processes; 0: by the number of cores


def serve(what: Serving, ready: Callable[[str], None]) -> None:
    """Serve until a signal says stop. `ready` is called with the address, Django being set up.

    Raises Stop where the port is taken, or the database does not start.
    """
    listening = None if what.only == "worker" else listen(what.host, what.port)
    if listening is not None:
        os.environ.setdefault("PARVIS_URL", address(listening))
        (what.data / runtime.ADDRESS).write_text(os.environ["PARVIS_URL"])
    with runtime.database(what.data) as embedded:
        runtime.set_up()
        _prepare(what)
        if listening is not None:
            ready(os.environ["PARVIS_URL"])
        Supervisor(_children(what, listening), _mender(embedded)).run()


def listen(host: str, port: int) -> socket.socket:
    """An open socket at `host` and `port` (0: any free one).

    Waits a moment, since a killed predecessor's processes may still be letting go of it.
    Raises Stop where it stays taken, or the address is not this machine's.
    """
    deadline = time.monotonic() + SECONDS_FOR_THE_PORT
    while True:
        try:
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            return socket.create_server((host, port), family=family, backlog=2048)
        except OSError as error:
            if time.monotonic() > deadline or not _is_taken(error):
                raise runtime.Stop(
                    said(
                        "Cannot serve at %(host)s, port %(port)s: %(error)s. "
                        "Choose another with --port or --host.",
                        host=host,
                        port=str(port),
                        error=error.strerror,
                    )
                ) from error
            time.sleep(0.2)


def address(listening: socket.socket) -> str:
    """The address that a browser on this machine takes."""
    host, port = listening.getsockname()[:2]
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _prepare(what: Serving) -> None:
    from django.db import connections

    from parvis.operations.web.assets import gather

    runtime.migrate()
    if what.only != "worker":
        gather()
    connections.close_all()


def _children(what: Serving, listening: socket.socket | None) -> list[Child]:
    children: list[Child] = []
    python = [sys.executable, "-m"]
    if listening is not None:
        descriptor = listening.fileno()
        number = str(what.processes or default_processes())
        web = command(
            *python, "parvis.operations.web.process", str(descriptor), number, files=[descriptor]
        )
        children.append(Child("web", web))
    if what.only != "web":
        children.append(Child("worker", command(*python, "parvis.operations.worker")))
        if os.environ.get("PARVIS_MAIL_LMTP"):
            children.append(Child("letterbox", command(*python, "parvis.operations.letterbox")))
    return children


def _mender(embedded: postgres.Usage | None) -> Callable[[], None]:
    """What the supervisor does now and then: bring a killed database back."""

    def mend() -> None:
        try:
            if embedded is not None and embedded.mend():
                runtime.say(said("parvis: the database had ended and was started again"))
        except postgres.PostgresError as error:
            runtime.say(f"parvis: {translated(error.message)}")

    return mend


def default_processes() -> int:
    """Two web processes keep the site up while one restarts; beyond, one a core, up to eight."""
    return max(2, min(8, os.cpu_count() or 1))


def _is_taken(error: OSError) -> bool:
    return error.errno == errno.EADDRINUSE
