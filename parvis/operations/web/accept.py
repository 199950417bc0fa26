"""Taking connections from a socket that several processes listen on, so that each gets its share.

An event loop by itself takes all the connections that wait, so that of a handful that arrive
together one process gets everything while the others idle. Here a process takes one, then leaves
the next to the others for a moment that is longer the more connections it has already.
"""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Callable

SECONDS_PER_CONNECTION = 0.0002
LONGEST_PAUSE = 0.002
SECONDS_WITHOUT_FILES = 1.0  # until others may have been closed

OUT_OF_FILES = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}


class Listener:
    """Takes connections from `listening`; each gets a protocol of `create_protocol`.

    `count` says how many connections this process has. To be used within a running event loop.
    """

    def __init__(
        self,
        listening: socket.socket,
        create_protocol: Callable[[], asyncio.Protocol],
        count: Callable[[], int],
    ) -> None:
        self._listening = listening
        self._create_protocol = create_protocol
        self._count = count
        self._loop = asyncio.get_running_loop()
        self._opening: set[asyncio.Task[object]] = set()
        self._pause: asyncio.TimerHandle | None = None
        listening.setblocking(False)
        self._listen()

    def close(self) -> None:
        """Take no more connections; those taken go on. The socket stays open."""
        if self._pause is not None:
            self._pause.cancel()
        self._loop.remove_reader(self._listening.fileno())

    def _listen(self) -> None:
        self._pause = None
        self._loop.add_reader(self._listening.fileno(), self._take)

    def _take(self) -> None:
        try:
            connection, _ = self._listening.accept()
        except (BlockingIOError, InterruptedError, ConnectionAbortedError):
            return  # another process was faster, or the caller has gone
        except OSError as error:
            if error.errno not in OUT_OF_FILES:
                raise
            self._rest(SECONDS_WITHOUT_FILES)
            return
        opening = self._loop.create_task(self._open(connection))
        self._opening.add(opening)
        opening.add_done_callback(self._opening.discard)
        self._rest(min(LONGEST_PAUSE, SECONDS_PER_CONNECTION * (self._count() + 1)))

    async def _open(self, connection: socket.socket) -> None:
        try:
            _send_at_once(connection)
            await self._loop.connect_accepted_socket(self._create_protocol, connection)
        except OSError:
            connection.close()  # the caller has gone

    def _rest(self, seconds: float) -> None:
        self._loop.remove_reader(self._listening.fileno())
        self._pause = self._loop.call_later(seconds, self._listen)


def _send_at_once(connection: socket.socket) -> None:
    """Never let the end of a small answer wait until its beginning is confirmed (RFC 896).

    That takes 40 ms and more. asyncio does this for the sockets that it has made itself.
    """
    if connection.family in (socket.AF_INET, socket.AF_INET6):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
