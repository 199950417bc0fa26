"""Share one embedded server between all processes that work on a data folder."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from parvis.operations.locks import locked, open_lock
from parvis.operations.postgres import account, home, programs
from parvis.operations.postgres.server import Server


class Usage:
    """One process's use of a data folder's database: `url` is valid until `leave`."""

    def __init__(self, data: Path) -> None:
        """Start or find the server. Raises PostgresError, saying what to do."""
        self.data = data.absolute()
        lender = account.choose()
        home.private_folder(self.data, mode=_mode(self.data))
        with locked(self.data / "start.lock"):
            self.home = home.find(self.data, lender)
            home.prepare(self.home, self.data, lender)
            tools = programs.find(self.home.home, lender)
            self.server = Server(self.home, lender, tools)
            self.server.ensure()
            self._users: int | None = open_lock(self.data / "users.lock")
            fcntl.flock(self._users, fcntl.LOCK_SH)
        self.url = self.home.url()

    def mend(self) -> bool:
        """Start the server again if it was killed meanwhile; whether that was needed.

        Raises PostgresError where it does not come up.
        """
        if self._users is None or self.server.running():
            return False
        with locked(self.data / "start.lock"):
            self.server.ensure()
        return True

    def leave(self) -> None:
        """Stop using the database; the server stops with its last user. May be called twice."""
        if self._users is None:
            return
        handle, self._users = self._users, None
        with locked(self.data / "start.lock"):
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(handle)
                return
            self.server.stop()
            os.close(handle)


@contextmanager
def use(data: Path) -> Iterator[str]:
    """The address of the data folder's database, for as long as the block runs."""
    usage = Usage(data)
    try:
        yield usage.url
    finally:
        usage.leave()


def _mode(data: Path) -> int:
    """0700 for a new folder; one that is settled keeps the passage the server needs."""
    return data.stat().st_mode & 0o711 if data.exists() else 0o700
