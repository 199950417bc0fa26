"""The whole site: who answers for which address."""

from __future__ import annotations

import asyncio
import json
from typing import Protocol

from django.conf import settings

from parvis.operations.health import Checker
from parvis.operations.web.asgi import Application, Receive, Scope, Send, answer
from parvis.operations.web.assets import Assets
from parvis.operations.web.body import WholeBody
from parvis.operations.web.compress import Compressed
from parvis.operations.web.pages import Pages, Wsgi


class Hub(Protocol):
    """What feeds the live stream, as long as the process lives."""

    def start(self) -> None: ...

    async def stop(self) -> None: ...


class Site:
    """`/live` and `/healthz` answered at once, all else by Django in a thread."""

    def __init__(self, pages: Wsgi, live: Application, hub: Hub) -> None:
        self.live = live
        self.hub = hub
        self.pages = WholeBody(Pages(Assets(Compressed(pages))), settings.REQUEST_LIMIT)
        self.checker = Checker()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One ASGI call: the life of the process, or a request."""
        if scope["type"] == "lifespan":
            await self._live_through(receive, send)
        elif scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1000})
        elif scope["path"] == "/live":
            await self.live(scope, receive, send)
        elif scope["path"] == "/healthz":
            await self._tell_health(send)
        else:
            await self.pages(scope, receive, send)

    async def _tell_health(self, send: Send) -> None:
        health = await asyncio.to_thread(self.checker.check)
        status = 200 if health.good else 503
        await answer(send, status, json.dumps(health.as_dict()), "application/json")

    async def _live_through(self, receive: Receive, send: Send) -> None:
        await receive()
        self.hub.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.hub.stop()
        await send({"type": "lifespan.shutdown.complete"})
