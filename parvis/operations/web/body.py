"""A request's body, received in full before a thread is spent on it.

Slow senders therefore cost a socket and no more, and what is too large is refused with 413,
announced or not.
"""

from __future__ import annotations

import asyncio
from tempfile import SpooledTemporaryFile
from typing import IO

from parvis.operations.web.asgi import Application, Receive, Scope, Send
from parvis.operations.web.refusals import refuse

BODY = "parvis.body"  # in a scope: a file with the whole body
IN_MEMORY = 1024 * 1024
SECONDS_BETWEEN_PARTS = 60


class _Refused(Exception):
    def __init__(self, status: int) -> None:
        self.status = status


class _Gone(Exception):
    pass


class WholeBody:
    """Calls `application` once the body, of `limit` bytes at most, is there: `scope[BODY]`."""

    def __init__(self, application: Application, limit: int) -> None:
        self.application = application
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 413 for a body over the limit, 408 for one that stops coming."""
        try:
            length = _announced(scope)
            if length > self.limit:
                raise _Refused(413)
            if not _has_body(scope):
                await self.application(scope, receive, send)
                return
            with SpooledTemporaryFile(max_size=IN_MEMORY) as body:
                await self._collect(receive, body)
                body.seek(0)
                scope[BODY] = body
                await self.application(scope, receive, send)
        except _Refused as refusal:
            await refuse(scope, send, refusal.status)
        except _Gone:
            return

    async def _collect(self, receive: Receive, body: IO[bytes]) -> None:
        size = 0
        more = True
        while more:
            try:
                message = await asyncio.wait_for(receive(), SECONDS_BETWEEN_PARTS)
            except TimeoutError:
                raise _Refused(408) from None
            if message["type"] == "http.disconnect":
                raise _Gone
            part = message.get("body", b"")
            size += len(part)
            if size > self.limit:
                raise _Refused(413)
            body.write(part)
            more = message.get("more_body", False)


def _announced(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length":
            try:
                return int(value)
            except ValueError:
                raise _Refused(400) from None
    return 0


def _has_body(scope: Scope) -> bool:
    return any(
        name == b"transfer-encoding" or (name == b"content-length" and value != b"0")
        for name, value in scope["headers"]
    )
