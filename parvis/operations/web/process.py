"""A web process: serves the site on a socket that it shares with its siblings."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from typing import Any

import uvicorn

from parvis.operations.web.accept import Listener

SECONDS_KEPT_ALIVE = 75  # longer than proxies keep theirs, so that they are the ones to close
SECONDS_TO_FINISH = 5


class Server(uvicorn.Server):
    """uvicorn, which shares connections with its siblings, and ends the live streams first."""

    listeners: Sequence[Listener] = ()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Take connections from `sockets` as a Listener does, rather than all that come."""
        await super().startup(sockets=[])
        connections = self.server_state.connections
        self.listeners = [
            Listener(listening, self._protocol, lambda: len(connections))
            for listening in sockets or []
        ]

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more, let go of the streams, then of everything else."""
        from parvis.live.hub import hub

        for listener in self.listeners:
            listener.close()
        await hub.stop()
        await super().shutdown(sockets)

    def _protocol(self) -> asyncio.Protocol:
        """What serves one connection; made as `uvicorn.Server.startup` makes it."""
        protocol: Any = self.config.http_protocol_class
        made: asyncio.Protocol = protocol(
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )
        return made


def configuration() -> uvicorn.Config:
    """How uvicorn serves the site."""
    from django.conf import settings

    from config.asgi import application

    return uvicorn.Config(
        application,
        lifespan="on",
        http="httptools",
        ws="none",
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_keep_alive=SECONDS_KEPT_ALIVE,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
        proxy_headers=settings.BEHIND_PROXY,
        forwarded_allow_ips=settings.TRUSTED_PROXIES,
    )


def serve(listening: socket.socket) -> None:
    """Serve what comes to `listening` until SIGINT or SIGTERM. Django is set up."""
    from parvis.kernel.early import commit_early

    commit_early()
    Server(configuration()).run(sockets=[listening])
