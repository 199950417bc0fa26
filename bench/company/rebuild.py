"""Big tables without their indexes and keys while they are filled; afterwards all as it was."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg

TABLES = (
    "people_person", "spaces_space", "spaces_subscription", "posts_post", "posts_reaction",
    "notifications_notification", "notifications_cause", "feed_visit",
)  # fmt: skip

_KEYS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), contype = 'f'
FROM pg_constraint WHERE contype IN ('f', 'u')
  AND (conrelid = ANY(%(tables)s::regclass[]) OR confrelid = ANY(%(tables)s::regclass[]))
ORDER BY contype = 'f', conname
"""
_INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index i
WHERE indrelid = ANY(%(tables)s::regclass[]) AND NOT indisprimary
  AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)
ORDER BY 1
"""
_MEMORY = """
SELECT set_config('maintenance_work_mem', '1GB', false),
  set_config('max_parallel_maintenance_workers', '2', false),
  set_config('work_mem', '256MB', false), set_config('synchronous_commit', 'off', false)
"""


@contextmanager
def bare(
    connection: psycopg.Connection, progress: Callable[[str, int, int], None]
) -> Iterator[None]:
    """Take the tables' secondary indexes, unique and foreign keys away; make them anew at the end.

    They come back exactly as PostgreSQL itself describes them, unless what happens inside fails:
    then the half-filled database is good for nothing. ``progress`` hears what is made and how far
    it is. The connection must be in autocommit mode.
    """
    named = {"tables": list(TABLES)}
    keys = connection.execute(_KEYS, named).fetchall()
    indexes = connection.execute(_INDEXES, named).fetchall()
    for table, name, _definition, _foreign in sorted(keys, key=lambda key: not key[3]):
        connection.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for name, _definition in indexes:
        connection.execute(f"DROP INDEX {name}")
    yield
    connection.execute(_MEMORY)
    unique = [key for key in keys if not key[3]]
    statements = [(name, definition) for name, definition in indexes]
    statements += [(name, f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
                   for table, name, definition, _ in unique]  # fmt: skip
    statements += [(name, f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
                   for table, name, definition, foreign in keys if foreign]  # fmt: skip
    for number, (name, statement) in enumerate(statements):
        progress(name, number, len(statements))
        connection.execute(statement)
    progress("", len(statements), len(statements))


def settle(connection: psycopg.Connection) -> None:
    """Have every key continue after the largest there is, and the planner know the tables."""
    for table in TABLES:
        found = connection.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table]).fetchone() \
            if _has_id(connection, table) else None  # fmt: skip
        if found and found[0]:
            connection.execute(
                f"SELECT setval('{found[0]}', (SELECT coalesce(max(id), 1) FROM {table}))"
            )
    for table in TABLES:
        connection.execute(f"VACUUM (ANALYZE, PARALLEL 0) {table}")


def _has_id(connection: psycopg.Connection, table: str) -> bool:
    found = connection.execute(
        "SELECT 1 FROM pg_attribute WHERE attrelid = %s::regclass AND attname = 'id'", [table]
    )
    return found.fetchone() is not None
