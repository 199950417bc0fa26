"""Many connections at once, each sending what comes next; times kept by what was sent."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bench.client import HERE, Connection, Request, Samples
from bench.load.page import Page
from bench.load.processes import Used, Watched

type Sent = tuple[str, Request]


@dataclass
class Run:
    """What a run measured: by name, all together, and what the processes used."""

    by_name: dict[str, Samples] = field(default_factory=dict)
    used: Used = field(default_factory=Used)

    @property
    def requests(self) -> int:
        """How many requests were answered."""
        return sum(len(samples.seconds) for samples in self.by_name.values())

    @property
    def together(self) -> Samples:
        """All of it as one."""
        whole = Samples(elapsed=max((s.elapsed for s in self.by_name.values()), default=0.0))
        for samples in self.by_name.values():
            whole.seconds += samples.seconds
            whole.bytes += samples.bytes
            for status, number in samples.wrong.items():
                whole.wrong[status] = whole.wrong.get(status, 0) + number
        return whole


def drive(
    port: int,
    requests: Iterator[Sent],
    clients: int,
    seconds: float,
    watched: Watched | None = None,
    *,
    warm: int = 0,
    pages: Sequence[Page] = (),
    address: str = HERE,
) -> Run:
    """Send requests on so many connections for some seconds, after ``warm`` each that do not
    count; ``pages`` are open meanwhile.
    """
    return asyncio.run(_drive(port, requests, clients, seconds, watched, warm, pages, address))


async def _drive(
    port: int,
    requests: Iterator[Sent],
    clients: int,
    seconds: float,
    watched: Watched | None,
    warm: int,
    pages: Sequence[Page],
    address: str,
) -> Run:
    for page in pages:
        await page.open(port, address)
    connections = [await Connection.to(port, address) for _ in range(clients)]
    for _ in range(warm):
        await asyncio.gather(*(one.send(next(requests)[1]) for one in connections))
    run = Run()
    before = watched.used() if watched else Used()
    began = time.perf_counter()
    await asyncio.gather(*(_send(one, requests, began + seconds, run) for one in connections))
    elapsed = time.perf_counter() - began
    run.used = watched.used() - before if watched else Used()
    for samples in run.by_name.values():
        samples.elapsed = elapsed
    for one in connections:
        one.writer.close()
    for page in pages:
        page.close()
    return run


async def _send(connection: Connection, requests: Iterator[Sent], end: float, run: Run) -> None:
    while time.perf_counter() < end:
        name, request = next(requests)
        sent = time.perf_counter()
        status, size = await connection.send(request)
        samples = run.by_name.setdefault(name, Samples())
        samples.seconds.append(time.perf_counter() - sent)
        samples.bytes += size
        if status not in request.expected:
            samples.wrong[status] = samples.wrong.get(status, 0) + 1
