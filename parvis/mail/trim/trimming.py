"""From kinds of lines to what is kept.

1. Each line gets its kind (``kinds.py``).
2. A signature's delimiter ends the writer's words; whatever was quoted below it goes as well.
3. Another mail's head, or an attribution above words that are not marked as quoted: all below is
   the other mail. With nothing of one's own above it, the other mail is what one passes on.
4. An attribution above marked quotes: answers below or between them are the writer's, and so are
   the quotes they stand between. A quote at the end is cut, and one on top with all answers below.
5. From the end: empty lines, telephone footers, disclaimers, rules, visiting cards.

Nothing is cut where nothing would be left.
"""

import re
from dataclasses import dataclass

from parvis.mail.trim import footers
from parvis.mail.trim.kinds import MOST_LINES, Kind, Line, read

LONGEST = 200_000
MOST_SIGNATURE_LINES = 16
QUOTE_MARKS = re.compile(r"^[>\s]+")
ONLY_SHAPE = (Kind.EMPTY, Kind.RULE, Kind.MOBILE, Kind.SIGNATURE)


@dataclass(frozen=True)
class Trimmed:
    """The words to keep, and whether anything worth reading was cut."""

    kept: str
    cut: bool


def trim(text: str) -> Trimmed:
    """Return what somebody wrote themselves in a mail's plain text; never empty for one with
    words.
    """
    lines = read(text[:LONGEST])
    whole = _join(lines)
    kept = _without_signature(lines)
    kept = _without_other_mail(kept)
    kept = _without_end(kept)
    done = _join(kept)
    if not done:
        done = _join(_without_end([line for line in lines if line.kind not in MARKS])) or whole
    if not _has_words(lines) and _says_nothing(lines):
        done = ""
    shortened = len(text) > LONGEST or text.count("\n") >= MOST_LINES
    return Trimmed(done, shortened or done != whole)


MARKS = (Kind.ATTRIBUTION, Kind.HEAD, Kind.SEPARATOR)


def _join(lines: list[Line]) -> str:
    return "\n".join(line.text for line in lines).strip("\n").rstrip()


def _has_words(lines: list[Line]) -> bool:
    return any(line.kind is Kind.TEXT for line in lines)


def _without_signature(lines: list[Line]) -> list[Line]:
    """Cut at a signature's delimiter, unless much of the writer's own text stands below it."""
    said = False
    for position, line in enumerate(lines):
        said = said or line.kind in (Kind.TEXT, Kind.QUOTE)
        if line.kind is not Kind.SIGNATURE or not said:
            continue
        below = _up_to_other_mail(lines[position + 1 :])
        if _count_words(below) <= MOST_SIGNATURE_LINES:
            return lines[:position]
    return lines


def _says_nothing(lines: list[Line]) -> bool:
    """Quotes of quotes of nothing: all that is quoted are attributions."""
    if not _has_quotes(lines):
        return False
    inside = [QUOTE_MARKS.sub("", line.text) for line in lines]
    return not any(line.kind in (Kind.TEXT, Kind.QUOTE) for line in read("\n".join(inside)))


def _has_quotes(lines: list[Line]) -> bool:
    return any(line.kind is Kind.QUOTE for line in lines)


def _up_to_other_mail(lines: list[Line]) -> list[Line]:
    for position, line in enumerate(lines):
        if line.kind in (*MARKS, Kind.QUOTE):
            return lines[:position]
    return lines


def _count_words(lines: list[Line]) -> int:
    return sum(line.kind is Kind.TEXT for line in lines)


def _without_other_mail(lines: list[Line]) -> list[Line]:
    for position, line in enumerate(lines):
        if line.kind not in MARKS:
            continue
        above, below = lines[:position], lines[position + 1 :]
        if _has_words(above):
            if line.kind is not Kind.ATTRIBUTION or not _is_quoted_below(below):
                return above
            farewell = _farewell_below(below)
            if farewell:
                return [*above, *farewell]
            continue
        if line.kind is Kind.ATTRIBUTION and _is_quoted_below(below):
            answer = _answer_below(below)
            if answer is not None:
                return answer
    return [line for line in lines if line.kind not in MARKS]


def _is_quoted_below(lines: list[Line]) -> bool:
    """Tell whether marked quotes follow at once."""
    for line in lines:
        if line.kind not in (Kind.EMPTY, *MARKS):
            return line.kind is Kind.QUOTE
    return False


def _farewell_below(lines: list[Line]) -> list[Line]:
    """Return a greeting and a name that stand below the whole quote, with nothing between."""
    last_quote = max(at for at, line in enumerate(lines) if line.kind is Kind.QUOTE)
    below = lines[last_quote + 1 :]
    if _has_words(lines[:last_quote]) or not footers.is_farewell([one.text for one in below]):
        return []
    return below


def _answer_below(lines: list[Line]) -> list[Line] | None:
    """Return the answer where it stands in one piece below one quote, and nowhere else."""
    kinds = [line.kind for line in lines]
    last_quote = max(at for at, kind in enumerate(kinds) if kind is Kind.QUOTE)
    below = lines[last_quote + 1 :]
    if _has_words(below) and not _has_words(lines[:last_quote]):
        return [line for line in below if line.kind not in MARKS]
    return None


def _without_end(lines: list[Line]) -> list[Line]:
    """Cut from the end what nobody wrote, and quotes that nothing was said to."""
    lines = _without_mobile(lines)
    if _ends_in_a_quotation(lines):
        return lines
    while lines:
        shorter = _one_off(lines)
        if len(shorter) == len(lines) or not _left(shorter):
            break
        lines = shorter
    return lines


def _ends_in_a_quotation(lines: list[Line]) -> bool:
    """Tell whether the writer quotes something at the end: "Ann says:", then no mail's quote."""
    end = _end_of_text(lines)
    if end is None or not lines[end].text.rstrip().endswith((":", "：")):
        return False
    quote = [QUOTE_MARKS.sub("", line.text) for line in lines[end + 1 :]]
    kinds = {line.kind for line in read("\n".join(quote))}
    return Kind.TEXT in kinds and not kinds & set(MARKS)


def _end_of_text(lines: list[Line]) -> int | None:
    """Return where the last words are, if nothing but a quote follows them."""
    for at in range(len(lines) - 1, -1, -1):
        if lines[at].kind is Kind.TEXT:
            return at if any(line.kind is Kind.QUOTE for line in lines[at:]) else None
        if lines[at].kind not in (Kind.QUOTE, Kind.EMPTY):
            return None
    return None


def _left(lines: list[Line]) -> bool:
    return any(line.kind in (Kind.TEXT, Kind.QUOTE) for line in lines)


def _without_mobile(lines: list[Line]) -> list[Line]:
    """Telephones' footers go wherever they stand, while there are words without them."""
    left = [line for line in lines if line.kind is not Kind.MOBILE]
    return left if _left(left) else lines


def _one_off(lines: list[Line]) -> list[Line]:
    last = lines[-1]
    if last.kind in ONLY_SHAPE:
        return lines[:-1]
    if last.kind is Kind.QUOTE and _has_words(lines):
        return lines[:-1]
    if last.kind is Kind.TEXT:
        return _without_paragraph(lines)
    return lines


def _without_paragraph(lines: list[Line]) -> list[Line]:
    """Cut the last paragraph if it is a disclaimer, or the card below a greeting and a name."""
    start = len(lines)
    while start and lines[start - 1].kind is Kind.TEXT:
        start -= 1
    paragraph = " ".join(line.text for line in lines[start:])[:5_000].lower()
    if footers.is_disclaimer(paragraph):
        return lines[:start]
    after_rule = _after_rule(lines)
    if after_rule is not None:
        return lines[:after_rule]
    card = footers.visiting_card([line.text[:200] for line in lines[-20:]])
    if card is not None:
        return lines[: max(len(lines) - 20, 0) + card]
    return lines


def _after_rule(lines: list[Line]) -> int | None:
    """Return where a rule stands with nothing but a signature's few short lines below it."""
    for position in range(len(lines) - 1, -1, -1):
        line = lines[position]
        if line.kind is Kind.RULE and _has_words(lines[:position]):
            below = [
                line.text[:200] for line in lines[position + 1 :] if line.kind is not Kind.EMPTY
            ]
            return position if _looks_like_signature(line.text, below) else None
        if line.kind not in (Kind.TEXT, Kind.EMPTY):
            return None
    return None


def _looks_like_signature(rule: str, below: list[str]) -> bool:
    if "___" in rule:  # nobody draws with underscores but mail programs and lists
        return len(below) <= 10
    short = len(below) <= 6 and all(len(text.split()) <= 8 for text in below)
    return short and any(footers.CONTACT.search(text.lower()) for text in below)
