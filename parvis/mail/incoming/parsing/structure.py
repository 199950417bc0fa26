"""A message cut into its parts by its lines, without holding it in memory (RFC 2046).

Time grows with the size alone; depth, parts and headers are limited.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from parvis.mail.incoming.parsing.errors import Unreadable
from parvis.mail.incoming.parsing.headers import Headers

DEEPEST: Final = 12
MOST_PARTS: Final = 300
MOST_HEADER_BYTES: Final = 256 * 1024
LINE: Final = 16 * 1024
BLOCK: Final = 256 * 1024
# A boundary's name is at most 70 characters; some programs are more generous.
LONGEST_BOUNDARY: Final = 300
FIELD: Final = re.compile(rb"[!-9;-~]{1,120}[ \t]*:")


@dataclass
class Part:
    """A part of a message: its headers, where its body lies, and the parts within."""

    headers: Headers
    start: int
    end: int = 0
    parts: list["Part"] = field(default_factory=list)
    boundary: bytes = b""

    @property
    def content_type(self) -> str:
        """The declared type; of a part without one, text."""
        return self.headers.content_type or "text/plain"

    @property
    def is_multipart(self) -> bool:
        """Tell whether it is made of parts."""
        return bool(self.boundary)

    def walk(self) -> Iterator["Part"]:
        """Yield this part and all within."""
        yield self
        for part in self.parts:
            yield from part.walk()


def read(file: BinaryIO) -> Part:
    """Cut a message, from where the file stands, into parts; raises Unreadable beyond limits."""
    return _Cutter(file).message()


class _Cutter:
    """Goes once through the lines, with the stack of parts that are open."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.open: list[Part] = []
        self.count = 0
        self.block, self.block_at = b"", 0

    def message(self) -> Part:
        """Return the whole message's part, all others within."""
        root = self._begin(self._headers(first=True), depth=0)
        self.open = [root]
        at = self._next_dashes(root.start) if root.boundary else None
        while at is not None:
            self.file.seek(at)
            line = self.file.readline(LINE)
            self._at_boundary(line, at)
            at = self._next_dashes(max(self.file.tell(), at + len(line)))
        end = self.file.seek(0, 2)
        for part in self.open:
            part.end = end
        return root

    def _next_dashes(self, at: int) -> int | None:
        """Return where the next line with "--" begins, from the beginning of a line on."""
        while True:
            if not self.block_at <= at < self.block_at + len(self.block) - 2:
                # One byte before, so that the line break of a line right here is seen.
                self.block_at = max(at - 1, 0)
                self.file.seek(self.block_at)
                self.block = self.file.read(BLOCK)
                if len(self.block) < at - self.block_at + 2:
                    return None
            found = self.block.find(b"\n--", max(at - 1 - self.block_at, 0))
            if found >= 0:
                return self.block_at + found + 1
            after = self.block_at + len(self.block) - 2
            at = max(after, at + 1)

    def _at_boundary(self, line: bytes, before: int) -> None:
        """Close what ends at a boundary's line, and open the part that begins there."""
        for level, part in enumerate(self.open):
            if not part.boundary:
                continue
            last = line[2:].rstrip()
            if last == part.boundary:
                self._close_below(level, before)
                self.open.append(self._begin(self._headers(), level + 1))
                part.parts.append(self.open[-1])
                return
            if last == part.boundary + b"--":
                self._close_below(level, before)
                return

    def _close_below(self, level: int, end: int) -> None:
        while len(self.open) > level + 1:
            self.open.pop().end = end

    def _begin(self, headers: Headers, depth: int) -> Part:
        self.count += 1
        if self.count > MOST_PARTS:
            raise Unreadable("parts")
        if depth > DEEPEST:
            raise Unreadable("depth")
        part = Part(headers, self.file.tell())
        if part.content_type.startswith("multipart/"):
            part.boundary = _boundary(headers)
        return part

    def _headers(self, *, first: bool = False) -> Headers:
        """Read lines up to an empty one. A line that is no header is passed over if one follows."""
        lines: list[bytes] = []
        size = 0
        while line := self.file.readline(LINE):
            size += len(line)
            if size > MOST_HEADER_BYTES:
                raise Unreadable("headers")
            if first and not lines and _comes_before(line):
                continue
            if not line.strip(b"\r\n"):
                break
            if _is_field(line) or (lines and line[:1] in b" \t" and line.strip()):
                lines.append(line)
            elif not self._goes_on():
                if line.strip():  # the body begins without an empty line
                    self.file.seek(-len(line), 1)
                break
        return Headers(b"".join(lines))

    def _goes_on(self) -> bool:
        """Tell whether the next line belongs to headers."""
        here = self.file.tell()
        line = self.file.readline(LINE)
        self.file.seek(here)
        return _is_field(line) or (line[:1] in b" \t" and bool(line.strip()))


def _comes_before(line: bytes) -> bool:
    """Empty lines, and a mailbox's own line, before the first header."""
    return not line.strip() or line.startswith(b"From ")


def _is_field(line: bytes) -> bool:
    return bool(FIELD.match(line))


def _boundary(headers: Headers) -> bytes:
    value = headers.parameter("boundary")
    return value.encode("utf-8", "surrogateescape")[:LONGEST_BOUNDARY].rstrip()
