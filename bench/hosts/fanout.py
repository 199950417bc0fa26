"""One message to many who listen: PostgreSQL's NOTIFY beside Redis's (or Valkey's) PUBLISH.

Messages are as long as a nudge and carry the moment at which they were sent. Another process
sends them, at a steady pace or as fast as it is let; this one listens on every connection. A web
process holds one such connection, so that 200 are some hundred hosts.
"""

import multiprocessing
import re
import selectors
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from bench.hosts.channels import Way
from bench.hosts.together import quantile
from bench.load.processes import used_by
from bench.report import Report

CONNECTIONS = (2, 20, 200)
PACE = 83.0  # messages a second, as docs/scale.md counts them for ten times the company
FLOOD = 3_000
SENT_AT = re.compile(rb"at:(\d{20})")
PATIENCE = 60.0


@dataclass(frozen=True)
class Heard:
    """What all listeners heard: delays in seconds, from the first message until the last, how many
    did not come, and the server's processor time a message (ms).
    """

    delays: list[float]
    elapsed: float
    missed: int
    server: float


def measure(ways: list[tuple[Way, int]], seconds: float, report: Report) -> None:
    """Measure each way (with its server's first process), and print a table."""
    table = Table(title=f"Fan-out: {PACE:g} messages a second; as many as go")
    for column in (
        "way", "listening", "p50 ms", "p99 ms", "server ms/message", "flood: messages/s",
        "delivered/s", "server ms/message",
    ):  # fmt: skip
        table.add_column(column, justify="left" if column == "way" else "right")
    for way, pid in ways:
        for number in CONNECTIONS:
            paced = _listen(pid, way, number, int(PACE * seconds), PACE)
            flood = _listen(pid, way, number, FLOOD, 0.0)
            rate = FLOOD / flood.elapsed
            figures = {
                "p50": (quantile(paced.delays, 0.5), "ms"),
                "p99": (quantile(paced.delays, 0.99), "ms"),
                "server": (paced.server, "ms/message"),
                "flood.rate": (rate, "messages/s"),
                "flood.delivered": (rate * number, "1/s"),
                "flood.server": (flood.server, "ms/message"),
            }
            name = f"fanout.{way.name}.{number}"
            for word, (value, unit) in figures.items():
                report.add(f"{name}.{word}", value, unit)
            report.add(f"{name}.missed", paced.missed + flood.missed, "messages", 0)
            values = (f"{value:,.2f}" for value, _unit in figures.values())
            table.add_row(way.name, str(number), *values)
    Console(width=140).print(table)


def _listen(pid: int, way: Way, connections: int, messages: int, pace: float) -> Heard:
    delays: list[float] = []
    first = last = 0.0
    with ExitStack() as stack, selectors.DefaultSelector() as selector:
        for _ in range(connections):
            listener = stack.enter_context(way.listener())
            selector.register(listener.fileno(), selectors.EVENT_READ, listener.read)
        before = used_by(pid)  # to open so many connections is not what is measured
        sender = multiprocessing.get_context("fork").Process(
            target=_send, args=(way, messages, pace)
        )
        sender.start()
        until = time.monotonic() + PATIENCE
        while len(delays) < messages * connections and time.monotonic() < until:
            for key, _ in selector.select(1):
                read: Callable[[], bytes] = key.data
                stamps = [int(found) / 1e9 for found in SENT_AT.findall(read())]
                last = time.perf_counter()
                first = min([first, *stamps]) if first else min(stamps, default=0.0)
                delays += [last - sent for sent in stamps]
        sender.join(PATIENCE)
        server = (used_by(pid) - before) * 1000 / messages
    return Heard(delays, last - first, messages * connections - len(delays), server)


def _send(way: Way, messages: int, pace: float) -> None:
    with way.sender() as send:
        due = time.perf_counter()
        for _ in range(messages):
            if pace:
                due += 1 / pace
                time.sleep(max(0.0, due - time.perf_counter()))
            at = time.perf_counter_ns()
            send(f'{{"topic":"space:123456789","what":"post.created","post":"at:{at:020}"}}')
