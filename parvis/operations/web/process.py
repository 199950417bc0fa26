"""One web process: `python -m parvis.operations.web.process FD` serves on an open socket."""

from __future__ import annotations

import os
import socket
import sys
import threading

import uvicorn

from parvis.operations.supervisor import follow_parent

SECONDS_KEPT_ALIVE = 75  # longer than proxies keep theirs, so that they are the ones to close
SECONDS_TO_FINISH = 5
SECONDS_TO_READ_AHEAD = 2  # the first pages come first


class Server(uvicorn.Server):
    """uvicorn, which ends the live streams as soon as it is told to stop, not last."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let go of the streams, then of everything else."""
        from parvis.live.hub import hub

        await hub.stop()
        await super().shutdown(sockets)


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
