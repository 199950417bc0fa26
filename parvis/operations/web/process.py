"""One web process: `python -m parvis.operations.web.process FD` serves on an open socket."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import threading
from collections.abc import Sequence
from typing import Any

import uvicorn

from parvis.operations.supervisor import follow_parent
from parvis.operations.web.accept import Listener

SECONDS_KEPT_ALIVE = 75  # longer than proxies keep theirs, so that they are the ones to close
SECONDS_TO_FINISH = 5
SECONDS_TO_READ_AHEAD = 2  # the first pages come first


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


def main(descriptor: int) -> None:
    """Serve on the listening socket `descriptor` until told to stop."""
    os.umask(0o077)
    follow_parent()
    os.environ["PARVIS_COMMITS_EARLY"] = "1"  # read by the settings, see kernel.early
    listening = socket.socket(fileno=descriptor)
    server = Server(configuration())
    read_ahead()
    server.run(sockets=[listening])


def read_ahead() -> None:
    """Get soon, aside, what the first who writes would have to wait for."""
    from parvis.posts.text import language

    timer = threading.Timer(SECONDS_TO_READ_AHEAD, language.get_ready)
    timer.daemon = True
    timer.start()


if __name__ == "__main__":
    main(int(sys.argv[1]))
