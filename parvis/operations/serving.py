"""`serve` and `demo`: the database, the web processes and the worker, together."""

from __future__ import annotations

import errno
import os
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from parvis.kernel.console import said, translated
from parvis.operations import heap, postgres, runtime
from parvis.operations.preload import read_in
from parvis.operations.supervisor import Child, Supervisor, run_apart

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
    """Serve until a signal says stop. `ready` is called with the address where there is a web part.

    Raises Stop where the port is taken, or the database does not start.
    """
    listening = None if what.only == "worker" else listen(what.host, what.port)
    if listening is not None:
        os.environ.setdefault("PARVIS_URL", address(listening))
        (what.data / runtime.ADDRESS).write_text(os.environ["PARVIS_URL"])
    with runtime.database(what.data) as embedded:
        runtime.set_up()
        _prepare(what, ready)
        heap.share_one()
        read_in()
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


def _prepare(what: Serving, ready: Callable[[str], None]) -> None:
    """Bring the database and the files up to date, then call `ready`.

    All that is done by a copy of this process: what it opens and remembers goes with it, and
    the web processes and the worker are copies of a process that has no connection and no threads.
    Raises SystemExit where it fails, having said why.
    """

    def prepare() -> None:
        from parvis.operations.web.assets import gather

        runtime.migrate()
        if what.only != "worker":
            gather()
            ready(os.environ["PARVIS_URL"])

    code = run_apart(lambda: sys.exit(runtime.exit_code(prepare)))
    if code:
        sys.exit(code)


def _children(what: Serving, listening: socket.socket | None) -> list[Child]:
    from parvis.operations import letterbox, worker
    from parvis.operations.web import process as web

    def without_the_port(run: Callable[[], None]) -> None:
        if listening is not None:
            listening.close()
        sys.exit(runtime.exit_code(run))

    number = what.processes or default_processes()
    runs: dict[str, Callable[[], object]] = {}
    if listening is not None:
        runs |= {f"web {one}": partial(web.serve, listening) for one in range(1, number + 1)}
    if what.only != "web":
        runs["worker"] = partial(without_the_port, worker.run)
        if os.environ.get("PARVIS_MAIL_LMTP"):
            runs["letterbox"] = partial(without_the_port, letterbox.run)
    return [Child(name, run) for name, run in runs.items()]


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
