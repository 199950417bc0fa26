"""Under which account of the machine PostgreSQL runs.

PostgreSQL refuses to run as root. Root therefore hands it to a system account that is already
there; anyone else runs it as themselves.
"""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parvis.kernel.console import said
from parvis.operations.postgres.errors import PostgresError

SYSTEM_ACCOUNTS = ("parvis", "postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """A user of the machine; `borrowed` when it is not the one who runs this process."""

    name: str
    uid: int
    gid: int
    borrowed: bool

    def switch(self) -> dict[str, Any]:
        """The arguments that make `subprocess` run a program as this account."""
        if not self.borrowed:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give `path` to this account."""
        if self.borrowed:
            os.chown(path, self.uid, self.gid)

    def can_enter(self, folder: Path) -> bool:
        """Whether this account may pass through `folder` and everything above it."""
        return self._test("-x", folder)

    def can_read(self, path: Path) -> bool:
        """Whether this account may read `path`, given all the folders above it."""
        return self._test("-r", path)

    def _test(self, flag: str, path: Path) -> bool:
        command = ["/bin/sh", "-c", 'test "$1" "$2"', "sh", flag, str(path)]
        done = subprocess.run(command, check=False, cwd="/", **self.switch())
        return done.returncode == 0


def choose() -> Account:
    """The account that runs PostgreSQL for this process.

    Raises PostgresError where root finds no system account to lend the server to.
    """
    if os.geteuid() != 0:
        uid = os.geteuid()
        return Account(_name(uid), uid, os.getegid(), borrowed=False)
    for name in SYSTEM_ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid:
            return Account(name, entry.pw_uid, entry.pw_gid, borrowed=True)
    names = ", ".join(SYSTEM_ACCOUNTS)
    raise PostgresError(
        said(
            "PostgreSQL does not run as root, and none of the accounts %(names)s exists here. "
            "Make one (useradd --system parvis), or start Parvis as an ordinary user.",
            names=names,
        )
    )


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError as error:
        raise PostgresError(
            said(
                "The account number %(number)s has no name on this machine, which PostgreSQL needs "
                "to set up a database. Add it to /etc/passwd, or set PARVIS_DATABASE_URL.",
                number=str(uid),
            )
        ) from error
