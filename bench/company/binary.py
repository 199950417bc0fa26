"""Arrays as rows of PostgreSQL's binary COPY format, without a loop over the rows.

A row is the number of its fields, then each field's length and bytes, big-endian; a time is
microseconds since 2000, NULL has the length -1. Rows whose fields have the same lengths share one
numpy record, so rows are grouped by what varies: words and NULLs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.company.shape import Flags, Ints

HEADER = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
TRAILER = b"\xff\xff"
EPOCH_2000 = 946_684_800_000  # milliseconds


@dataclass(frozen=True)
class Number:
    """A bigint column; with ``null``, -1 stands for NULL."""

    values: Ints
    null: bool = False


@dataclass(frozen=True)
class Moment:
    """A timestamptz column, from milliseconds since 1970; -1 stands for NULL."""

    values: Ints


@dataclass(frozen=True)
class Flag:
    """A boolean column."""

    values: Flags


@dataclass(frozen=True)
class Word:
    """A text column with few different values."""

    values: Ints
    words: Sequence[str]


type Column = Number | Moment | Flag | Word


def rows(columns: Sequence[Column]) -> bytes:
    """Return the rows; those alike stand together, else in their order."""
    group = np.zeros(len(columns[0].values), np.int64)
    for column in columns:
        variants, number = _variants(column)
        group = group * number + variants
    found, inverse = np.unique(group, return_inverse=True)
    if len(found) <= 1:
        return _alike(columns, np.arange(len(group))) if len(group) else b""
    return b"".join(_alike(columns, np.flatnonzero(inverse == i)) for i in range(len(found)))


def _variants(column: Column) -> tuple[Ints, int]:
    match column:
        case Word(values, words):
            return values, len(words)
        case Moment(values) | Number(values, True):
            return (values < 0).astype(np.int64), 2
    return np.zeros(len(column.values), np.int64), 1


def _alike(columns: Sequence[Column], chosen: Ints) -> bytes:
    """Return rows that have the same NULLs and words."""
    layout: list[Any] = [("fields", ">i2")]
    fill: dict[str, tuple[int, npt.NDArray[Any] | bytes | None]] = {}
    for number, column in enumerate(columns):
        length, kind, values = _field(column, chosen)
        layout.append((f"n{number}", ">i4"))
        if kind:
            layout.append((f"v{number}", kind))
        fill[str(number)] = (length, values)
    record = np.zeros(len(chosen), layout)
    record["fields"] = len(columns)
    for name, (length, values) in fill.items():
        record[f"n{name}"] = length
        if values is not None:
            record[f"v{name}"] = values
    return record.tobytes()


def _field(column: Column, chosen: Ints) -> tuple[int, str, npt.NDArray[Any] | bytes | None]:
    """Return a field's length, numpy type and values."""
    values = column.values[chosen]
    match column:
        case Word(_, words):
            word = words[int(values[0])].encode()
            return len(word), f"S{len(word)}", word
        case Flag():
            return 1, "u1", values.astype(np.uint8)
        case Moment() if values[0] < 0:
            return -1, "", None
        case Moment():
            return 8, ">i8", (values - EPOCH_2000) * 1000
        case Number(_, True) if values[0] < 0:
            return -1, "", None
    return 8, ">i8", values
