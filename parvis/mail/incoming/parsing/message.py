"""A whole message, read: who, what, which files; the parts that carry nothing left out."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final

from parvis.mail.incoming.parsing import bodies, report, smime, structure, tnef
from parvis.mail.incoming.parsing.charsets import decode
from parvis.mail.incoming.parsing.errors import Unreadable
from parvis.mail.incoming.parsing.flowed import unflow
from parvis.mail.incoming.parsing.headers import Headers, addresses
from parvis.mail.incoming.parsing.html import to_text
from parvis.mail.incoming.parsing.structure import Part
from parvis.mail.trim import trim

LONGEST_TEXT: Final = 1024 * 1024
LONGEST_HTML: Final = 2 * 1024 * 1024
LONGEST_KEPT: Final = 200_000
MOST_FILES: Final = 60
MOST_UNPACKED: Final = 16 * 1024 * 1024
SIGNATURES: Final = frozenset(
    {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
)
SEALED: Final = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
TNEF: Final = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
ENDINGS: Final = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "text/calendar": ".ics",
    "application/pdf": ".pdf",
    "text/html": ".html",
    "text/plain": ".txt",
    "message/rfc822": ".eml",
}
SINGLE: Final = (
    *("Subject", "Message-ID", "In-Reply-To", "References", "Date", "Return-Path"),
    *("Auto-Submitted", "Precedence", "List-Id", "X-Autoreply", "X-Autorespond", "X-Loop"),
    *("Content-Type", "X-Failed-Recipients"),
)
ADDRESSED: Final = (
    *("From", "Sender", "Reply-To", "To", "Cc", "Delivered-To", "X-Original-To"),
    *("Envelope-To", "X-Envelope-To"),
)
SEVERAL: Final = ("Authentication-Results", "List-Unsubscribe")
RULED: Final = re.compile(r"(?<=\S\n)(?:-{2,}|={2,})[ \t]*$", re.MULTILINE)
PLACEHOLDER: Final = re.compile(r"[ \t]*\[(?:cid|image|inline image[^\]:]*):[^\]\n]{1,240}\][ \t]*")


@dataclass
class Attached:
    """A file that came with the message, written out."""

    path: str
    name: str
    content_type: str
    size: int
    inline: bool = False
    # Its name within the message, and whether the words kept show it.
    cid: str = ""


@dataclass
class Read:
    """What a message says."""

    headers: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    whole: str = ""
    cut: bool = False
    markdown: bool = False
    files: list[Attached] = field(default_factory=list)
    dropped: int = 0  # files that stood in what was cut
    failures: list[report.Failure] = field(default_factory=list)
    returned: dict[str, Any] = field(default_factory=dict)  # headers of what came back
    is_report: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self)


def read(file: BinaryIO, out: Path) -> Read:
    """Read a message and write its files into a folder; raises Unreadable with a reason."""
    return _Reader(out).read(file, structure.read(file), depth=0)


class _Reader:
    """Gathers words and files from the parts."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.found = Read()

    def read(self, file: BinaryIO, root: Part, depth: int) -> Read:
        found = self.found
        if depth == 0:
            found.headers = _headers(root.headers)
            found.is_report = _is_report(root)
        words = list(self._words(file, root, depth))
        found.markdown = bool(words) and all(markdown for _text, markdown in words)
        whole = "\n\n".join(text.strip("\n") for text, _md in words if text.strip())
        found.whole = whole.replace("\0", "")  # which no database takes
        self._trim()
        return found

    def _trim(self) -> None:
        """Keep the writer's words, and of the pictures within the text those among them."""
        found = self.found
        trimmed = trim(found.whole)
        shown = set(_pictures(trimmed.kept))
        gone = set(_pictures(found.whole)) - shown
        kept = [file for file in found.files if not (file.inline and _names(file) & gone)]
        found.dropped = len(found.files) - len(kept)
        found.files = kept
        found.text = PLACEHOLDER.sub(" ", trimmed.kept).strip()[:LONGEST_KEPT]
        if found.markdown:  # a ruled line right below words would make them a heading
            found.text = RULED.sub(r"\n\g<0>", found.text)
        found.cut = trimmed.cut
        found.whole = PLACEHOLDER.sub(" ", found.whole).strip()[:LONGEST_KEPT]

    def _words(self, file: BinaryIO, part: Part, depth: int) -> Iterator[tuple[str, bool]]:
        """Yield the texts of a part in order, each with whether it is Markdown."""
        kind = part.content_type
        if part.is_multipart:
            yield from self._of_several(file, part, depth)
        elif kind in SIGNATURES or kind == "application/pgp-encrypted":
            return
        elif kind in SEALED:
            yield from self._sealed(file, part, depth)
        elif kind in TNEF or part.headers.file_name.lower() == "winmail.dat":
            yield from self._outlook(file, part)
        elif kind == "message/delivery-status":
            self.found.failures += report.read(bodies.text(file, part, LONGEST_TEXT // 4))
        elif kind in ("message/rfc822", "text/rfc822-headers", "message/global"):
            self._other_message(file, part)
        elif _is_text(part):
            yield self._text(file, part)
        else:
            self._keep(file, part)

    def _of_several(self, file: BinaryIO, part: Part, depth: int) -> Iterator[tuple[str, bool]]:
        kind = part.content_type
        if kind == "multipart/encrypted":
            raise Unreadable("encrypted")
        if kind == "multipart/alternative":
            yield from self._best(file, part, depth)
            return
        if kind == "multipart/appledouble":  # the second is the file, the first its Mac's half
            for inner in part.parts[1:]:
                yield from self._words(file, inner, depth)
            return
        for inner in part.parts:
            yield from self._words(file, inner, depth)
        if not part.parts:  # a boundary that never comes: all of it is text
            whole = Part(Headers(b""), part.start, part.end)
            yield self._text(file, whole)

    def _best(self, file: BinaryIO, part: Part, depth: int) -> Iterator[tuple[str, bool]]:
        """Of several ways to say the same, the plain text, else what has words; files of all."""
        said: list[tuple[str, bool]] = []
        for inner in part.parts:
            words = list(self._words(file, inner, depth))
            has_words = any(text.strip() for text, _md in words)
            if has_words and not any(text.strip() for text, _md in said):
                said = words
        yield from said

    def _text(self, file: BinaryIO, part: Part) -> tuple[str, bool]:
        headers = part.headers
        is_html = part.content_type in ("text/html", "application/xhtml+xml")
        raw = bodies.text(file, part, LONGEST_HTML if is_html else LONGEST_TEXT)
        text = decode(raw, headers.parameter("charset") or "utf-8")
        if is_html:
            return to_text(text), True
        if part.content_type == "text/enriched":
            return re.sub(r"<[^<>]{1,60}>", "", text), False
        if headers.parameter("format").lower() == "flowed":
            text = unflow(text, joined=headers.parameter("delsp").lower() == "yes")
        return text.replace("\r\n", "\n"), False

    def _sealed(self, file: BinaryIO, part: Part, depth: int) -> Iterator[tuple[str, bool]]:
        inside = smime.content(bodies.text(file, part, MOST_UNPACKED))
        if inside is None:
            raise Unreadable("encrypted")
        yield from self._unpacked(inside, depth)

    def _outlook(self, file: BinaryIO, part: Part) -> Iterator[tuple[str, bool]]:
        text, files = tnef.read(bodies.text(file, part, MOST_UNPACKED))
        for inner in files:
            self._write(inner.name or "file", "application/octet-stream", iter([inner.data]))
        if text and not self.found.whole:
            yield text, False

    def _other_message(self, file: BinaryIO, part: Part) -> None:
        """What a report gives back is looked at for its headers; what is attached is a file."""
        if self.found.is_report:
            raw = bodies.text(file, part, structure.MOST_HEADER_BYTES)
            head = re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[0]
            self.found.returned = _headers(Headers(head))
        else:
            self._keep(file, part)

    def _unpacked(self, raw: bytes, depth: int) -> Iterator[tuple[str, bool]]:
        """Read a message within: its own parts, in a file of its own."""
        if depth >= 3:
            raise Unreadable("depth")
        path = self.out / f"inside-{depth}"
        path.write_bytes(raw)
        with path.open("rb") as file:
            yield from self._words(file, structure.read(file), depth + 1)

    def _keep(self, file: BinaryIO, part: Part) -> None:
        headers = part.headers
        name = headers.file_name
        kind = part.content_type
        cid = headers.raw("Content-ID").strip("<> ")
        inline = headers.disposition != "attachment" and kind.startswith("image/")
        if not name:
            stem = "picture" if kind.startswith("image/") else "file"
            name = stem + ENDINGS.get(kind, "")
        self._write(name, kind, bodies.decoded(file, part), inline=inline, cid=cid)

    def _write(
        self, name: str, kind: str, blocks: Iterator[bytes], *, inline: bool = False, cid: str = ""
    ) -> None:
        if len(self.found.files) >= MOST_FILES:
            raise Unreadable("files")
        path = self.out / f"file-{len(self.found.files)}"
        with path.open("wb") as target:
            size = sum(target.write(block) for block in blocks)
        if size:
            self.found.files.append(Attached(path.name, name, kind, size, inline, cid))


def _is_text(part: Part) -> bool:
    """Text that is part of the letter, not a file with a name of its own."""
    kind = part.content_type
    if part.headers.disposition == "attachment" or kind == "text/calendar":
        return False
    if kind.startswith("text/") and part.headers.file_name:
        return part.headers.disposition == "inline" and kind == "text/plain"
    return kind in ("text/plain", "text/html", "text/enriched", "application/xhtml+xml", "text")


def _is_report(root: Part) -> bool:
    if root.content_type == "multipart/report":
        return root.headers.parameter("report-type").lower() in ("", "delivery-status")
    return any(part.content_type == "message/delivery-status" for part in root.parts)


def _headers(headers: Headers) -> dict[str, Any]:
    """Return what is asked of a message's headers, as plain values."""
    found: dict[str, Any] = {name.lower(): headers.get(name) for name in SINGLE}
    found |= {name.lower(): addresses(headers.all(name)) for name in ADDRESSED}
    found |= {name.lower(): headers.all(name) for name in SEVERAL}
    found["received"] = len(headers.all("Received"))
    return found


def _pictures(text: str) -> Iterator[str]:
    for found in PLACEHOLDER.findall(text):
        yield found.strip()[1:-1].partition(":")[2].strip().lower()


def _names(file: Attached) -> set[str]:
    return {name for name in (file.cid.lower(), file.name.lower()) if name}
