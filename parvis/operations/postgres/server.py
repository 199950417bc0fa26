"""Set up, start and stop one PostgreSQL server, and recognise one that is already there."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from parvis.kernel.console import said
from parvis.operations.postgres.account import Account
from parvis.operations.postgres.errors import PostgresError
from parvis.operations.postgres.home import SOCKET_LOCK, Home, private_folder
from parvis.operations.postgres.programs import Programs
from parvis.operations.postgres.tuning import ACCESS, configuration

EXTENSIONS = ("pg_trgm", "unaccent", "vector")
START_SECONDS = 60


@dataclass(frozen=True)
class Server:
    """The server of one home. Callers hold the start lock around `ensure` and `stop`."""

    home: Home
    account: Account
    programs: Programs

    def ensure(self) -> None:
        """Have a server that answers: set up, started, or found running.

        Raises PostgresError with the server's own words where it does not come up.
        """
        if not (self.home.cluster / "PG_VERSION").exists():
            self._create()
        self._check_version()
        if not self.answers():
            self._start()
        self._furnish()

    def answers(self) -> bool:
        """Whether a server of this home accepts our connection."""
        try:
            self._connect("postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self) -> None:
        """Stop the server, closing its connections; nothing happens if none runs."""
        if self.running():
            self._control("stop", "-m", "fast", "-t", "60")

    def running(self) -> bool:
        """Whether the process named in the cluster's pid file is this cluster's server."""
        pid = self._pid()
        if pid is None:
            return False
        if not Path("/proc/self/cmdline").exists():
            return _alive(pid)
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
        return os.fsencode(self.home.cluster) in words

    def _create(self) -> None:
        draft = self.home.home / "postgres.new"
        secret = self.home.home / "password.new"
        if self.home.cluster.exists():
            raise PostgresError(
                said("%(path)s is in the way and no PostgreSQL database.", path=self.home.cluster)
            )
        shutil.rmtree(draft, ignore_errors=True)
        secret.unlink(missing_ok=True)
        handle = os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(self.home.admin_password)
        self.account.own(secret)
        private_folder(draft, self.account)
        try:
            done = self.programs.run(
                "initdb", "-D", draft, "-U", "admin", f"--pwfile={secret}",
                "--auth=scram-sha-256", "-E", "UTF8", "--locale-provider=builtin",
                "--locale=C.UTF-8", "--no-instructions", cwd=draft,
            )  # fmt: skip
        finally:
            secret.unlink()
        if done.returncode:
            words = done.stderr.strip()
            raise PostgresError(said("The database could not be set up: %(words)s", words=words))
        draft.rename(self.home.cluster)

    def _check_version(self) -> None:
        ours = self.programs.run("postgres", "--version", cwd=Path("/")).stdout.split()[-1]
        theirs = (self.home.cluster / "PG_VERSION").read_text().strip()
        if ours.split(".")[0] != theirs:
            raise PostgresError(
                said(
                    "%(path)s was made by PostgreSQL %(theirs)s, installed is %(ours)s. "
                    "Export the archive with the former version of Parvis and import it into a "
                    "new data folder, or run pg_upgrade.",
                    path=self.home.cluster,
                    theirs=theirs,
                    ours=ours,
                )
            )

    def _start(self) -> None:
        self._write("postgresql.conf", configuration(self.home.socket))
        self._write("pg_hba.conf", ACCESS)
        deadline = time.monotonic() + START_SECONDS
        while not self._try_start():
            # A killed server's last children may hold its memory for a moment.
            if time.monotonic() > deadline:
                words = self._last_words()
                raise PostgresError(said("The database does not start:\n%(words)s", words=words))
            time.sleep(0.5)

    def _try_start(self) -> bool:
        if not self.running():  # then these are a dead server's, whoever has its number now
            (self.home.cluster / "postmaster.pid").unlink(missing_ok=True)
            (self.home.socket / SOCKET_LOCK).unlink(missing_ok=True)
        log = self.home.cluster / "start.log"
        self._control("start", "-t", str(START_SECONDS), "-l", str(log))
        return self.answers()

    def _control(self, *arguments: str) -> None:
        self.programs.run(
            "pg_ctl", *arguments, "-w", "-s", "-D", self.home.cluster, cwd=self.home.cluster
        )

    def _furnish(self) -> None:
        """The application's role and database, and the extensions in every database to come."""
        with self._connect("postgres") as connection:
            known = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
            if "parvis" in known and self._has_database(connection, "parvis"):
                return
        with self._connect("template1") as connection:
            for extension in EXTENSIONS:
                connection.execute(
                    sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension))
                )
        with self._connect("postgres") as connection:
            if "parvis" not in known:
                connection.execute(
                    sql.SQL("CREATE ROLE parvis LOGIN CREATEDB PASSWORD {}").format(
                        sql.Literal(self.home.password)
                    )
                )
            connection.execute("CREATE DATABASE parvis OWNER parvis")

    @staticmethod
    def _has_database(connection: psycopg.Connection, name: str) -> bool:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return found.fetchone() is not None

    def _connect(self, database: str) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.home.socket),
            dbname=database,
            user="admin",
            password=self.home.admin_password,
            connect_timeout=10,
            autocommit=True,
        )

    def _write(self, name: str, text: str) -> None:
        path = self.home.cluster / name
        path.write_text(text)
        path.chmod(0o600)
        self.account.own(path)

    def _pid(self) -> int | None:
        try:
            return int((self.home.cluster / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return None

    def _last_words(self) -> str:
        logs = [self.home.cluster / "start.log", *self.home.log.glob("*.log")]
        newest = max((log for log in logs if log.exists()), key=_written, default=None)
        return "\n".join(newest.read_text(errors="replace").splitlines()[-15:]) if newest else ""


def _written(path: Path) -> float:
    return path.stat().st_mtime


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
