"""What a file is, told from its bytes; its name is only a hint, and never a path."""

import re
from pathlib import PurePosixPath
from typing import Final

import puremagic
from django.utils.translation import gettext as _

from parvis.kernel.errors import Refused

UNKNOWN: Final = "application/octet-stream"
PICTURE_ENDINGS: Final = frozenset({".jpg", ".jpeg", ".jpe", ".png", ".gif", ".webp", ".avif"})
PROGRAM_ENDINGS: Final = frozenset(
    {"", ".exe", ".dll", ".msi", ".sys", ".scr", ".com", ".so", ".o", ".ko", ".dylib", ".bin"}
)
PROGRAMS: Final = (
    b"MZ",
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
)
TEXTS: Final = {
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".md": "text/markdown",
    ".json": "application/json",
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
    ".ics": "text/calendar",
    ".vcf": "text/vcard",
    ".js": "text/javascript",
    ".css": "text/css",
}
# Sent under their own name; everything else as plain bytes, so that no page can use an upload
# as a script, a style or a document.
HARMLESS: Final = frozenset(
    {
        "application/pdf",
        "application/zip",
        "text/plain",
        "text/csv",
        "image/jpeg",
        "image/png",
        "image/gif",
        "image/webp",
        "image/avif",
        "audio/mpeg",
        "audio/ogg",
        "audio/wav",
        "audio/mp4",
        "video/mp4",
        "video/webm",
        "video/quicktime",
    }
)
HEAD: Final = 64 * 1024

_MARKUP = re.compile(
    rb"<(?P<tag>html|svg|script|body|head|iframe|math|!doctype\s+(?:html|svg))\b", re.IGNORECASE
)
# Control characters, and those that turn the reading direction round to disguise an ending.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def clean_name(name: str | None) -> str:
    """Return a name fit to be shown and offered for download: no path, no unseen characters."""
    base = _UNSEEN.sub("", name or "").replace("\\", "/").rsplit("/", 1)[-1].strip(" .")
    if not base:
        return _("File")
    ending = PurePosixPath(base).suffix[:20]
    return base if len(base) <= 200 else base[: 200 - len(ending)] + ending


def ending_of(name: str) -> str:
    """Return a name's ending in lower case, with its dot; empty where there is none."""
    return PurePosixPath(name).suffix.lower()


def recognise(head: bytes, name: str) -> str:
    """Return the media type of a file that is no picture, from its first bytes.

    Raises Refused where name and bytes contradict each other to deceive: a "picture" that is
    none, a program under the name of something else.
    """
    ending = ending_of(name)
    if ending in PICTURE_ENDINGS:
        raise Refused(_("“%(name)s” is named like a picture, but it is not one.") % {"name": name})
    if head.startswith(PROGRAMS) and ending not in PROGRAM_ENDINGS:
        raise Refused(_("“%(name)s” is a program under another name.") % {"name": name})
    return _markup(head) or _known(head, ending) or _text(head, ending) or UNKNOWN


def sent_as(content_type: str) -> str:
    """Return the media type under which a file goes out."""
    return content_type if content_type in HARMLESS else UNKNOWN


def _markup(head: bytes) -> str | None:
    """Tell pages and drawings that can carry scripts, however they begin."""
    plain = head.replace(b"\x00", b"")  # UTF-16 as well
    start = plain.removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe \t\r\n")
    found = _MARKUP.search(plain)
    if not start.startswith(b"<") or not found:
        return None
    return "image/svg+xml" if b"svg" in found["tag"].lower() else "text/html"


def _known(head: bytes, ending: str) -> str | None:
    try:
        guesses = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return None
    named = [guess for guess in guesses if guess.extension == ending and guess.mime_type]
    sure = [guess for guess in guesses if guess.confidence >= 0.4 and guess.mime_type]
    best = (named or sure)[:1]
    return best[0].mime_type.lower()[:100] if best else None


def _text(head: bytes, ending: str) -> str | None:
    if b"\x00" in head:
        return None
    try:
        head[: len(head) - 4 if len(head) >= HEAD else None].decode()
    except UnicodeDecodeError:
        return TEXTS.get(ending) if ending in TEXTS or ending == ".txt" else None
    return TEXTS.get(ending, "text/plain")
