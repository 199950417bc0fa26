"""Lines that announce a quoted mail: "On Monday, Ann wrote:", in whatever language.

An attribution has a date or an address, ends in a colon (or in the verb), and begins as such
lines begin; programs break it over several lines.
"""

import re
from collections.abc import Sequence
from typing import Final

from parvis.mail.trim import vocabulary

MOST_LINES: Final = 4
MOST_LINES_APART: Final = 7
LONGEST: Final = 320

ADDRESS: Final = re.compile(r"[\w.+%=-]{1,90}@[\w-]{1,63}(\.[\w-]{1,63})*|<mailto:")
TIME: Final = re.compile(r"\b\d{1,2}\s?[:.h]\s?\d{2}\b|\b\d{1,2} ?(am|pm|uhr|h)\b")
YEAR: Final = re.compile(
    r"\b(19|20|٢٠|۲۰)\d\d\b|\d{4}\s?[年년]|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b"
)
ISO_START: Final = re.compile(
    r"^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[ ,T]+(\d{1,2}:\d{2}(:\d{2})?)?\s*"
    r"((gmt|utc)?[+-]\d{1,2}:?\d{2})?\b"
)
NAME_THEN_ADDRESS: Final = re.compile(
    r"^[\"'“«]?(?:[^\s<>:@]+\s+){0,7}[^\s<>:@]*\s*[<(\[]?\s*(mailto:)?[\w.+%=-]{1,90}@[\w.-]{1,200}"
)
ENDING: Final = re.compile(r"[:：]\s*[*_>-]*\s*$")
VERB: Final = re.compile(
    r"(?:(?<!\w)(?:" + "|".join(vocabulary.WROTE) + r")(?!\w)|"
    r"(?:" + "|".join(vocabulary.WROTE_UNSPACED) + r"))"
)
VERB_AT_END: Final = re.compile(VERB.pattern + r"\s*[:：]?\s*[*_>-]*\s*$")
STARTING: Final = re.compile(
    r"^[-*_\s\"“«(]*(?:(?:"
    + "|".join(sorted((re.escape(word) for word in vocabulary.AT_FIRST), key=len, reverse=True))
    + r")(?!\w)|"
    + "|".join(vocabulary.AT_FIRST_UNSPACED)
    + r")"
)
DIGIT: Final = re.compile(r"\d")
DATE_START: Final = re.compile(r"^[-*\s]*(?:\w{1,15}\.?,?\s+)?\d{1,4}[\s./年년-]")
# "Who wrote:", "I wrote:" are the writer's own words.
OTHERS: Final = re.compile(
    r"^\W*(i|we|you|who|as|and|je|j|nous|qui|ich|wir|wer|yo|quien|eu|io|chi)\b"
)
# "… wrote:   the quoted words", as Yahoo's program on Android has it.
IN_ONE_LINE: Final = re.compile(rf"^(.{{20,300}}?{VERB.pattern}\s?[:：])\s{{2,}}\S")
QUOTING: Final = re.compile(r"^[>\s]+")


def span(lines: Sequence[str], start: int) -> int:
    """Return how many lines from ``start`` are one attribution; 0 where none begins there.

    The lines are lower-cased already.
    """
    first = lines[start]
    if not first or not _may_begin(first):
        return 0
    in_one = IN_ONE_LINE.match(first)
    if in_one and ADDRESS.search(in_one[1]) and is_attribution(in_one[1].strip()):
        return 1
    joined = ""
    patience = MOST_LINES_APART if _surely_begins(first) else MOST_LINES
    for count, line in enumerate(lines[start : start + patience], 1):
        if not line.strip() and patience == MOST_LINES:
            return 0
        joined = f"{joined} {QUOTING.sub('', line) if count > 1 else line}".strip()
        if len(joined) > LONGEST or (count > 1 and _surely_begins(line)):
            return 0
        if is_attribution(joined) or _is_above_quote(joined, lines, start + count):
            return count
    return 0


def is_attribution(line: str) -> bool:
    """Tell whether the whole (lower-cased) line announces a quoted mail."""
    dated = bool(YEAR.search(line) or TIME.search(line))
    addressed = bool(ADDRESS.search(line))
    if not (dated or addressed):
        return False
    if ENDING.search(line):
        return _with_colon(line, dated=dated, addressed=addressed)
    if VERB_AT_END.search(line):
        return dated and (bool(STARTING.match(line)) or bool(DATE_START.match(line)))
    iso = ISO_START.match(line)
    return bool(iso and iso.group(1) and iso.group(3) and len(line) - iso.end() < 60)


def _with_colon(line: str, *, dated: bool, addressed: bool) -> bool:
    starts = bool(STARTING.match(line) or DATE_START.match(line) or ISO_START.match(line))
    if VERB.search(line):
        if starts and (dated or addressed):
            return not _is_prose(line)
        return bool(NAME_THEN_ADDRESS.match(line)) or (dated and _is_name_verb_date(line))
    if ISO_START.match(line) or DATE_START.match(line):
        return addressed or bool(ISO_START.match(line) and len(line) < 80 and TIME.search(line))
    return starts and dated and addressed and bool(re.search(r"[>)\]]\s*[:：]", line[-6:]))


def _is_name_verb_date(line: str) -> bool:
    """ "Ann Bell schrieb am 3.5.2020 um 10:00:" """
    verb = VERB.search(line)
    if verb is None or line[: verb.start()].count(" ") > 5:
        return False
    return bool(YEAR.search(line, verb.end()) or TIME.search(line, verb.end()))


def _is_prose(line: str) -> bool:
    """A sentence that has ended within the line, and another that speaks of writing."""
    verb = VERB.search(line)
    before = line[: verb.start()] if verb else line
    return bool(re.search(r"[a-zà-ÿ]{4,}[.!?] [a-z]{3,} ", before)) and not ADDRESS.search(line)


def _is_above_quote(line: str, lines: Sequence[str], after: int) -> bool:
    """A name alone, or an address, or no colon at the end: enough right above marked quotes."""
    below = next((text for text in lines[after : after + 3] if text.strip()), "")
    if not below.startswith((">", "|")) or len(line) > 160:
        return False
    if ISO_START.match(line) and line.endswith(">") and ADDRESS.search(line):
        return True
    if not ENDING.search(line):
        return False
    if ADDRESS.search(line) or (YEAR.search(line) and TIME.search(line)):
        return True
    verb = VERB_AT_END.search(line)
    return bool(verb and 0 < len(line[: verb.start()].split()) <= 3 and not OTHERS.match(line))


def _may_begin(line: str) -> bool:
    return bool(
        STARTING.match(line)
        or DATE_START.match(line)
        or ISO_START.match(line)
        or (ADDRESS.search(line) and NAME_THEN_ADDRESS.match(line))
        or VERB.search(line)
        or (DIGIT.search(line) and YEAR.search(line))
        or (ADDRESS.search(line) and ENDING.search(line))
    )


def _surely_begins(line: str) -> bool:
    return bool(STARTING.match(line) and YEAR.search(line) and TIME.search(line))
