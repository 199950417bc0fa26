"""Django's pages in a small pool of threads; files leave without keeping a thread.

A thread that had to feed a file to a slow phone would be missing for everybody else's pages, so
what Django hands over as a file (WSGI's `wsgi.file_wrapper`) is sent by the event loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any, cast

from a2wsgi import WSGIMiddleware

from parvis.operations.web.asgi import Message, Receive, Scope, Send

THREADS = 4
CHUNK = 256 * 1024
HANDED_OVER = "parvis.file"

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class HandedOver:
    """What the WSGI side sees of a file that the event loop will send: nothing to iterate."""

    def __init__(self, scope: Scope, file: IO[bytes]) -> None:
        scope[HANDED_OVER] = file

    def __iter__(self) -> Iterator[bytes]:
        return iter(())


class Pages:
    """A WSGI application as an ASGI one."""

    def __init__(self, application: Wsgi, threads: int = THREADS) -> None:
        def with_file_wrapper(
            environ: dict[str, Any], start_response: Callable[..., Any]
        ) -> Iterable[bytes]:
            scope = environ["asgi.scope"]
            environ["wsgi.file_wrapper"] = lambda file, size=0: HandedOver(scope, file)
            return application(environ, start_response)

        # a2wsgi has types of its own for the same words.
        self.threaded: Any = WSGIMiddleware(cast("Any", with_file_wrapper), workers=threads)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the request in a thread, then send the file it handed over, if any."""

        async def hold_back_the_end(message: Message) -> None:
            ends = message["type"] == "http.response.body" and not message.get("more_body")
            if not (ends and HANDED_OVER in scope):
                await send(message)

        try:
            await self.threaded(scope, receive, hold_back_the_end)
            if HANDED_OVER in scope:
                await _send_file(scope[HANDED_OVER], send)
        finally:
            if HANDED_OVER in scope:
                await asyncio.to_thread(scope[HANDED_OVER].close)


async def _send_file(file: IO[bytes], send: Send) -> None:
    while part := await asyncio.to_thread(file.read, CHUNK):
        await send({"type": "http.response.body", "body": part, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})
