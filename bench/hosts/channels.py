"""The two ways of telling many: PostgreSQL's notices, and what Redis or Valkey publishes."""

import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import psycopg

from bench.hosts.network import Machine, end
from parvis.operations.runtime import Stop

CHANNEL, PORT = "parvis_bench", 6379

type Send = Callable[[str], None]


class Listener(Protocol):
    """A connection that listens."""

    def fileno(self) -> int: ...

    def read(self) -> bytes:
        """Return what has come, one or more messages."""
        ...


class Way(Protocol):
    """One way, named; each call opens a connection of its own."""

    name: str

    def listener(self) -> Any: ...

    def sender(self) -> Any: ...


class Notices:
    """LISTEN and NOTIFY; each message is a transaction of its own, as a post's would be."""

    name = "PostgreSQL"

    def __init__(self, url: str) -> None:
        self.url = url

    @contextmanager
    def listener(self) -> Iterator[Listener]:
        """Listen on a connection of its own."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"LISTEN {CHANNEL}".encode())
            yield _Listening(connection)

    @contextmanager
    def sender(self) -> Iterator[Send]:
        """Send from a connection of its own."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            statement = f"SELECT pg_notify('{CHANNEL}', %s)".encode()
            yield lambda text: (connection.execute(statement, [text], prepare=True), None)[1]


class _Listening:
    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        self.pgconn = connection.pgconn

    def fileno(self) -> int:
        return int(self.pgconn.socket)

    def read(self) -> bytes:
        self.pgconn.consume_input()
        found = []
        while notice := self.pgconn.notifies():
            found.append(bytes(notice.extra))
        return b"\n".join(found)


class Published:
    """SUBSCRIBE and PUBLISH, spoken by hand (RESP, inline commands): there is little to say."""

    def __init__(self, name: str, address: str) -> None:
        self.name, self.address = name, address

    @contextmanager
    def listener(self) -> Iterator[Listener]:
        """Listen on a connection of its own."""
        with self._connection() as line:
            line.sendall(f"SUBSCRIBE {CHANNEL}\r\n".encode())
            line.recv(4096)
            yield _Subscribed(line)

    @contextmanager
    def sender(self) -> Iterator[Send]:
        """Send from a connection of its own, and wait for each answer."""
        with self._connection() as line:

            def send(text: str) -> None:
                body = text.encode()
                line.sendall(
                    b"*3\r\n$7\r\nPUBLISH\r\n$%d\r\n%s\r\n$%d\r\n%s\r\n"
                    % (len(CHANNEL), CHANNEL.encode(), len(body), body)
                )
                line.recv(4096)

            yield send

    def _connection(self) -> socket.socket:
        line = socket.create_connection((self.address, PORT), timeout=30)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return line


class _Subscribed:
    """Keeps the end of what has come where a message is cut in two."""

    def __init__(self, line: socket.socket) -> None:
        self.line, self.rest = line, b""

    def fileno(self) -> int:
        return self.line.fileno()

    def read(self) -> bytes:
        data = self.rest + self.line.recv(2**16)
        whole, _, self.rest = data.rpartition(b"}\r\n")
        return whole


@contextmanager
def published(machine: Machine, folder: Path) -> Iterator[tuple[Published, int] | None]:
    """Start Valkey or Redis on a machine, keeping nothing; None where neither is installed."""
    program = shutil.which("valkey-server") or shutil.which("redis-server")
    if program is None:
        yield None
        return
    words = ("--bind", machine.address, "--port", PORT, "--save", "", "--protected-mode", "no")
    process = machine.start(program, *words, log=folder / "redis.log", environment={})
    name = "Valkey" if "valkey" in program else "Redis"
    try:
        _wait(machine.address, process)
        yield Published(name, machine.address), process.pid
    finally:
        end(process)


def _wait(address: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 10
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection((address, PORT), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise Stop("Redis does not start.")
