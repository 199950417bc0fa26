"""LDIF (RFC 2849), read as a stream and leniently: a broken line costs itself, not the file."""

import base64
import binascii
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

LONGEST_LINE: Final = 4 * 1024 * 1024

type Complain = Callable[[str, int, str], None]


@dataclass(slots=True)
class Entry:
    """One entry: its name, its attributes by lower-cased description, and its first line."""

    dn: str
    line: int
    values: dict[str, list[str]] = field(default_factory=dict)
    # add, delete, modify …; empty for content records.
    change: str = ""


def entries(path: Path, complain: Complain) -> Iterator[Entry]:
    """Yield the entries of a file. ``complain(reason, line, text)`` hears of what is wrong.

    Attribute descriptions keep their options ("cn;lang-fr"). Values are UTF-8 or, where they are
    not, Latin-1. Values kept elsewhere ("jpegPhoto:< file:…") are not fetched.
    """
    with path.open("rb") as file:
        yield from _entries(file, complain)


def _entries(file: BinaryIO, complain: Complain) -> Iterator[Entry]:
    entry: Entry | None = None
    broken = False  # inside an entry without a name
    for number, line in _lines(file, complain):
        if not line:
            if entry is not None:
                yield entry
            entry, broken = None, False
            continue
        name, value = _attribute(line, number, complain)
        if entry is None and name == "dn" and value:
            entry, broken = Entry(value, number), False
        elif entry is not None:
            _add(entry, name, value)
        elif name != "version" and not broken:
            broken = True
            complain("an entry without a name (dn)", number, _decode(line))
    if entry is not None:
        yield entry


def _add(entry: Entry, name: str, value: str) -> None:
    if name == "changetype":
        entry.change = value.lower()
    elif name and value:
        entry.values.setdefault(name, []).append(value)


def _lines(file: BinaryIO, complain: Complain) -> Iterator[tuple[int, bytes]]:
    """Yield logical lines with the number of their first: continuations joined, comments gone.

    An empty line ends an entry and is yielded as such.
    """
    held, first = b"", 0
    for number, raw in enumerate(file, 1):
        line = raw.rstrip(b"\r\n")
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line.startswith(b" ") and held:
            if len(held) + len(line) <= LONGEST_LINE:
                held += line[1:]
            else:
                complain("a value of more than 4 MB, cut", first, "")
            continue
        if held and not held.startswith(b"#"):
            yield first, held
        held, first = line, number
        if not line.strip():
            yield number, b""
            held = b""
    if held and not held.startswith(b"#"):
        yield first, held


def _attribute(line: bytes, number: int, complain: Complain) -> tuple[str, str]:
    """Take "name: value", "name:: base64" or "name:< address" apart; empty where it is neither."""
    raw, colon, rest = line.partition(b":")
    if not colon:
        if line != b"-":  # what separates the changes of a modification
            complain("a line without a colon", number, _decode(line))
        return "", ""
    name = _decode(raw).strip().lower()
    if rest.startswith(b":"):
        try:
            return name, _decode(base64.b64decode(rest[1:].strip(), validate=True)).strip()
        except (binascii.Error, ValueError):
            complain("base64 that is none", number, _decode(line))
            return name, ""
    if rest.startswith(b"<"):
        complain("a value kept in another file, not fetched", number, _decode(line))
        return name, ""
    return name, _decode(rest).strip()


def _decode(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def normal_dn(dn: str) -> str:
    """Return a distinguished name as it is compared: lower case, no blanks round its parts."""
    return ",".join(
        "=".join(piece.strip() for piece in part.split("=", 1)) for part in parts_of(dn)
    ).casefold()


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
