"""A part's body, decoded in blocks: base64, quoted-printable, uuencode, or as it is."""

import binascii
import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from parvis.mail.incoming.parsing.structure import Part

BLOCK: Final = 64 * 1024
NOT_BASE64: Final = re.compile(rb"[^A-Za-z0-9+/=]")


def decoded(file: BinaryIO, part: Part) -> Iterator[bytes]:
    """Yield the decoded body of a part; broken code gives what can be read of it."""
    encoding = part.headers.encoding
    raw = _raw(file, part)
    if encoding == "base64":
        return _base64(raw)
    if encoding == "quoted-printable":
        return _quoted(_lines(file, part))
    if encoding in {"x-uuencode", "uuencode", "x-uue", "uue"}:
        return _uuencoded(_lines(file, part))
    return raw


def text(file: BinaryIO, part: Part, most: int) -> bytes:
    """Return the beginning of a part's decoded body."""
    found = bytearray()
    for block in decoded(file, part):
        found += block
        if len(found) >= most:
            break
    return bytes(found[:most])


def _raw(file: BinaryIO, part: Part) -> Iterator[bytes]:
    """Yield the body without the line break that belongs to the next boundary."""
    file.seek(part.start)
    left = part.end - part.start
    if left >= 1 and part.end:
        left -= _break_before(file, part)
        file.seek(part.start)
    while left > 0:
        block = file.read(min(BLOCK, left))
        if not block:
            return
        left -= len(block)
        yield block


def _break_before(file: BinaryIO, part: Part) -> int:
    file.seek(max(part.start, part.end - 2))
    last = file.read(part.end - file.tell())
    return 2 if last.endswith(b"\r\n") else int(last.endswith(b"\n"))


def _lines(file: BinaryIO, part: Part) -> Iterator[bytes]:
    file.seek(part.start)
    left = part.end - part.start
    while left > 0:
        line = file.readline(min(BLOCK, left))
        if not line:
            return
        left -= len(line)
        yield line


def _base64(blocks: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for block in blocks:
        clean = rest + block.translate(None, b"\r\n \t")
        if NOT_BASE64.search(clean):
            clean = NOT_BASE64.sub(b"", clean)
        if b"=" in clean.rstrip(b"="):  # several codes in a row
            clean = clean.replace(b"=", b"")
        whole = len(clean.rstrip(b"=")) // 4 * 4
        yield binascii.a2b_base64(clean[:whole])
        rest = clean[whole:].rstrip(b"=")
    if len(rest) > 1:
        yield binascii.a2b_base64(rest + b"=" * (-len(rest) % 4))


def _quoted(lines: Iterator[bytes]) -> Iterator[bytes]:
    for line in lines:
        yield binascii.a2b_qp(line)


def _uuencoded(lines: Iterator[bytes]) -> Iterator[bytes]:
    for line in lines:
        if line.startswith((b"begin ", b"end")) or not line.strip():
            continue
        try:
            yield binascii.a2b_uu(line)
        except binascii.Error:
            # Some programs count wrongly; the length is in the first character.
            most = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                yield binascii.a2b_uu(line[: most + 1])
            except binascii.Error:
                continue
