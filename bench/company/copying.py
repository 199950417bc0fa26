"""COPY into one table, in a transaction of its own; rows come in frozen, so nothing is vacuumed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg

from bench.company import binary
from bench.company.binary import Column
from bench.company.shape import Flags, Ints

ROWS = 200_000  # at a time


@dataclass
class Sink:
    """An open COPY."""

    copy: psycopg.Copy
    binary: bool

    def write(self, rows: bytes) -> None:
        """Send rows in the table's format."""
        self.copy.write(rows)

    def write_all(self, columns: Sequence[Column]) -> None:
        """Send whole arrays, a stretch at a time, in the binary format."""
        for start in range(0, len(columns[0].values), ROWS):
            stretch = slice(start, start + ROWS)
            self.copy.write(binary.rows([part(column, stretch) for column in columns]))


def part(column: Column, stretch: slice) -> Column:
    """Return a stretch of a column."""
    match column:
        case binary.Number(values, null):
            return binary.Number(values[stretch], null)
        case binary.Moment(values):
            return binary.Moment(values[stretch])
        case binary.Flag(values):
            return binary.Flag(values[stretch])
        case binary.Word(values, words):
            return binary.Word(values[stretch], words)


@contextmanager
def into(url: str, table: str, columns: Sequence[str], *, as_binary: bool = True) -> Iterator[Sink]:
    """Fill a table that nothing refers to (see ``rebuild.bare``)."""
    names = ", ".join(columns)
    how = "FORMAT binary, FREEZE" if as_binary else "FORMAT text, FREEZE"
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'UTC'")
        cursor.execute("SET LOCAL synchronous_commit = off")
        cursor.execute(f"TRUNCATE {table}")
        with cursor.copy(f"COPY {table} ({names}) FROM STDIN WITH ({how})") as copy:
            if as_binary:
                copy.write(binary.HEADER)
            yield Sink(copy, as_binary)
            if as_binary:
                copy.write(binary.TRAILER)


def lines(rows: Sequence[str]) -> bytes:
    """Return rows of the text format."""
    return ("\n".join(rows) + "\n").encode() if rows else b""


__all__ = ["Flags", "Ints", "Sink", "into", "lines", "part"]
