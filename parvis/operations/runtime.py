"""What every command needs before it does anything: the data folder, the database, Django."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from parvis.kernel.console import said, translated
from parvis.operations import postgres
from parvis.operations.postgres.home import private_folder

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = "address"  # where it was served last, for links that other commands print


class Stop(Exception):
    """The command cannot go on; the message is for whoever typed it."""

    @property
    def message(self) -> str:
        """The message in the console's language."""
        return translated(self.args[0] if self.args else "")


def data_folder(given: str | None) -> Path:
    """The data folder: as given with --data, else PARVIS_DATA, else `var/` of the checkout.

    Only its owner may look into it. Raises Stop where it cannot be had.
    """
    chosen = given or os.environ.get("PARVIS_DATA") or ROOT / "var"
    data = Path(chosen).expanduser().absolute()
    try:
        if not data.is_dir():
            private_folder(data)
    except (OSError, postgres.PostgresError) as error:
        why = error.message if isinstance(error, postgres.PostgresError) else error
        raise Stop(
            said("The data folder %(data)s cannot be used: %(error)s", data=data, error=why)
        ) from error
    os.environ["PARVIS_DATA"] = str(data)
    return data


@contextmanager
def database(data: Path) -> Iterator[postgres.Usage | None]:
    """Have PARVIS_DATABASE_URL point to a database that answers, the embedded one by default.

    Gives the embedded database's usage, or None where the address was set already. Raises Stop
    where the embedded database cannot be started.
    """
    if os.environ.get("PARVIS_DATABASE_URL"):
        yield None
        return
    try:
        usage = postgres.Usage(data)
    except postgres.PostgresError as error:
        raise Stop(error.message) from error
    except OSError as error:
        raise Stop(str(error)) from error
    os.environ["PARVIS_DATABASE_URL"] = usage.url
    try:
        yield usage
    finally:
        del os.environ["PARVIS_DATABASE_URL"]
        usage.leave()


@contextmanager
def django(data: Path, *, migrated: bool = False) -> Iterator[None]:
    """Django, set up on the data folder's database; with `migrated`, brought up to date first."""
    if (data / ADDRESS).exists():
        os.environ.setdefault("PARVIS_URL", (data / ADDRESS).read_text().strip())
    with database(data):
        set_up()
        from django.db import connections

        try:
            if migrated:
                migrate()
            yield
        finally:
            connections.close_all()


def set_up() -> None:
    """Load the settings and the features. Raises Stop where a setting is wrong."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django as framework
    from django.core.exceptions import ImproperlyConfigured
    from environs import EnvError

    try:
        framework.setup()
    except (EnvError, ImproperlyConfigured) as error:
        raise Stop(said("A setting is wrong: %(error)s", error=error)) from error


def migrate() -> None:
    """Apply what migrations are missing; one process at a time, the others wait."""
    from django.core.management import call_command
    from django.db import connection

    from parvis.operations.health import pending_migrations

    if not pending_migrations():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('parvis migrate'))")
    try:
        say(said("Bringing the database up to date …"))
        call_command("migrate", interactive=False, verbosity=0)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('parvis migrate'))")


def exit_code(run: Callable[[], int | None]) -> int:
    """Do `run`, and say in one sentence where it stops; returns what the process ends with."""
    try:
        return run() or 0
    except Stop as stop:
        say(f"parvis: {stop.message}")
        return 1
    except KeyboardInterrupt:
        return 130


def say(text: str) -> None:
    """Tell whoever watches the console, in their language where the text was ``said``."""
    print(translated(text), file=sys.stderr, flush=True)
