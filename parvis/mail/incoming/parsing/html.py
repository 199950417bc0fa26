"""HTML to the text one would have typed: Markdown, quotes as "> ", no styles, no pictures."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Final

SKIPPED: Final = frozenset({"script", "style", "head", "title", "template", "object", "svg"})
BLOCKS: Final = frozenset(
    {"p", "div", "table", "tr", "ul", "ol", "section", "article", "header", "footer", "center"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "address", "dl", "dt", "dd", "body", "fieldset"}
)
APART: Final = frozenset({"p", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6"})
MARKS: Final = {"b": "**", "strong": "**", "i": "*", "em": "*", "s": "~~", "del": "~~"}
SIGNATURES: Final = re.compile(
    r"gmail_signature|moz-signature|protonmail_signature|yahoo-signature|^signature$|ms-outlook-mobile",
    re.IGNORECASE,
)
OUTLOOKS_REPLY: Final = re.compile(
    r"divRplyFwdMsg|appendonsend|mail-editor-reference-message", re.IGNORECASE
)
# Signs that would become marks although they were typed as such; not those of a ruled line.
TYPED_MARKS: Final = re.compile(
    r"(?<![\w*_~\\])(?:\*{1,3}|_{1,3}|~~)(?=[^\s*_~])|(?<=[^\s*_~\\])(?:\*{1,3}|_{1,3}|~~)(?![\w*_~])"
)
TYPED_FIELD: Final = re.compile(r"^\s*\*[^*:]{1,25}:\s?\*")
TYPED_HEADING: Final = re.compile(r"^#{1,6}(?=\s)")
VOID: Final = frozenset({"br", "hr", "img", "meta", "link", "input", "col", "area", "base", "wbr"})
SPACES: Final = re.compile(r"[ \t\r\n\f]+")
DEEPEST: Final = 400


def to_text(source: str) -> str:
    """Return the text of an HTML mail; whatever it holds, something comes out."""
    reader = _Reader()
    # A comment that never ends hides the rest, for browsers too; the library would look for its
    # end from each beginning.
    unended = source.find("<!--", source.rfind("-->") + 1)
    reader.feed(source if unended < 0 else source[:unended])
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    """Writes lines while it reads; keeps a stack of what each open element will undo."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.line = ""
        self.quote = 0
        self.skipping = 0
        self.pre = 0
        self.lists: list[int] = []
        self.open: list[tuple[str, Callable[[], None] | None]] = []

    def text(self) -> str:
        """Return what has been written, with at most one empty line between paragraphs."""
        self._break()
        joined = "\n".join(self.lines)
        return re.sub(r"\n(?:(?:> ?)*\n){2,}", "\n\n", joined).strip("\n")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, a mark, a quote."""
        given = {name: value or "" for name, value in attrs}
        if tag == "br":
            self._break()
        elif tag == "hr":
            self._rule()
        elif tag == "img":
            self._picture(given)
        if tag in VOID or len(self.open) > DEEPEST:
            return
        if tag in ("p", "li", "tr", "td", "th", "option"):
            self._close_forgotten(tag)
        self.open.append((tag, self._begin(tag, given)))

    def handle_endtag(self, tag: str) -> None:
        """End the innermost such element and all that was left open within."""
        if not any(name == tag for name, _undo in self.open):
            return
        while self.open:
            name, undo = self.open.pop()
            if undo is not None:
                undo()
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        """Write words; line breaks count in preformatted text only."""
        if self.skipping:
            return
        if self.pre:
            first, *others = data.split("\n")
            self.line += first
            for other in others:
                self._break()
                self.line = other
            return
        words = _as_typed(SPACES.sub(" ", data), begins=not self.line)
        self.line += words.lstrip() if not self.line or self.line.endswith(" ") else words

    def _begin(self, tag: str, given: dict[str, str]) -> Callable[[], None] | None:
        """Do what an element begins with; returns what its end does."""
        name = f"{given.get('id', '')} {given.get('class', '')}"
        if tag in SKIPPED or SIGNATURES.search(name) or "display:none" in given.get("style", ""):
            self.skipping += 1
            return self._unskip
        if OUTLOOKS_REPLY.search(name):
            self._rule()
        own: dict[str, Callable[[], Callable[[], None] | None]] = {
            "blockquote": self._quote,
            "pre": self._preformatted,
            "li": self._item,
            "a": lambda: self._link(given.get("href", "")),
        }
        if tag in own:
            return own[tag]()
        if tag in ("ul", "ol"):
            return self._list(tag)
        if tag in BLOCKS:
            return self._block(tag)
        if tag in ("td", "th"):
            self.line += " " if self.line.strip() else ""
        return self._mark(MARKS[tag]) if tag in MARKS and not self.skipping else None

    def _close_forgotten(self, tag: str) -> None:
        """A second paragraph, item or row ends the one before it."""
        if self.open and self.open[-1][0] == tag:
            self.handle_endtag(tag)

    def _unskip(self) -> None:
        self.skipping -= 1

    def _break(self) -> None:
        if self.skipping:
            return
        marks = "> " * self.quote
        self.lines.append((marks + self.line).rstrip() if not self.pre else marks + self.line)
        self.line = ""

    def _end_line(self) -> None:
        if self.line.strip():
            self._break()

    def _block(self, tag: str) -> Callable[[], None]:
        self._end_line()
        if tag in APART:
            self._gap()

        def end() -> None:
            self._end_line()
            if tag in APART:
                self._gap()

        return end

    def _gap(self) -> None:
        marks = ("> " * self.quote).rstrip()
        if self.lines and self.lines[-1].strip("> "):
            self.lines.append(marks)

    def _rule(self) -> None:
        self._end_line()
        if not self.skipping:
            self.lines.append("> " * self.quote + "_" * 32)

    def _quote(self) -> Callable[[], None]:
        self._end_line()
        self.quote = min(self.quote + 1, 20)

        def end() -> None:
            self._end_line()
            self.quote = max(self.quote - 1, 0)
            self._gap()

        return end

    def _preformatted(self) -> Callable[[], None]:
        self._end_line()
        self.pre += 1
        self.lines.append("> " * self.quote + "```")

        def end() -> None:
            self._end_line()
            self.pre = max(self.pre - 1, 0)
            self.lines.append("> " * self.quote + "```")

        return end

    def _list(self, tag: str) -> Callable[[], None]:
        end_block = self._block(tag)
        self.lists.append(1 if tag == "ol" else 0)

        def end() -> None:
            end_block()
            if self.lists:
                self.lists.pop()

        return end

    def _item(self) -> Callable[[], None]:
        self._end_line()
        depth = max(len(self.lists) - 1, 0)
        number = self.lists[-1] if self.lists else 0
        if number:
            self.lists[-1] += 1
        self.line = "    " * min(depth, 6) + (f"{number}. " if number else "- ")
        return self._end_line

    def _mark(self, mark: str) -> Callable[[], None]:
        """Marks stand against the words they mark; around nothing, or over lines, are none."""
        return self._around(
            lambda words: f"{mark}{words}{mark}" if mark not in words and not self.pre else words
        )

    def _link(self, href: str) -> Callable[[], None] | None:
        if self.skipping or not href.lower().startswith(("http://", "https://")):
            return None
        safe = href.replace(" ", "%20").replace(")", "%29").replace("(", "%28")

        def link(words: str) -> str:
            if _bare(words) == _bare(href):
                return href
            return words if "](" in words else f"[{words}]({safe})"

        return self._around(link)

    def _around(self, write: Callable[[str], str]) -> Callable[[], None]:
        start, lines = len(self.line), len(self.lines)

        def end() -> None:
            inside = self.line[start:]
            words = inside.strip()
            if len(self.lines) == lines and words:
                at = inside.index(words)
                after = inside[at + len(words) :]
                self.line = self.line[:start] + inside[:at] + write(words) + after

        return end

    def _picture(self, given: dict[str, str]) -> None:
        """A picture of the mail itself leaves its name, which is found again later."""
        source = given.get("src", "")
        if source.lower().startswith("cid:") and not self.skipping:
            self.line += f" [cid:{source[4:204]}] "


def _as_typed(words: str, *, begins: bool) -> str:
    """Return words with what is no markup there marked as such for Markdown."""
    # Addresses hold such signs within; "*From:*" is another mail's head, typed by a program.
    if "://" in words or "@" in words or TYPED_FIELD.match(words):
        return words
    words = TYPED_MARKS.sub(lambda mark: "".join(f"\\{sign}" for sign in mark[0]), words)
    bare = words.lstrip()
    return TYPED_HEADING.sub(r"\\\g<0>", bare) if begins and TYPED_HEADING.match(bare) else words


def _bare(address: str) -> str:
    """Return an address on the web without what people leave out."""
    plain = address.strip().lower().removeprefix("https://").removeprefix("http://")
    return plain.removeprefix("www.").rstrip("/")
