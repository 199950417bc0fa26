"""Connections that arrive together are shared by those who listen."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from parvis.operations.web.accept import Listener

CALLERS = 16


class Answering(asyncio.Protocol):
    """One connection of the process called `name`, which it tells its caller.

    Where the end of an answer would wait for the caller to confirm its beginning (Nagle's
    algorithm, RFC 896), it says ``w``.
    """

    def __init__(self, name: bytes, served: set[object]) -> None:
        self.name = name
        self.served = served

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.served.add(self)
        connection = transport.get_extra_info("socket")
        waits = not connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        transport.write(b"w" if waits else self.name)


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as made:
        yield made


def start(listening: socket.socket, name: bytes) -> Listener:
    served: set[object] = set()
    return Listener(listening, lambda: Answering(name, served), lambda: len(served))


async def call(listening: socket.socket) -> list[bytes]:
    """Who answers CALLERS that call together."""
    loop = asyncio.get_running_loop()
    with ExitStack() as stack:
        callers = [stack.enter_context(socket.socket()) for _ in range(CALLERS)]
        for caller in callers:
            caller.connect(listening.getsockname())
            caller.setblocking(False)
        async with asyncio.timeout(10):
            return [await loop.sock_recv(caller, 1) for caller in callers]


def test_each_gets_its_share(listening: socket.socket) -> None:
    async def answers() -> list[bytes]:
        with listening.dup() as shared:
            listeners = [start(listening, b"a"), start(shared, b"b")]
            try:
                return await call(listening)
            finally:
                for listener in listeners:
                    listener.close()

    answered = asyncio.run(answers())
    assert min(answered.count(b"a"), answered.count(b"b")) >= CALLERS // 4


def test_who_remains_takes_all(listening: socket.socket) -> None:
    async def answers() -> list[bytes]:
        with listening.dup() as shared:
            start(shared, b"a").close()
            remaining = start(listening, b"b")
            try:
                return await call(listening)
            finally:
                remaining.close()

    assert asyncio.run(answers()) == [b"b"] * CALLERS
