"""What each line of a mail is."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from parvis.mail.trim import attributions, footers, headers


class Kind(Enum):
    """A line's kind."""

    TEXT = auto()
    EMPTY = auto()
    QUOTE = auto()
    ATTRIBUTION = auto()  # "On Monday, Ann wrote:"
    HEAD = auto()  # "From: …" of another mail
    SEPARATOR = auto()  # "-----Original Message-----"
    SIGNATURE = auto()  # "-- "
    RULE = auto()  # "_____"
    MOBILE = auto()  # "Sent from my telephone"


@dataclass(frozen=True)
class Line:
    """A line and what it is."""

    text: str
    kind: Kind


LONG: Final = 62
LONGEST: Final = 700
MOST_LINES: Final = 6_000
FENCE: Final = re.compile(r"^\s{0,3}(```|~~~)")
QUOTED: Final = re.compile(r"^\s{0,4}>|^\|(?:\s[^|]*)?$")
# "Ann> ": how some programs quote; and what is a console's.
NAMED: Final = re.compile(r"^\s{0,8}([a-z]{1,12})>+(?:\s|$)")
PROMPTS: Final = frozenset(
    {"mysql", "mariadb", "sql", "sqlite", "psql", "postgres", "ftp", "sftp", "irb", "ghci", "mongo"}
    | {"redis", "ps", "telnet", "octave", "gdb", "pdb", "iex", "julia", "scala", "cmd", "router"}
)
RULE: Final = re.compile(r"^\s*([-_=*#~+—–─━·.])(?:\s?\1){2,}\s*$")
SIGNATURE: Final = re.compile(r"^\s{0,3}(?:--|—|––|__|-- \*?)\s*$")
DIRECTION: Final = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
BREAKS: Final = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
GOES_ON: Final = re.compile(r"^(?:[a-zà-ÿ]|https?://|\d)")


def read(text: str) -> list[Line]:
    """Cut a text into lines and tell what each is."""
    raw = BREAKS.sub("\n", text).split("\n")[:MOST_LINES]
    lowered = [_plain(line) for line in raw]
    kinds: list[Kind | None] = [None] * len(raw)
    _mark_fences(lowered, kinds)
    for position, line in enumerate(lowered):
        if kinds[position] is None:
            kinds[position] = _own_kind(line)
    _mark_wrapped_quotes(lowered, kinds)
    _mark_heads(lowered, kinds)
    _mark_attributions(lowered, kinds)
    _mark_named_quotes(lowered, kinds)
    return [Line(line.rstrip(), kind or Kind.TEXT) for line, kind in zip(raw, kinds, strict=True)]


def _plain(line: str) -> str:
    """Return the line as the rules read it: lower case, no marks of direction, plain spaces.

    Of a line as long as a page, its beginning tells what it is.
    """
    line = line[:LONGEST].replace("&lt;", "<")
    folded = unicodedata.normalize("NFC", DIRECTION.sub("", line))
    return folded.replace("&gt;", ">").replace("\xa0", " ").replace("\u202f", " ").lower().rstrip()


def _own_kind(line: str) -> Kind | None:
    if not line.strip():
        return Kind.EMPTY
    if QUOTED.match(line) and not (footers.is_mobile(line) or headers.GROUPWISE.match(line)):
        return Kind.QUOTE
    if SIGNATURE.match(line):
        return Kind.SIGNATURE
    if RULE.match(line):
        return Kind.RULE
    if headers.is_separator(line):
        return Kind.SEPARATOR
    return Kind.MOBILE if footers.is_mobile(line) else None


def _mark_fences(lines: Sequence[str], kinds: list[Kind | None]) -> None:
    """Whatever stands in a closed fence of code is text."""
    fences = [at for at, line in enumerate(lines) if FENCE.match(line)]
    for start, end in zip(fences[::2], fences[1::2], strict=False):
        kinds[start : end + 1] = [Kind.TEXT] * (end + 1 - start)


def _mark_wrapped_quotes(lines: Sequence[str], kinds: list[Kind | None]) -> None:
    """A program that breaks quoted lines leaves the second half without its mark."""
    for at in range(1, len(lines) - 1):
        between = kinds[at - 1] is Kind.QUOTE and kinds[at + 1] is Kind.QUOTE
        before = lines[at - 1]
        broken = len(before) >= LONG and not before.endswith((".", "?", "!"))
        if kinds[at] is None and between and broken and GOES_ON.match(lines[at]):
            kinds[at] = Kind.QUOTE


def _mark_heads(lines: Sequence[str], kinds: list[Kind | None]) -> None:
    at = 0
    while at < len(lines):
        count = 0
        if kinds[at] is None:
            count = headers.span(lines, at, below_separator=_below_separator(kinds, at))
        if count:
            kinds[at : at + count] = [Kind.HEAD] * count
            _mark_dashes_above(lines, kinds, at)
        at += count or 1


def _mark_dashes_above(lines: Sequence[str], kinds: list[Kind | None], at: int) -> None:
    """Whatever stands between dashes right above a head announces it, in any language."""
    above = at - 1
    while above > 0 and kinds[above] is Kind.EMPTY:
        above -= 1
    near = above >= 0 and kinds[above] is None
    if near and headers.BETWEEN_DASHES.match(lines[above].replace("&nbsp;", " ")):
        kinds[above] = Kind.SEPARATOR


def _below_separator(kinds: Sequence[Kind | None], at: int) -> bool:
    while at and kinds[at - 1] is Kind.EMPTY:
        at -= 1
    return bool(at) and kinds[at - 1] is Kind.SEPARATOR


def _mark_attributions(lines: Sequence[str], kinds: list[Kind | None]) -> None:
    at = 0
    while at < len(lines):
        count = attributions.span(lines, at) if kinds[at] is None else 0
        if count and all(kind in (None, Kind.EMPTY, Kind.QUOTE) for kind in kinds[at : at + count]):
            kinds[at : at + count] = [Kind.ATTRIBUTION] * count
        at += count or 1


def _mark_named_quotes(lines: Sequence[str], kinds: list[Kind | None]) -> None:
    """Below an attribution, "Ann> " at a line's beginning is a quote."""
    if Kind.ATTRIBUTION not in kinds:
        return
    for at in range(kinds.index(Kind.ATTRIBUTION), len(lines)):
        named = NAMED.match(lines[at]) if kinds[at] is None else None
        if named and named.group(1) not in PROMPTS:
            kinds[at] = Kind.QUOTE
