"""A small HTTP/1.1 client (RFC 9112), light enough not to be what is measured."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

HERE = "127.0.0.1"


@dataclass(frozen=True)
class Request:
    """One request as one person: what to send, and which statuses are right."""

    method: str
    path: str
    cookies: str
    body: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    expected: frozenset[int] = frozenset({200})

    def bytes(self, host: str) -> bytes:
        """Return the request as it goes over the line."""
        body = self.body.encode()
        lines = [
            f"{self.method} {self.path} HTTP/1.1",
            f"Host: {host}",
            f"Cookie: {self.cookies}",
            "Accept: text/html",
            "Accept-Language: en",
            *(f"{name}: {value}" for name, value in self.headers),
        ]
        if body:
            lines += [
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(body)}",
            ]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@dataclass
class Samples:
    """What a run measured: seconds a request, bytes, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    bytes: int = 0
    wrong: dict[int, int] = field(default_factory=dict)
    elapsed: float = 0.0

    def quantile(self, share: float) -> float:
        """Return the quantile of the times, in milliseconds (nearest rank)."""
        ordered = sorted(self.seconds)
        if not ordered:
            return float("nan")
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)] * 1000

    @property
    def rate(self) -> float:
        """Requests a second, all clients together."""
        return len(self.seconds) / self.elapsed if self.elapsed else 0.0


def drive(
    port: int, requests: Iterator[Request], clients: int, seconds: float, *, warm: int = 0
) -> Samples:
    """Send requests one after the other on each of some connections, for some seconds.

    Each connection first makes ``warm`` requests that do not count: a connection stays with one
    process of the server, which has things to remember.
    """
    return asyncio.run(_drive(port, requests, clients, seconds, warm))


async def _drive(
    port: int, requests: Iterator[Request], clients: int, seconds: float, warm: int
) -> Samples:
    connections = [await Connection.to(port) for _ in range(clients)]
    for _ in range(warm):
        await asyncio.gather(*(one.send(next(requests)) for one in connections))
    samples = Samples()
    began = time.perf_counter()
    end = began + seconds
    await asyncio.gather(*(_count(one, requests, end, samples) for one in connections))
    samples.elapsed = time.perf_counter() - began
    for one in connections:
        one.writer.close()
    return samples


async def _count(
    connection: "Connection", requests: Iterator[Request], end: float, samples: Samples
) -> None:
    while time.perf_counter() < end:
        request = next(requests)
        sent = time.perf_counter()
        status, size = await connection.send(request)
        samples.seconds.append(time.perf_counter() - sent)
        samples.bytes += size
        if status not in request.expected:
            samples.wrong[status] = samples.wrong.get(status, 0) + 1


class Connection:
    """One connection that is kept alive, and opened anew where the server hangs up."""

    def __init__(self, port: int, address: str = HERE) -> None:
        self.port, self.address = port, address
        self.host = f"{address}:{port}"

    @classmethod
    async def to(cls, port: int, address: str = HERE) -> "Connection":
        """Open a connection to a port, of this machine if nothing else is said."""
        made = cls(port, address)
        await made.open()
        return made

    async def open(self) -> None:
        """Connect, again if need be."""
        self.reader, self.writer = await asyncio.open_connection(
            self.address, self.port, limit=2**22
        )

    async def send(self, request: Request) -> tuple[int, int]:
        """Send a request; return the answer's status and its size in bytes."""
        self.writer.write(request.bytes(self.host))
        status, size, closing = await _answer(self.reader)
        if closing:
            self.writer.close()
            await self.open()
        return status, size


async def _answer(reader: asyncio.StreamReader) -> tuple[int, int, bool]:
    """Read one answer: its status, its size in bytes, whether the server hangs up."""
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    status = int(lines[0].split(b" ", 2)[1])
    size, chunked, closing = 0, False, False
    for line in lines[1:]:
        if line.startswith(b"content-length:"):
            size = int(line[15:])
        elif line.startswith(b"transfer-encoding:") and b"chunked" in line:
            chunked = True
        elif line.startswith(b"connection:") and b"close" in line:
            closing = True
    if chunked:
        size = await _chunks(reader)
    elif size:
        await reader.readexactly(size)
    return status, len(head) + size, closing


async def _chunks(reader: asyncio.StreamReader) -> int:
    total = 0
    while length := int((await reader.readline()).split(b";")[0], 16):
        await reader.readexactly(length + 2)
        total += length
    await reader.readline()
    return total
