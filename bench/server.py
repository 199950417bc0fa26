"""The real server, started as people start it."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PATIENCE_SECONDS = 120


@dataclass(frozen=True)
class Server:
    """A running server: where it listens, its process, how long it took to serve."""

    port: int
    pid: int
    seconds_to_start: float


@contextmanager
def serving(data: Path, *, only: str = "web") -> Iterator[int]:
    """Serve a data folder on a free port of this machine; gives the port."""
    with running(data, only=only) as server:
        yield server.port


@contextmanager
def running(data: Path, *, only: str = "", processes: int = 0) -> Iterator[Server]:
    """Serve a data folder, everything or ``only`` web, with so many web processes (0: usual)."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "parvis", "serve", "--data", str(data), "--port", str(port)]
    command += ["--only", only] if only else []
    command += ["--processes", str(processes)] if processes else []
    environment = {k: v for k, v in os.environ.items() if k != "PARVIS_URL"}
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        _wait(port, process)
        yield Server(port, process.pid, time.perf_counter() - began)
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.03)
    raise SystemExit("The server did not start.")
