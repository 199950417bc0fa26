"""A pytest plugin: every test runs against a real PostgreSQL, the embedded one of `var/test`.

It is loaded with `-p`, before Django's settings. Several people, and several pytest-xdist
workers, share one server; PARVIS_TEST_NAME keeps their databases and files apart. The last one
to finish stops the server.
"""

from __future__ import annotations

import os
from pathlib import Path

from parvis.operations import postgres
from parvis.operations.postgres.home import private_folder

NAME = os.environ.get("PARVIS_TEST_NAME", "main")
FOLDER = Path(__file__).resolve().parents[2] / "var" / "test"


def _own_data_folder() -> Path:
    """Files and mails of this run's worker, apart from everyone else's."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "one")
    data = FOLDER / "data" / f"{NAME}-{worker}"
    data.mkdir(parents=True, exist_ok=True)
    return data


os.umask(0o077)
private_folder(FOLDER.parent, mode=0o711 if os.geteuid() == 0 else 0o700)
_usage = postgres.Usage(FOLDER)
os.environ["PARVIS_DATABASE_URL"] = _usage.url
os.environ["PARVIS_TEST_DATABASE"] = f"test_{NAME}"
os.environ["PARVIS_DATA"] = str(_own_data_folder())
os.environ["PARVIS_LANGUAGE"] = "en"  # the commands', whatever the machine's


def pytest_unconfigure() -> None:
    """Let go of the server."""
    from django.db import connections

    connections.close_all()
    _usage.leave()
