"""Open pages for tests: real streams in an event loop of their own, fed by a real LISTEN."""

import asyncio
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connections
from django.test import Client

from parvis.live.hub import hub
from parvis.live.stream import _threads, app
from parvis.people.models import Person

PATIENCE = 5.0


class Loop:
    """An event loop in a thread, with the hub listening in it."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()
        self.loop.call_soon_threadsafe(hub.start)
        wait_until(lambda: hub.listening)

    def stop(self) -> None:
        """Stop listening, then the loop."""
        asyncio.run_coroutine_threadsafe(hub.stop(), self.loop).result(PATIENCE)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(PATIENCE)
        both = threading.Barrier(2)
        for done in [_threads.submit(_hang_up, both) for _ in range(2)]:
            done.result(PATIENCE)


def _hang_up(both: threading.Barrier) -> None:
    """Close a thread's database connection, once each thread is here to do so."""
    both.wait(PATIENCE)
    connections.close_all()


class Page:
    """One browser page with its stream open."""

    def __init__(self, loop: Loop, cookie: str, query: str = "", last_event: str = "") -> None:
        self.status = 0
        self.text = ""
        self._gone = asyncio.Event()
        headers = [(b"cookie", f"{settings.SESSION_COOKIE_NAME}={cookie}".encode())]
        if last_event:
            headers.append((b"last-event-id", last_event.encode()))
        scope = {
            "type": "http",
            "method": "GET",
            "path": "/live",
            "query_string": query.encode(),
            "headers": headers,
        }
        self.task = asyncio.run_coroutine_threadsafe(
            app(scope, self._receive, self._send), loop.loop
        )
        wait_until(lambda: self.status != 0)
        wait_until(lambda: "event: ready" in self.text or self.status != 200)

    async def _receive(self) -> dict[str, Any]:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        else:
            self.text += message["body"].decode()

    @property
    def ended(self) -> bool:
        """Whether the server ended the stream."""
        return self.task.done()

    @property
    def last_event(self) -> str:
        """The id of the last event, as a browser keeps it."""
        return str(re.findall(r"^id: (.*)$", self.text, re.MULTILINE)[-1])

    def hears(self, words: str) -> bool:
        """Wait for some words; False when they do not come."""
        return wait_until(lambda: words in self.text, strict=False)


def wait_until(condition: Any, *, strict: bool = True, patience: float = PATIENCE) -> bool:
    """Poll until a condition holds; when strict, fail if it never does."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.01)
    if strict:
        raise AssertionError("it did not happen in time")
    return False


def cookie_of(person: Person) -> str:
    """Sign a person in and return their session cookie."""
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@contextmanager
def listening() -> Iterator[Loop]:
    """Have a hub listening for the length of a test."""
    loop = Loop()
    try:
        yield loop
    finally:
        loop.stop()
