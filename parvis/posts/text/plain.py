"""Plain text as mails carry it: hard-wrapped, quoting, signed, with code and tables between.

Blocks of lines are told apart, then made into HTML: what others said before and signatures are
folded, code and aligned output stay as they were typed, wrapped lines flow again, lists are lists.
Signs that mean something in Markdown mean nothing here: ``**``, ``_``, ``#`` stay as they are.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

QUOTED: Final = "…"
SIGNATURE: Final = "--"
DEEPEST: Final = 6

_QUOTE: Final = re.compile(r"^ ?>")
_ATTRIBUTION: Final = re.compile(
    r"^\s*(?:(?:on|am|le|el|em|il|op|den|på|pe|w dniu|dňa|dne|tarihinde)\b.{4,300}|.{2,120}\s)"
    r"(?:wrote|writes|schrieb\w*|a écrit|a ?.crit|escribi\w*|escreveu|ha scritto|schreef|skrev|"
    r"napsal\w*|napisa\w*|a scris|yazd\w*|said)\b.{0,80}:\s*$",
    re.IGNORECASE | re.DOTALL,
)
_ORIGINAL: Final = re.compile(
    r"^\s*(?:-{2,}|_{5,})?\s*(?:original message|forwarded message|urspr\S*ngliche nachricht|"
    r"message d'origine|mensaje original|mensagem original|messaggio originale)\s*-*\s*$",
    re.IGNORECASE,
)
_FOOTER: Final = re.compile(r"^_{20,}\s*$")
_SCRUBBED: Final = re.compile(r"^-{6,} next part -{6,}\s*$")
_NOISE: Final = re.compile(r"^\s*\[\[alternative HTML version deleted\]\]\s*$")
_PROMPT: Final = re.compile(
    r"^> ?(?:[\w.$\[\]\"']+\s*(?:<-|<<-|=|\()|library|require|[\w.]+\s*$|[?#!]|for\s*\(|if\s*\()"
)
_ONE_WORD: Final = re.compile(r"^> ?[\w.]+\s*$")
_CODE: Final = re.compile(
    r"^(?: {4,}|\t)\S|^\S.* {3,}\S+ {2,}\S|^\S+\t.*\t|^\s*[|+][-=|+ ]{5,}"
    r"|^\s*[\w.$]+(?:\[[^\]]{0,40}\])? *<- *\S|^[\w.]+ {2,}= +\S"
    r"|^\s*(?:library|require)\([\w.\"]+\)|^\s*\}\s*(?:else.*)?$"
)
_MARKER: Final = re.compile(
    r"^\s*(?:(?:[-*•o+]|\(?\d{1,3}[.):]|\w[.)])\s+\S|[\w-]{2,14} ?: |[#%]|-{3,}|https?://)"
)
_FENCE: Final = re.compile(r"^ {0,3}(```+|~~~+)\s*[\w+-]{0,20}\s*$")
_ITEM: Final = re.compile(r"^( {0,3})([-*•+]|\d{1,3}[.)])[ ]+(?=\S)")
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"'\x00-\x1f]{3,2000}", re.IGNORECASE)
_TRAILING: Final = ".,;:!?)]}*_"


@dataclass
class Block:
    """Some lines that belong together: words, code, quote, list, or tail."""

    kind: str
    lines: list[str] = field(default_factory=list)
    heading: str = ""


def render(source: str, depth: int = 0) -> str:
    """Return HTML of a plain text."""
    lines = [line.rstrip().expandtabs(8) for line in source.split("\n")]
    if depth == 0:
        lines = [line for line in lines if not _NOISE.match(line)]
    return "".join(_html(block, depth) for block in _blocks(lines))


def _blocks(lines: list[str]) -> Iterator[Block]:
    at = 0
    while at < len(lines):
        block, after = _block(lines, at)
        if any(line.strip() for line in block.lines):
            yield block
        at = max(after, at + 1)


def _block(lines: list[str], at: int) -> tuple[Block, int]:
    """Read the block that begins at a line; returns it with where the next one begins."""
    line = lines[at]
    if line in {"--", "-- "} or _FOOTER.match(line) or _SCRUBBED.match(line):
        return _tail(lines, at)
    if _ORIGINAL.match(line):
        return Block("quote", lines[at + 1 :], line.strip(" -_")), len(lines)
    if (quote_at := _attributed(lines, at)) is not None:
        heading = " ".join(part.strip() for part in lines[at:quote_at] if part.strip())
        block, after = _quote(lines, quote_at)
        block.heading = heading
        return block, after
    if (marked := _fenced(lines, at) or _list(lines, at)) is not None:
        return marked
    if _CODE.match(line) or (_QUOTE.match(line) and _is_prompt(lines, at)):
        return _code(lines, at)
    return _quote(lines, at) if _QUOTE.match(line) else _words(lines, at)


def _fenced(lines: list[str], at: int) -> tuple[Block, int] | None:
    """Code between fences, if one opens here and is closed."""
    opened = _FENCE.match(lines[at])
    if not opened:
        return None
    ends = (end for end in range(at + 1, len(lines)) if lines[end].strip() == opened[1])
    end = next(ends, None)
    if end is None or end == at + 1:
        return None
    return Block("code", lines[at + 1 : end]), end + 1


def _list(lines: list[str], at: int) -> tuple[Block, int] | None:
    """A list: two items or more, marked alike, numbered in order; None where there is none."""
    first = _ITEM.match(lines[at])
    if not first:
        return None
    starts, end, mark = [at], at + 1, first[2]
    while end < len(lines):
        item = _ITEM.match(lines[end])
        if item and len(item[1]) <= len(first[1]) + 1:
            if not _follows(mark, item[2]):
                break
            starts.append(end)
            mark = item[2]
        elif not _goes_on(lines, end, len(first[0])):
            break
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    if len(starts) < 2:
        return None
    items = ["\n".join(lines[a:b]) for a, b in pairwise([*starts, end])]
    return Block("list", items, first[2]), end


def _follows(before: str, mark: str) -> bool:
    if before[-1] != mark[-1] or before[:-1].isdecimal() != mark[:-1].isdecimal():
        return False
    return not before[:-1] or int(mark[:-1]) == int(before[:-1]) + 1


def _goes_on(lines: list[str], at: int, margin: int) -> bool:
    """Tell whether a line belongs to the item above: indented, wrapped, or a gap between items."""
    line = lines[at]
    if not line.strip():
        after = lines[at + 1] if at + 1 < len(lines) else ""
        return bool(_ITEM.match(after))
    if _QUOTE.match(line) or _FENCE.match(line):
        return False
    indented = len(line) - len(line.lstrip()) >= min(margin, 2)
    return bool(lines[at - 1].strip()) and (indented or len(lines[at - 1]) >= 60)


def _attributed(lines: list[str], at: int) -> int | None:
    """Where the quote begins, if these lines (three at most) say who wrote it."""
    if not lines[at].strip():
        return None
    for count in (1, 2, 3):
        end = at + count
        if end > len(lines) or (count > 1 and not lines[end - 1].strip()):
            return None
        if _ATTRIBUTION.match(" ".join(lines[at:end])):
            while end < len(lines) and not lines[end].strip():
                end += 1
            return end if end < len(lines) and _QUOTE.match(lines[end]) else None
    return None


def _quote(lines: list[str], at: int) -> tuple[Block, int]:
    """Quoted lines, with empty ones between them and the odd line that a mailer broke off."""
    end = last = at
    while end < len(lines):
        if _QUOTE.match(lines[end]):
            last = end
        elif lines[end].strip() and not _broken_off(lines, end):
            break
        end += 1
    kept = [_QUOTE.sub("", line, count=1).removeprefix(" ") for line in lines[at : last + 1]]
    return Block("quote", kept), last + 1


def _broken_off(lines: list[str], at: int) -> bool:
    """Tell whether a short line between quoted ones was cut from the end of the one before."""
    return (
        at + 1 < len(lines)
        and bool(_QUOTE.match(lines[at - 1]))
        and bool(_QUOTE.match(lines[at + 1]))
        and len(lines[at]) < 20
        and len(lines[at - 1]) > 60
    )


def _is_prompt(lines: list[str], at: int) -> bool:
    """Tell whether these are commands typed at R's prompt rather than somebody's words."""
    run: list[str] = []
    for line in lines[at:]:
        if not line.startswith(">") or line.startswith(">>"):
            break
        run.append(line)
    if not any(_PROMPT.match(line) and not _ONE_WORD.match(line) for line in run):
        return False  # "> Ann" is somebody's name
    return 2 * sum(bool(_PROMPT.match(line)) for line in run) > len(run)


def _code(lines: list[str], at: int) -> tuple[Block, int]:
    """Code, output and tables: until an empty line after which words go on."""
    end = last = at
    while end < len(lines):
        line = lines[end]
        looks = bool(_CODE.match(line)) or (line.startswith(">") and _is_prompt(lines, end))
        if looks or (line.strip() and end == last + 1 and lines[last].startswith(">")):
            last = end
        elif line.strip() and not _between(lines, last, end):
            break
        end += 1
    return Block("code", lines[at : last + 1]), last + 1


def _between(lines: list[str], last: int, at: int) -> bool:
    """Tell whether a line that is no code itself stands directly between lines that are."""
    return at == last + 1 and at + 1 < len(lines) and bool(_CODE.match(lines[at + 1]))


def _tail(lines: list[str], at: int) -> tuple[Block, int]:
    """A signature, a list's footer or scrubbed attachments: to the end, or to a quote."""
    end = at + 1
    while end < len(lines):
        if _QUOTE.match(lines[end]) or _ORIGINAL.match(lines[end]):
            break
        if _attributed(lines, end) is not None:
            break
        end += 1
    return Block("tail", lines[at + 1 : end]), end


def _words(lines: list[str], at: int) -> tuple[Block, int]:
    end = at
    while end < len(lines) and lines[end].strip():
        if end > at and _block_begins(lines, end):
            break
        end += 1
    return Block("words", lines[at:end]), end


def _block_begins(lines: list[str], at: int) -> bool:
    line = lines[at]
    return bool(
        line in {"--", "-- "}
        or _FOOTER.match(line)
        or _SCRUBBED.match(line)
        or _ORIGINAL.match(line)
        or _QUOTE.match(line)
        or _CODE.match(line)
        or _fenced(lines, at) is not None
        or _list(lines, at) is not None
        or _attributed(lines, at) is not None
    )


def _html(block: Block, depth: int) -> str:
    if block.kind == "code":
        return f"<pre><code>{_linked(_dedented(block.lines))}\n</code></pre>\n"
    if block.kind == "words":
        return f"<p>{_flowing(block.lines)}</p>\n"
    if block.kind == "list":
        return _listed(block)
    if block.kind == "tail":
        return _folded(SIGNATURE, f"<p>{_kept(block)}</p>")
    return _quoted(block, depth)


def _quoted(block: Block, depth: int) -> str:
    if depth >= DEEPEST:
        return f"<blockquote><p>{_kept(block)}</p></blockquote>\n"
    inner = f"<blockquote>{render('\n'.join(block.lines), depth + 1)}</blockquote>"
    if depth:
        heading = f"<p>{_linked(block.heading)}</p>" if block.heading else ""
        return f"{heading}{inner}\n"
    summary = html.escape(block.heading) or QUOTED
    return _folded(summary, inner)


def _listed(block: Block) -> str:
    number = block.heading[:-1]
    tag, start = ("ol", f' start="{number}"' if number != "1" else "") if number else ("ul", "")
    said = []
    for item in block.lines:
        words = _ITEM.sub("", item, count=1)
        said.append(f"<li>{_flowing([line for line in words.split('\n') if line.strip()])}</li>")
    return f"<{tag}{start}>{''.join(said)}</{tag}>\n"


def _folded(summary: str, inner: str) -> str:
    return f'<details class="quoted"><summary>{summary}</summary>{inner}</details>\n'


def _kept(block: Block) -> str:
    return "<br>\n".join(_linked(line) for line in block.lines if line.strip())


def _dedented(lines: list[str]) -> str:
    margin = min((len(li) - len(li.lstrip()) for li in lines if li.strip()), default=0)
    return "\n".join(line[margin:] for line in lines)


def _flowing(lines: list[str]) -> str:
    """Let wrapped lines flow: where the next word would have fitted, the break was meant."""
    width = max(60, *(len(line) for line in lines)) if len(lines) > 1 else 60
    said = _linked(lines[0].strip())
    for before, line in pairwise(lines):
        first = line.split(maxsplit=1)[0]
        meant = len(before) + 1 + len(first) < width - 8 or _MARKER.match(line)
        said += ("<br>\n" if meant else "\n") + _linked(line.strip())
    return said


def _linked(text: str) -> str:
    """Escape a text and link its addresses."""
    said, at = [], 0
    for match in _ADDRESS.finditer(text):
        address = match[0].rstrip(_TRAILING)
        if match[0].startswith(address + ")") and "(" in address:
            address += ")"
        said.append(html.escape(text[at : match.start()]))
        said.append(f'<a href="{html.escape(address)}">{html.escape(address)}</a>')
        at = match.start() + len(address)
    said.append(html.escape(text[at:]))
    return "".join(said)
