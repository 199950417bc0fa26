"""Outlook's winmail.dat: the files within (MS-OXTNEF)."""

import struct
from dataclasses import dataclass
from typing import Final

SIGNATURE: Final = 0x223E9F78
ATTACH_BEGINS: Final = 0x9002
ATTACH_TITLE: Final = 0x8010
ATTACH_DATA: Final = 0x800F
ATTACH_PROPERTIES: Final = 0x9005
BODY: Final = 0x800C
LONG_NAME: Final = 0x3707
MOST_FILES: Final = 40


@dataclass
class File:
    """A file found within."""

    name: str = ""
    data: bytes = b""


def read(raw: bytes) -> tuple[str, list[File]]:
    """Return the plain text (often empty) and the files; what is broken ends the reading."""
    text = ""
    files: list[File] = []
    if len(raw) < 6 or struct.unpack_from("<I", raw)[0] != SIGNATURE:
        return text, files
    at = 6
    while at + 11 <= len(raw) and len(files) < MOST_FILES:
        _level, attribute, _kind, size = struct.unpack_from("<BHHI", raw, at)
        value = raw[at + 9 : at + 9 + size]
        at += 9 + size + 2  # and a checksum
        if attribute == ATTACH_BEGINS:
            files.append(File())
        elif attribute == BODY:
            text = _string(value)
        elif files:
            _fill(files[-1], attribute, value)
    return text, [file for file in files if file.data]


def _fill(file: File, attribute: int, value: bytes) -> None:
    if attribute == ATTACH_TITLE:
        file.name = file.name or _string(value)
    elif attribute == ATTACH_DATA:
        file.data = value
    elif attribute == ATTACH_PROPERTIES:
        file.name = _long_name(value) or file.name


def _long_name(value: bytes) -> str:
    """Find the property with the whole name: a tag, a count, a length, the string."""
    for kind, encoding in ((0x001F, "utf-16-le"), (0x001E, "cp1252")):
        at = value.find(struct.pack("<HH", kind, LONG_NAME))
        if at < 0 or at + 12 > len(value):
            continue
        _count, size = struct.unpack_from("<II", value, at + 4)
        return value[at + 12 : at + 12 + min(size, 1000)].decode(encoding, "ignore").strip("\0 ")
    return ""


def _string(value: bytes) -> str:
    try:
        return value.decode("utf-8").strip("\0 ")
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace").strip("\0 ")
