"""A page that somebody left open: it listens at ``/live`` (WHATWG HTML, 9.2), and does no more."""

import asyncio
import contextlib
import time
from dataclasses import dataclass, field

from bench.client import HERE

PATIENCE = 120.0


@dataclass
class Page:
    """One open page: its connection, and when each nudge of the watched space came."""

    cookies: str
    query: str
    watched: bytes = b""
    heard: list[float] = field(default_factory=list)
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    writer: asyncio.StreamWriter | None = None
    task: "asyncio.Task[None] | None" = None

    async def open(self, port: int, address: str = HERE) -> None:
        """Open the stream and wait until it says that it is ready."""
        self.ready = asyncio.Event()  # of the loop that runs now
        reader, self.writer = await asyncio.open_connection(address, port)
        head = f"GET /live{self.query} HTTP/1.1\r\nHost: {address}:{port}\r\n"
        self.writer.write(f"{head}Cookie: {self.cookies}\r\n\r\n".encode())
        self.task = asyncio.create_task(self._listen(reader))
        await asyncio.wait_for(self.ready.wait(), PATIENCE)

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        with contextlib.suppress(OSError, ValueError):
            while line := await reader.readline():
                if line.startswith(b"event: ready"):
                    self.ready.set()
                elif self.watched and line.startswith(b"data:") and self.watched in line:
                    self.heard.append(time.perf_counter())

    def close(self) -> None:
        """Hang up, as a browser does whose network has gone."""
        if self.task is not None:
            self.task.cancel()
        if self.writer is not None:
            self.writer.close()
