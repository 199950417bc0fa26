"""The head of a quoted or passed-on mail: "From: … Sent: … To: …", and separators above it."""

import re
from collections.abc import Sequence
from typing import Final

from parvis.mail.trim import vocabulary

MOST_LINES: Final = 14
MOST_BETWEEN: Final = 2

KINDS: Final = {
    name: kind
    for kind, names in (
        ("other", vocabulary.OTHER_FIELD),
        ("subject", vocabulary.SUBJECT),
        ("recipient", vocabulary.RECIPIENT),
        ("sent", vocabulary.SENT),
        ("sender", vocabulary.SENDER),
    )
    for name in names
}
FIELD: Final = re.compile(r"^[\s*_|>]*([^\s:：*][^:：*]{0,24}?)\s*[*_]*\s*[:：]\s*[*_]*\s*(.*)$")
DASHES: Final = r"[-_=*~—–#\s>]"
SEPARATOR: Final = re.compile(
    rf"^(?:{DASHES}*[-_=—–]{{2,}}{DASHES}*|[\s>*]*)(?:{'|'.join(vocabulary.PASSED_ON)})"
    rf"\s*(?:{DASHES}*[-_=—–]{{2,}}{DASHES}*)$"
)
APPLES: Final = re.compile(rf"^[\s>*]*(?:{'|'.join(vocabulary.PASSED_ON_LINE)})\s*[:：]?[\s*]*$")
ABOVE: Final = re.compile(rf"^[\W_]*(?:{'|'.join(vocabulary.ABOVE_THIS_LINE)})\b.{{0,40}}$")
# Whatever a program writes between dashes right above another mail's head.
BETWEEN_DASHES: Final = re.compile(r"^[\s>*]*[-_=—–]{3,}(?:[^-_=]|-(?!-)){3,60}[-_=—–]{3,}\s*$")
GROUPWISE: Final = re.compile(r"^>>>\s.{3,120}\d\d?[:.]\d\d\S*(?:\s[ap]m)?\s>>>$")
# Old Notes: a name in the directory's way, a date, then fields on lines of their own.
NOTES_NAME: Final = re.compile(r"^[\w .,'’-]{3,50}(?:/[\w .-]{1,20}){1,4}(?:@[\w.-]{1,30})?$")
NOTES_DATE: Final = re.compile(r"^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\s+\d{1,2}[:.]\d\d(?:\s?[ap]m)?$")
IN_ONE_LINE: Final = re.compile(
    r"^[\s*]*(?:"
    + "|".join(re.escape(name) for name in vocabulary.SENDER)
    + r")[\s*]*[:：].{3,150}?\b(?:"
    + "|".join(re.escape(name) for name in vocabulary.SENT)
    + r")[\s*]*[:：].{3,150}?\b(?:"
    + "|".join(re.escape(name) for name in (*vocabulary.RECIPIENT, *vocabulary.SUBJECT))
    + r")[\s*]*[:：]"
)


def is_separator(line: str) -> bool:
    """Tell whether the (lower-cased) line says that another mail begins below it."""
    return len(line) < 160 and bool(
        SEPARATOR.match(line) or APPLES.match(line) or ABOVE.match(line) or GROUPWISE.match(line)
    )


def kind(line: str) -> str:
    """Return what a header line says ("sender", "sent", …), or "" for any other line."""
    found = FIELD.match(line)
    return KINDS.get(" ".join(found.group(1).split()), "") if found else ""


def span(lines: Sequence[str], start: int, *, below_separator: bool = False) -> int:
    """Return how many lines from ``start`` are the head of another mail; 0 where none is.

    A head has a sender and two more kinds of fields (below a separator: two kinds of any);
    a field may go on in the next lines.
    """
    if IN_ONE_LINE.match(lines[start][:600]):
        return 1
    if NOTES_NAME.match(lines[start]):
        return _notes(lines, start)
    if not kind(lines[start]):
        return 0
    found: list[str] = []
    end, between = start, 0
    for position in range(start, min(start + MOST_LINES, len(lines))):
        what = kind(lines[position])
        if what:
            found.append(what)
            end, between = position, 0
            continue
        between += 1
        empty = not lines[position].strip()
        if between > MOST_BETWEEN or (empty and _is_head(found, below_separator)):
            break
    return end - start + 1 + _rest(lines, end) if _is_head(found, below_separator) else 0


def _notes(lines: Sequence[str], start: int) -> int:
    """Count the lines of old Notes' head, up to the subject."""
    below = [at for at in range(start + 1, min(start + 14, len(lines))) if lines[at].strip()]
    if len(below) < 3 or not NOTES_DATE.match(lines[below[0]].strip()):
        return 0
    named = {lines[at].strip(" :") for at in below}
    if not named & set(vocabulary.RECIPIENT) or not named & set(vocabulary.SUBJECT):
        return 0
    subject = next(at for at in below if lines[at].strip(" :") in vocabulary.SUBJECT)
    return subject + 1 - start


def _is_head(found: list[str], below_separator: bool) -> bool:
    kinds = set(found) - {"other"}
    return len(kinds) >= 2 if below_separator else "sender" in kinds and len(kinds) >= 3


def _rest(lines: Sequence[str], end: int) -> int:
    """Count the lines in which the last field goes on: up to an empty line, two at most."""
    for more in range(1, 4):
        if end + more >= len(lines) or not lines[end + more].strip():
            return more - 1
    return 0
