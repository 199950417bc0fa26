"""What processes use, from /proc: the web's, PostgreSQL's, and this client's own."""

import os
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Used:
    """Seconds of processor time."""

    web: float = 0.0
    database: float = 0.0
    client: float = 0.0

    def __sub__(self, other: "Used") -> "Used":
        """Return what was used since."""
        return Used(
            self.web - other.web, self.database - other.database, self.client - other.client
        )


@dataclass(frozen=True)
class Watched:
    """The processes that are watched: the server's first one, and PostgreSQL's."""

    server: int
    postmaster: int

    def used(self) -> Used:
        """Return what they have used so far, with all their children, also those that ended."""
        own = os.times()
        return Used(used_by(self.server), used_by(self.postmaster), own.user + own.system)

    def memory(self) -> dict[str, float]:
        """Return megabytes by process of the server, shared memory divided among its users."""
        found: dict[str, float] = {}
        for pid in (self.server, *descendants(self.server)):
            name = _name(pid)
            found[name if name not in found else f"{name} {pid}"] = proportional(pid)
        return found


def postmaster() -> int:
    """Return PostgreSQL's first process: the parent of our connection's."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone() or (0,)
    return int(_stat(backend)[1])


def children(parent: int) -> list[int]:
    """Return the processes that a process has started and that run still."""
    pids = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return sorted(pid for pid in pids if (stat := _stat(pid)) and int(stat[1]) == parent)


def descendants(first: int) -> list[int]:
    """Return the processes that a process has started and that run still, and theirs."""
    return [pid for one in children(first) for pid in (one, *descendants(one))]


def proportional(pid: int) -> float:
    """Return a process's memory in megabytes (proportional set size; resident where unreadable)."""
    for name, field in (("smaps_rollup", "Pss:"), ("status", "VmRSS:")):
        try:
            lines = Path(f"/proc/{pid}/{name}").read_text().splitlines()
        except OSError:
            continue
        for line in lines:
            if line.startswith(field):
                return int(line.split()[1]) / 1024
    return 0.0


def used_by(first: int) -> float:
    """Return the seconds of processor time of a process and of all that it has started."""
    return _seconds(first, with_ended=True) + sum(_seconds(pid) for pid in descendants(first))


def _seconds(pid: int, *, with_ended: bool = False) -> float:
    stat = _stat(pid)
    fields = stat[11:15] if with_ended else stat[11:13]
    return sum(map(int, fields)) / TICKS


def _stat(pid: int) -> list[str]:
    """Return /proc/PID/stat from the third field on (state, parent, …); nothing for one gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _name(pid: int) -> str:
    try:
        name = Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return str(pid)
    return name.removeprefix("parvis ") if name.startswith("parvis ") else "supervisor"
