"""Data folders for tests that start real servers, and other people of the machine."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from parvis.operations.postgres import home

OTHER_USER = 65534  # nobody
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to act as another user")


@contextmanager
def place(parent: Path | None = None, mode: int = 0o755) -> Iterator[Path]:
    """A fresh folder with a short path, removed at the end with the database that it has."""
    folder = Path(tempfile.mkdtemp(prefix="parvis-t", dir=parent))
    folder.chmod(mode)
    try:
        yield folder
    finally:
        for pointer in folder.rglob("database.json"):
            home.remove(pointer.parent)
        shutil.rmtree(folder, ignore_errors=True)


def as_other(act: Callable[[], object], user: int = OTHER_USER) -> str:
    """Call `act` in a forked process that runs as another user; what it returned, or its error."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            os.setgroups([])
            os.setgid(user)
            os.setuid(user)
            said = str(act())
        except BaseException as error:  # noqa: BLE001 - told to the parent, which decides
            said = f"{type(error).__name__}: {error}"
        os.write(writing, said.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return said
