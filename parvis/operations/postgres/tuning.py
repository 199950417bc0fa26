"""PostgreSQL's settings: everything private, memory by the size of the machine."""

from __future__ import annotations

import os
from pathlib import Path

MIB = 1024 * 1024


def configuration(socket: Path) -> str:
    """The text of postgresql.conf for a server that listens on `socket` alone."""
    memory = machine_memory() // MIB
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(socket),
        "unix_socket_permissions": "0700",
        "port": 5432,
        "password_encryption": "scram-sha-256",
        "max_connections": 100,
        "shared_buffers": f"{_between(64, memory // 8, 4096)}MB",
        "effective_cache_size": f"{_between(128, memory // 2, 65536)}MB",
        "maintenance_work_mem": f"{_between(32, memory // 32, 1024)}MB",
        "work_mem": f"{_between(4, memory // 512, 64)}MB",
        "max_wal_size": f"{_between(256, memory // 8, 4096)}MB",
        "random_page_cost": 1.1,
        "jit": "off",  # costs more than it saves on short statements
        "autovacuum_naptime": "20s",
        "idle_in_transaction_session_timeout": "10min",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "logging_collector": "on",
        "log_directory": "log",
        "log_filename": "postgresql-%a.log",
        "log_file_mode": "0600",
        "log_truncate_on_rotation": "on",
        "log_rotation_age": "1d",
        "log_rotation_size": 0,
        "log_line_prefix": "%m [%p] ",
        "log_checkpoints": "off",
    }
    lines = ["# Written anew at each start: put your own settings into local.conf beside this."]
    lines += [f"{name} = {_quote(value)}" for name, value in settings.items()]
    lines += ["include_if_exists = 'local.conf'", ""]
    return "\n".join(lines)


ACCESS = """\
# Written anew at each start. No one gets in without a password, and only by the Unix socket.
local all all scram-sha-256
"""


def machine_memory() -> int:
    """Bytes this process may use: the machine's memory, or its control group's limit if less."""
    total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    for limit in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        try:
            total = min(total, int(Path(limit).read_text()))
        except (OSError, ValueError):
            continue
    return total


def _between(least: int, value: int, most: int) -> int:
    return max(least, min(value, most))


def _quote(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"
