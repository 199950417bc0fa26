"""bin/environment: an interpreter that really runs, and milliseconds when nothing changed."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from parvis.operations.runtime import ROOT

REAL = Path(sys.executable).resolve()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose second step only tells with which Python it was run, and for what."""
    (tmp_path / "bin").mkdir()
    shutil.copy(ROOT / "bin" / "environment", tmp_path / "bin")
    step = tmp_path / "parvis" / "operations" / "environment.py"
    step.parent.mkdir(parents=True)
    step.write_text("import sys; print(sys.executable, *sys.argv[1:])")
    (tmp_path / "requirements.lock").write_text("nothing==1\n")
    return tmp_path


def script(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def run(checkout: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run bin/environment on a machine whose own Python names are shims that do not run."""
    shims = checkout / "shims"
    for name in ("python3", "python3.12", "python3.13", "python3.14"):
        script(shims / name, "echo 'not selected' >&2; exit 127")
    environment = {
        "PATH": f"{shims}:/usr/bin:/bin",
        "HOME": str(checkout / "home"),
        **variables,
    }
    return subprocess.run(
        [str(checkout / "bin" / "environment"), *arguments],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
    )


def test_it_looks_behind_shims_that_do_not_run(checkout: Path) -> None:
    script(checkout / "home/.pyenv/versions/3.13.9/bin/python3.13", f'exec "{REAL}" "$@"')
    done = run(checkout)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[0] == str(REAL)
    assert done.stdout.split()[1] == "product"


def test_the_named_interpreter_comes_first(checkout: Path) -> None:
    named = script(checkout / "mine", f'exec "{REAL}" "$@"')
    done = run(checkout, "--dev", PARVIS_PYTHON=str(named))
    assert done.stdout.split()[1] == "dev"


@pytest.mark.skipif(
    any(list(Path(folder).glob("python3.1[2-9]")) for folder in ("/usr/bin", "/usr/local/bin")),
    reason="this machine has a new Python in its standard places",
)
def test_it_says_what_is_missing(checkout: Path) -> None:
    script(
        checkout / "home/.pyenv/versions/3.13.9/bin/python3.13",
        f'case "$2" in *version_info*) exit 1;; esac; exec "{REAL}" "$@"',
    )
    done = run(checkout, PYENV_ROOT=str(checkout / "elsewhere"))
    if done.returncode == 0:
        pytest.skip("this machine has a new Python somewhere under /opt")
    assert "Parvis needs Python 3.12 or newer" in done.stderr
    assert "PARVIS_PYTHON" in done.stderr


def test_nothing_is_done_twice(checkout: Path) -> None:
    venv = checkout / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to(REAL)
    stamp = run(checkout).stdout.split(maxsplit=2)[2].strip()
    (venv / "stamp").write_text(stamp)
    started = time.monotonic()
    assert run(checkout).stdout == ""
    assert time.monotonic() - started < 1
    (checkout / "requirements.lock").write_text("nothing==2\n")
    assert run(checkout).stdout != ""


def test_the_real_environment_is_up_to_date() -> None:
    """The stamp holds here, so that commands start at once."""
    done = subprocess.run(
        [str(ROOT / "bin" / "environment")],
        check=False, capture_output=True, text=True, env={**os.environ},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_committed_files_name_no_registry() -> None:
    """Locks and settings work with whatever registry a machine is set up for."""
    for name in ("requirements.lock", "requirements-dev.lock", "package-lock.json"):
        text = (ROOT / name).read_text()
        assert "index-url" not in text
        assert '"resolved"' not in text
        assert "--hash=sha256:" in text or '"integrity"' in text
