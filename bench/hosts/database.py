"""PostgreSQL on machines of its own: the company's cluster over TCP, and a replica of it."""

import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from bench.hosts.network import NETWORK, Machine, end
from parvis.operations.postgres import account, home, programs
from parvis.operations.postgres.server import Server
from parvis.operations.runtime import ROOT, Stop

CONNECTIONS = 300
DELAYED = 5433  # where the relay listens, on the replica's own machine
PATIENCE = 60.0
ACCESS = f"""\
local all all scram-sha-256
host all all {NETWORK} scram-sha-256
host replication admin {NETWORK} scram-sha-256
"""


@dataclass(frozen=True)
class Primary:
    """The company's cluster: its machine, and a folder beside it that its account may use."""

    server: Server
    machine: Machine
    scratch: Path
    process: "subprocess.Popen[bytes]"

    @property
    def url(self) -> str:
        """The database's address on the bridge."""
        return _url(self.server.home.password, self.machine)

    @property
    def here(self) -> str:
        """The same database by its Unix socket: namespaces of the network share the files."""
        return self.server.home.url()


@dataclass(frozen=True)
class Replica:
    """A copy that follows the primary."""

    url: str
    process: "subprocess.Popen[bytes]"


@contextmanager
def primary(data: Path, machine: Machine) -> Iterator[Primary]:
    """Run the data folder's cluster on a machine; its settings are left as they are.

    Raises Stop where it holds none, or is in use.
    """
    if not (data / "database.json").exists():
        raise Stop(f"Nothing is in {data}: fill it with bench company --data {data}")
    lender = account.choose()
    found = home.find(data, lender)
    home.prepare(found, data, lender)
    server = Server(found, lender, programs.find(found.home, lender))
    if server.running():
        raise Stop(f"{data} is in use.")
    scratch = Path(tempfile.mkdtemp(prefix="hosts-", dir=found.home))
    try:
        home.private_folder(scratch, lender, mode=0o711)  # nginx passes through, too
        access = scratch / "pg_hba.conf"
        access.write_text(ACCESS)
        lender.own(access)
        process = _start(server, machine, found.cluster, scratch, {"hba_file": str(access)})
        try:
            _wait(found.url(), process, found.cluster)
            yield Primary(server, machine, scratch, process)
        finally:
            end(process, signal.SIGINT)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


@contextmanager
def replica(first: Primary, machine: Machine, delay: float = 0.0) -> Iterator[Replica]:
    """Copy the primary to a machine and have it follow, over a line that holds so many ms."""
    found = first.server.home
    cluster = first.scratch / f"replica-{delay:g}"
    environment = programs.environment() | {"PGPASSWORD": found.admin_password}
    home.private_folder(cluster, first.server.account)
    source = f"host={first.machine.address} port=5432 user=admin"
    machine.run(
        first.server.programs.folder / "pg_basebackup", "-D", cluster, "-R", "-c", "fast",
        "-d", source, environment=environment, account=first.server.account,
    )  # fmt: skip
    with ExitStack() as stack:
        if delay:
            words = (sys.executable, "-m", "bench.hosts.relay", DELAYED, first.machine.address)
            log = first.scratch / "relay.log"
            relay = machine.start(
                *words, 5432, delay, log=log, environment={"PYTHONPATH": str(ROOT)}
            )
            stack.callback(end, relay)
            source = f"host=127.0.0.1 port={DELAYED} user=admin"
        settings = {
            "hba_file": str(first.scratch / "pg_hba.conf"),
            "unix_socket_directories": "",
            "primary_conninfo": source,
        }
        process = _start(first.server, machine, cluster, first.scratch, settings, environment)
        stack.callback(end, process, signal.SIGINT)
        url = _url(found.password, machine)
        _wait(url, process, cluster)
        yield Replica(url, process)


def caught_up(first: str, copy: str) -> None:
    """Wait until the copy has applied all that the first has written so far."""
    with psycopg.connect(first, autocommit=True) as connection:
        moment = _value(connection, "SELECT pg_current_wal_lsn()::text")
    deadline = time.monotonic() + PATIENCE
    with psycopg.connect(copy, autocommit=True) as connection:
        reached = "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn"
        while not _value(connection, reached, moment):
            if time.monotonic() > deadline:
                raise Stop("The replica does not catch up.")
            time.sleep(0.05)


def _start(
    server: Server, machine: Machine, cluster: Path, scratch: Path, settings: dict[str, str],
    environment: dict[str, str] | None = None,
) -> "subprocess.Popen[bytes]":  # fmt: skip
    settings = {
        "listen_addresses": machine.address, "max_connections": str(CONNECTIONS), **settings,
    }  # fmt: skip
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return machine.start(
        server.programs.folder / "postgres", "-D", cluster, *options,
        log=scratch / "postgres.log", account=server.account,
        environment=environment or programs.environment(),
    )  # fmt: skip


def _wait(url: str, process: "subprocess.Popen[bytes]", cluster: Path) -> None:
    words = ""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            psycopg.connect(url, connect_timeout=2).close()
        except psycopg.OperationalError as error:
            words = str(error)
            time.sleep(0.1)
        else:
            return
    logs = sorted((cluster / "log").glob("*.log"), key=lambda log: log.stat().st_mtime)
    words += logs[-1].read_text(errors="replace")[-2000:] if logs else ""
    raise Stop(f"The database does not start: {words}")


def _value(connection: "psycopg.Connection[Any]", statement: str, *values: object) -> Any:
    row = connection.execute(statement.encode(), values).fetchone()
    return row[0] if row else None


def _url(password: str, machine: Machine) -> str:
    return f"postgresql://parvis:{password}@{machine.address}:5432/parvis"
