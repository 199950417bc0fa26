"""LDIF (RFC 2849), read as a stream and leniently: a broken line costs itself, not the file."""

import base64
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final, TextIO

from parvis.kernel.console import said

LONGEST_LINE: Final = 4 * 1024 * 1024
_BLANKS: Final = re.compile(r"\s*([,;=+])\s*")

type Complain = Callable[[str, int, str], None]


@dataclass(slots=True)
class Entry:
    """One entry: its name, its attributes by lower-cased description, and its first line."""

    dn: str
    line: int
    values: dict[str, list[str]] = field(default_factory=dict)
    # add, delete, modify …; empty for content records.
    change: str = ""
    # Whether an attribute has options, as "cn;lang-fr" does.
    tagged: bool = False


def entries(path: Path, complain: Complain) -> Iterator[Entry]:
    """Yield the entries of a file. ``complain(reason, line, text)`` hears of what is wrong.

    Attribute descriptions keep their options ("cn;lang-fr"). Values are UTF-8 or, where they are
    not, Latin-1. Values kept elsewhere ("jpegPhoto:< file:…") are not fetched.
    """
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="\n") as file:
        yield from _entries(file, complain)


def _entries(file: TextIO, complain: Complain) -> Iterator[Entry]:
    for record in _records(file, complain):
        entry: Entry | None = None
        for number, line in record:
            name, value = _attribute(line, number, complain)
            if entry is not None:
                _add(entry, name, value)
            elif name == "dn" and value:
                entry = Entry(value, number)
            elif name != "version":
                complain(said("an entry without a name (dn)"), number, line)
                break
        if entry is not None:
            yield entry


def _add(entry: Entry, name: str, value: str) -> None:
    if name == "changetype":
        entry.change = value.lower()
    elif name and value:
        if name in entry.values:
            entry.values[name].append(value)
        else:
            entry.values[name] = [value]
            entry.tagged |= ";" in name


def _records(file: TextIO, complain: Complain) -> Iterator[list[tuple[int, str]]]:
    """Yield the logical lines of each entry with the number of their first.

    Continuations are joined and comments gone.
    """
    record: list[tuple[int, str]] = []
    comment = False
    for number, raw in enumerate(file, 1):
        line = raw.rstrip("\r\n")
        start = line[:1]
        if start == " " and (record or comment):
            if not comment:
                record[-1] = _longer(record[-1], line, complain)
            continue
        comment = start == "#"
        if line and not line.isspace():
            if not comment:
                record.append((number, line if line.isascii() else _text(line)))
        elif record:
            yield record
            record = []
    if record:
        yield record


def _longer(held: tuple[int, str], line: str, complain: Complain) -> tuple[int, str]:
    number, text = held
    if len(text) + len(line) > LONGEST_LINE:
        complain(said("a value of more than 4 MB, cut"), number, "")
        return held
    return number, text + (line[1:] if line.isascii() else _text(line[1:]))


def _attribute(line: str, number: int, complain: Complain) -> tuple[str, str]:
    """Take "name: value", "name:: base64" or "name:< address" apart; empty where it is neither."""
    raw, colon, rest = line.partition(":")
    if not colon:
        if line != "-":  # what separates the changes of a modification
            complain(said("a line without a colon"), number, line)
        return "", ""
    name = raw.strip().lower()
    if rest[:1] == ":":
        try:
            return name, _decode(base64.b64decode(rest[1:].strip(), validate=True)).strip()
        except ValueError:
            complain(said("base64 that is none"), number, line)
            return name, ""
    if rest[:1] == "<":
        complain(said("a value kept in another file, not fetched"), number, line)
        return name, ""
    return name, rest.strip()


def _decode(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _text(line: str) -> str:
    """Read a line that was not UTF-8 as Latin-1."""
    try:
        line.encode()
    except UnicodeEncodeError:
        return line.encode("utf-8", "surrogateescape").decode("latin-1")
    return line


@lru_cache(maxsize=65536)
def normal_dn(dn: str) -> str:
    """Return a distinguished name as it is compared: lower case, no blanks round its parts."""
    return _BLANKS.sub(r"\1", dn.strip()).casefold()


def parts_of(dn: str) -> list[str]:
    """Split a distinguished name at the commas (or old semicolons) that are not escaped."""
    if "\\" not in dn and '"' not in dn and ";" not in dn:
        return [part.strip() for part in dn.split(",")]
    parts, part, quoted, escaped = [], "", False, False
    for character in dn:
        if escaped:
            part, escaped = part + character, False
        elif character == "\\":
            part, escaped = part + character, True
        elif character == '"':
            part, quoted = part + character, not quoted
        elif character in ",;" and not quoted:
            parts.append(part.strip())
            part = ""
        else:
            part += character
    return [*parts, part.strip()]


def first_value(dn: str) -> tuple[str, str]:
    """Return the type and the value of a name's first part: ("uid", "scarter")."""
    kind, _equals, value = parts_of(dn)[0].partition("=")
    return kind.strip().lower(), value.strip()


def root_of(normal: str) -> str:
    """Return the tree a normal name stands in: its dc parts, else its last one or two (o, c)."""
    parts = parts_of(normal)
    domain = [part for part in parts if part.startswith("dc=")]
    if domain:
        return ",".join(domain)
    if len(parts) > 1 and parts[-1].startswith("c="):
        return ",".join(parts[-2:])
    return parts[-1]
