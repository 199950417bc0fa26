"""Where an embedded database lives, and how one gets in.

    DATA/database.json   0600: where the database is, and the passwords
    HOME/postgres        0700: the cluster, owned by the account that runs it
    HOME/socket          0700: the Unix socket, the only way in
    HOME/program         PostgreSQL's programs, only where the account cannot reach the installed

HOME is the data folder itself wherever the account can get there. When root keeps the data
under a folder closed to others (`/root`, say), HOME is `/var/lib/parvis-…`: the folders above
the data are never opened for the database's sake.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import stat
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

from parvis.kernel.console import said
from parvis.operations.postgres.account import Account
from parvis.operations.postgres.errors import PostgresError

SOCKET_LOCK = ".s.PGSQL.5432.lock"
LONGEST_SOCKET_PATH = 107  # sun_path of unix(7), less the closing zero
SYSTEM_STATE = Path("/var/lib")


@dataclass(frozen=True)
class Home:
    """The places and passwords of one embedded database, as written in DATA/database.json."""

    home: Path
    socket: Path
    password: str
    admin_password: str

    @property
    def cluster(self) -> Path:
        return self.home / "postgres"

    @property
    def log(self) -> Path:
        return self.cluster / "log"

    def url(self, database: str = "parvis") -> str:
        """The address of a database for the application's own, unprivileged role."""
        place = quote(str(self.socket), safe="")
        return f"postgresql://parvis:{self.password}@{place}/{database}"


def private_folder(path: Path, account: Account | None = None, mode: int = 0o700) -> None:
    """Make `path` a folder of `account` (else ours) with `mode`; its parents stay as they are.

    Raises PostgresError when something else of that name is in the way, a link included.
    """
    with_parents = not path.parent.exists()
    if with_parents:
        path.parent.mkdir(parents=True, exist_ok=True)
    path.mkdir(mode=mode, exist_ok=True)
    found = path.lstat()
    owners = {os.geteuid(), account.uid if account else os.geteuid()}
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in owners:
        raise PostgresError(
            said("%(path)s belongs to somebody else. Move it away and start again.", path=path)
        )
    if stat.S_IMODE(found.st_mode) != mode:
        path.chmod(mode)
    if account:
        account.own(path)


def find(data: Path, account: Account) -> Home:
    """The database home of the data folder `data`, settled once and remembered there."""
    pointer = data / "database.json"
    if pointer.exists():
        home = _read(pointer)
        if home.home == data or home.home.parent == SYSTEM_STATE:
            return home
        # The whole data folder was moved: what lay inside it moved along.
        return _write(pointer, _settle(data, account, home.password, home.admin_password))
    return _write(pointer, _settle(data, account))


def prepare(home: Home, data: Path, account: Account) -> None:
    """Make the folders, with the rights each must have."""
    if home.home == data:
        private_folder(data, mode=0o711 if account.borrowed else 0o700)
    else:
        private_folder(data)
        private_folder(home.home, mode=0o711)
        (home.home / "belongs-to").write_text(f"{data}\n")
    private_folder(home.socket, account)


def _settle(data: Path, account: Account, password: str = "", admin_password: str = "") -> Home:
    place = data if _reachable(data, account) else _system_place(data)
    socket = place / "socket"
    if len(str(socket / SOCKET_LOCK)) > LONGEST_SOCKET_PATH:
        socket = _short_place(data)
    return Home(
        place, socket, password or secrets.token_urlsafe(32),
        admin_password or secrets.token_urlsafe(32),
    )  # fmt: skip


def _reachable(data: Path, account: Account) -> bool:
    """Whether the account gets to `data`, once that folder itself is opened for passing."""
    return not account.borrowed or account.can_enter(data.parent)


def _system_place(data: Path) -> Path:
    if not SYSTEM_STATE.is_dir():
        raise PostgresError(
            said(
                "The account that runs PostgreSQL may not enter %(folder)s, and %(state)s "
                "does not exist. Choose another folder with --data.",
                folder=data.parent,
                state=SYSTEM_STATE,
            )
        )
    place = Path(tempfile.mkdtemp(prefix=f"parvis-{_digest(data)}-", dir=SYSTEM_STATE))
    place.chmod(0o711)
    return place


def _short_place(data: Path) -> Path:
    """A folder for the socket where the data folder's path is too long for one."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if os.geteuid() == 0:
        parent = Path("/run") if Path("/run").is_dir() else SYSTEM_STATE
    elif runtime and Path(runtime).is_dir() and Path(runtime).stat().st_uid == os.geteuid():
        parent = Path(runtime)
    else:
        parent = Path("/tmp")  # noqa: S108 - the folder itself is 0700 and checked to be ours
    return parent / f"parvis-{os.geteuid()}-{_digest(data)}"


def _digest(data: Path) -> str:
    return hashlib.sha256(os.fsencode(data)).hexdigest()[:12]


def _read(pointer: Path) -> Home:
    try:
        found = json.loads(pointer.read_text())
        return Home(
            Path(found["home"]), Path(found["socket"]),
            found["password"], found["admin_password"],
        )  # fmt: skip
    except (ValueError, KeyError, TypeError) as error:
        raise PostgresError(
            said("%(path)s is damaged: restore it from a backup.", path=pointer)
        ) from error


def _write(pointer: Path, home: Home) -> Home:
    private_folder(pointer.parent, mode=stat.S_IMODE(pointer.parent.stat().st_mode))
    draft = pointer.with_name(f"{pointer.name}.new")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump({key: str(value) for key, value in asdict(home).items()}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(pointer)
    return home


def remove(data: Path) -> None:
    """Delete a stopped database for good: the cluster, its socket folder, its pointer."""
    pointer = data / "database.json"
    if not pointer.exists():
        return
    home = _read(pointer)
    shutil.rmtree(home.socket, ignore_errors=True)
    shutil.rmtree(home.cluster, ignore_errors=True)
    if home.home != data:
        shutil.rmtree(home.home, ignore_errors=True)
    pointer.unlink()
