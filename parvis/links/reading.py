"""Read a web page for its card: OpenGraph, Twitter's cards, or just its title."""

import codecs
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urljoin, urlsplit

from parvis.kernel.words import one_line
from parvis.links.fetching import Fetched

_CHARSET: Final = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{2,40})""", re.IGNORECASE
)
# The first of these that a page has.
_TITLES: Final = ("og:title", "twitter:title", "title")
_DESCRIPTIONS: Final = ("og:description", "twitter:description", "description")
_SITES: Final = ("og:site_name", "application-name")
_IMAGES: Final = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image")


@dataclass(frozen=True)
class Card:
    """What a page says about itself, as plain text."""

    title: str
    description: str
    site: str
    image: str


class _Head(HTMLParser):
    """Collects the head of a page: ``<meta>`` by name or property, and ``<title>``."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, str] = {}
        self.over = False
        self._title: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a meta's content; the first of a name counts."""
        if self.over:
            return
        if tag == "meta":
            said = {name: value or "" for name, value in attrs}
            name = (said.get("property") or said.get("name") or "").strip().lower()
            if name and said.get("content"):
                self.found.setdefault(name, said["content"])
        elif tag == "title" and "title" not in self.found:
            self._title = []
        elif tag == "body":
            self.over = True

    def handle_data(self, data: str) -> None:
        """Collect the title's words."""
        if self._title is not None:
            self._title.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Finish the title."""
        if tag == "title" and self._title is not None:
            self.found["title"] = "".join(self._title)
            self._title = None


def read(page: Fetched) -> Card | None:
    """Return the card of a page; None where it does not even have a title."""
    head = _Head()
    text = _text(page)
    # In stretches, so that the parser need not go through a long body.
    for start in range(0, len(text), 16_384):
        head.feed(text[start : start + 16_384])
        if head.over:
            break
    title = _first(head.found, _TITLES, 300)
    if not title:
        return None
    site = _first(head.found, _SITES, 120) or (urlsplit(page.url).hostname or "")[:120]
    image = _first(head.found, _IMAGES, 2000)
    return Card(
        title=title,
        description=_first(head.found, _DESCRIPTIONS, 600),
        site=site.removeprefix("www."),
        image=urljoin(page.url, image) if image else "",
    )


def _first(found: dict[str, str], names: tuple[str, ...], longest: int) -> str:
    for name in names:
        words = one_line(found.get(name, "").replace("\x00", ""))
        if words:
            return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"
    return ""


def _text(page: Fetched) -> str:
    """Decode a page: what the server says, what the page says, else UTF-8."""
    inside = _CHARSET.search(page.data[:4096])
    for name in (page.charset, inside.group(1).decode("ascii", "replace") if inside else ""):
        try:
            codec = codecs.lookup(name).name if name else ""
        except LookupError:
            continue
        if codec:
            return page.data.decode(codec, "replace")
    return page.data.decode("utf-8", "replace")
