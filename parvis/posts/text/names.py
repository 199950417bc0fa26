"""Names in a text: @people and @communities, #tags, and the addresses it links to."""

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from parvis.posts.text.sanitise import TAG

MOST_NAMES: Final = 100
MOST_TAGS: Final = 30
LONGEST_TAG: Final = 80

_HANDLE: Final = re.compile(r"(?<![\w@/.&])@([^\W_](?:[\w.-]{0,78}\w)?)")
_TAG: Final = re.compile(r"(?<![\w&/#])#(\w{0,80}[^\W\d_]\w{0,80})")
_EITHER: Final = re.compile(f"{_HANDLE.pattern}|{_TAG.pattern}")
_HREF: Final = re.compile(r'^<a [^>]*?href="(https?://[^"]+)"')
_OPENS: Final = re.compile(r"^<(a|code|pre|kbd|samp)\b")
_CLOSES: Final = re.compile(r"^</(a|code|pre|kbd|samp)>")
_DETAILS: Final = re.compile(r"^<(/?)details\b")


@dataclass
class Named:
    """HTML with its names linked, and what was found on the way."""

    html: str = ""
    handles: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


def handles_in(source: str) -> list[str]:
    """Return what a text may name, folded and sorted."""
    found = {match.lower() for match in _HANDLE.findall(source)}
    return sorted(found)[:MOST_NAMES]


def tags_in(tags: Iterable[str]) -> list[str]:
    """Return tags folded, once each, in the order of the alphabet."""
    return sorted({tag.lower()[:LONGEST_TAG] for tag in tags})[:MOST_TAGS]


def link_names(markup: str, names: Mapping[str, str]) -> Named:
    """Link the names in HTML's text: those in ``names`` (handle or slug to address), and tags.

    Code and links are left alone; quoted mail names nobody, since it was said before.
    """
    named = Named()
    pieces = TAG.split(markup)
    verbatim = quoted = 0
    for at, piece in enumerate(pieces):
        if at % 2:
            if match := _DETAILS.match(piece):
                quoted += -1 if match[1] else 1
            elif _OPENS.match(piece):
                verbatim += 1
                if not quoted and (link := _HREF.match(piece)):
                    named.links.append(html.unescape(link[1]))
            elif _CLOSES.match(piece):
                verbatim -= 1
        elif not verbatim and not quoted and ("@" in piece or "#" in piece):
            pieces[at] = _EITHER.sub(lambda match: _link(match, names, named), piece)
    named.html = "".join(pieces)
    return named


def _link(match: re.Match[str], names: Mapping[str, str], named: Named) -> str:
    if tag := match[2]:
        if len(tag) > LONGEST_TAG:
            return match[0]
        named.tags.append(tag)
        return f'<a class="hashtag" href="/tags/{quote(tag.lower())}/">#{tag}</a>'
    handle = match[1].lower()
    if handle not in names:
        return match[0]
    named.handles.append(handle)
    return f'<a class="mention" href="{html.escape(names[handle])}">@{match[1]}</a>'
