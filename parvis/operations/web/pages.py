"""Django's pages in a small pool of threads; files leave without keeping a thread.

A thread makes a page whole and then is free: the event loop alone sends it, in one go, since each
word between the two costs as much as a statement to the database. A thread that had to feed a file
to a slow phone would be missing for everybody else's pages, so what Django hands over as a file
(WSGI's `wsgi.file_wrapper`) is sent by the event loop as well. Nothing else streams.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any

from a2wsgi.wsgi import build_environ

from parvis.operations.web.asgi import Receive, Scope, Send
from parvis.operations.web.body import BODY

THREADS = 4
CHUNK = 256 * 1024

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@dataclass
class Answer:
    """What a WSGI application answered: a body, or a file that the event loop will send."""

    status: int = 0
    headers: Iterable[tuple[bytes, bytes]] = ()
    body: bytes = b""
    file: IO[bytes] | None = None

    def start(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        """WSGI's `start_response` (PEP 3333)."""
        self.status = int(status[:3])
        self.headers = [
            (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers
        ]

    def hand_over(self, file: IO[bytes], size: int = 0) -> Iterator[bytes]:
        """WSGI's `file_wrapper`: for the WSGI side there is nothing to iterate."""
        self.file = file
        return iter(())


class Pages:
    """A WSGI application as an ASGI one, which expects the request's body in its scope."""

    def __init__(self, application: Wsgi, threads: int = THREADS) -> None:
        self.application = application
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="page")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the request in a thread, then send what it made."""
        loop = asyncio.get_running_loop()
        made = await loop.run_in_executor(self.threads, copy_context().run, self._answer, scope)
        try:
            start = {"status": made.status, "headers": made.headers}
            await send({"type": "http.response.start", **start})
            if made.file is not None:
                await _send_file(made.file, send)
            else:
                await send({"type": "http.response.body", "body": made.body})
        finally:
            if made.file is not None:
                await asyncio.to_thread(made.file.close)

    def _answer(self, scope: Scope) -> Answer:
        answer = Answer()
        environ: Any = build_environ(scope, scope.get(BODY) or BytesIO())  # type: ignore[arg-type]
        environ["wsgi.file_wrapper"] = answer.hand_over
        parts = self.application(environ, answer.start)
        try:
            answer.body = b"".join(parts)
        finally:
            getattr(parts, "close", lambda: None)()
        return answer


async def _send_file(file: IO[bytes], send: Send) -> None:
    while part := await asyncio.to_thread(file.read, CHUNK):
        await send({"type": "http.response.body", "body": part, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})
