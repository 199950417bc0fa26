"""The web processes: `python -m parvis.operations.web.process FD NUMBER` serves on an open socket.

The first one reads everything in and opens nothing; the others are copies of it, which share what
it has read: the code, the texts, the model that tells languages apart.
"""

from __future__ import annotations

import asyncio
import gc
import os
import socket
import sys
from collections.abc import Sequence
from typing import Any

import uvicorn

from parvis.operations.supervisor import Child, Supervisor, copy, parent_watch
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


def main(descriptor: int, number: int) -> None:
    """Keep `number` processes serving on the listening socket `descriptor` until told to stop."""
    os.umask(0o077)
    os.environ["PARVIS_COMMITS_EARLY"] = "1"  # read by the settings, see kernel.early
    listening = socket.socket(fileno=descriptor)
    alone = parent_watch()
    read_in()

    def serve() -> None:
        gc.enable()
        Server(configuration()).run(sockets=[listening])

    def look_around() -> None:
        if alone():
            supervisor.stop()

    children = [Child(f"web {place + 1}", copy(serve)) for place in range(number)]
    supervisor = Supervisor(children, look_around)
    supervisor.run()


def read_in() -> None:
    """Have in memory, once for all processes, what each would need sooner or later.

    No thread may run when copies are made, hence the word to numpy's library of algebra. What is
    here now stays: the copies' garbage collection leaves it alone, so that its pages stay shared.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.disable()
    from django.urls import get_resolver

    import config.asgi  # noqa: F401
    from parvis.posts.text import language

    get_resolver().url_patterns  # noqa: B018
    language.get_ready()
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
