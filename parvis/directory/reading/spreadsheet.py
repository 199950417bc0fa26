"""CSV as spreadsheets write it: marks, semicolons, tabs, old encodings, lines inside cells."""

import csv
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from parvis.directory.reading.encodings import open_text
from parvis.kernel.console import said

SEPARATORS: Final = (";", "\t", ",", "|")
LONGEST_CELL: Final = 4 * 1024 * 1024

type Complain = Callable[[str, int, str], None]


def rows(path: Path, complain: Complain) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the number of its last line, blank ones left out; the header first.

    ``complain(reason, line, text)`` hears of rows that cannot be read.
    """
    csv.field_size_limit(LONGEST_CELL)
    separator = separator_of(path)
    with open_text(path) as file:
        reader = csv.reader(
            (line.replace("\x00", "") for line in file), delimiter=separator, strict=False
        )
        while True:
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                complain(
                    said("a row that cannot be read (%(error)s)", error=error), reader.line_num, ""
                )
                continue
            if row[:1] and row[0].strip().lower().startswith("sep=") and reader.line_num == 1:
                continue  # Excel's own line about the separator
            if any(cell.strip() for cell in row):
                yield reader.line_num, [cell.strip() for cell in row]


def separator_of(path: Path) -> str:
    """Tell what separates the cells: what is there most often in the first lines, unquoted."""
    with open_text(path) as file:
        head = list(itertools.islice(file, 20))
    if head and head[0].strip().lower().startswith("sep="):
        named = head[0].lstrip()[4:5]
        return named if named == "\t" or (named.isprintable() and named not in ' "') else ","
    header = next((line for line in head if line.strip()), "")
    counts = {separator: _unquoted(header, separator) for separator in SEPARATORS}
    best = max(SEPARATORS, key=lambda separator: counts[separator])
    return best if counts[best] else ","


def _unquoted(line: str, separator: str) -> int:
    return sum(part.count(separator) for part in line.split('"')[::2])
