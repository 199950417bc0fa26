"""A tiny company on a database server of its own, filled once for all tests here."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

TINY = ("--people", "60", "--communities", "8", "--posts", "800", "--seed", "7")


def bench(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run the command as people do, apart from this process's own database."""
    ours = ("PARVIS_DATABASE_URL", "PARVIS_DATA", "PARVIS_TEST_DATABASE", "PARVIS_URL")
    environment = {k: v for k, v in os.environ.items() if k not in ours}
    return subprocess.run(
        [sys.executable, "-m", "bench", *arguments],
        env=environment, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a data folder that holds a company of sixty."""
    data = tmp_path_factory.mktemp("company") / "data"
    done = bench("company", *TINY, "--data", str(data), "--verify", "--json", f"{data}.json")
    assert done.returncode in (0, 1), done.stderr
    yield data
    from parvis.operations.postgres import home

    home.remove(data)
