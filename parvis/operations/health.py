"""Whether this installation can serve: the database answers, and is as the program needs it."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

SECONDS_KEPT = 1.0


@dataclass(frozen=True)
class Health:
    """What /healthz says."""

    database: bool
    migrations: bool

    @property
    def good(self) -> bool:
        return self.database and self.migrations

    def as_dict(self) -> dict[str, str]:
        """The answer in words, for JSON."""
        return {
            "status": "ok" if self.good else "unavailable",
            "database": "ok" if self.database else "does not answer",
            "migrations": "ok" if self.migrations else "not applied" if self.database else "?",
        }


class Checker:
    """Checks at most once a second, and the migrations only until they are applied."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._migrated = False
        self._last = Health(database=False, migrations=False)
        self._until = 0.0

    def check(self) -> Health:
        """The state of now, or of the last second."""
        with self._lock:
            if time.monotonic() >= self._until:
                self._last = self._look()
                self._until = time.monotonic() + SECONDS_KEPT
            return self._last

    def _look(self) -> Health:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            self._migrated = self._migrated or not pending_migrations()
        except DatabaseError:
            return Health(database=False, migrations=False)
        finally:
            connection.close()
        return Health(database=True, migrations=self._migrated)


def pending_migrations() -> list[str]:
    """The names of the migrations that the database lacks. Raises DatabaseError."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
