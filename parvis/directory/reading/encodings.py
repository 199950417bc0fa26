"""The text of a file whose encoding nobody names."""

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TextIO

BLOCK: Final = 1 << 20
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding_of(path: Path) -> str:
    """Tell a file's encoding: by its mark, by zero bytes (UTF-16), UTF-8 if it all is, Latin-1.

    What spreadsheets call Latin-1 is Windows-1252.
    """
    with path.open("rb") as file:
        head = file.read(BLOCK)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if head[1:200:2].count(0) > len(head[1:200:2]) // 2:
        return "utf-16-le"
    if head[0:200:2].count(0) > len(head[0:200:2]) // 2 and len(head) > 1:
        return "utf-16-be"
    return "utf-8" if _is_utf8(path) else "cp1252"


def open_text(path: Path) -> TextIO:
    """Open a text file for reading in its own encoding; bytes that are none become "�".

    Line ends are kept as they are, for the csv module.
    """
    return path.open(encoding=encoding_of(path), errors="replace", newline="")


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for block in _blocks(path):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block
