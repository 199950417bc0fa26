"""A post's words: read what was typed, turn it into safe HTML, find whom and what it names."""

import re
from dataclasses import dataclass, field
from typing import Final

import nh3
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from parvis.kernel.errors import Refused

LONGEST: Final = 50_000
REACTIONS: Final = ("like", "love", "laugh", "wow", "sad", "thanks")

_HANDLE = re.compile(r"(?<![\w@/.])@([a-z0-9](?:[\w.-]*\w)?)", re.IGNORECASE)
_TAG = re.compile(r"(?<![\w&/#])#(\w*[^\W\d_]\w*)")
_markdown = MarkdownIt("gfm-like", {"breaks": True, "html": False})


@dataclass(frozen=True)
class Written:
    """What was typed, read: safe HTML and the names found in it."""

    source: str
    html: str
    language: str = ""
    handles: list[str] = field(default_factory=list)
    slugs: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


def read(source: str, markup: str, *, with_files: bool = False) -> Written:
    """Read a text; raises Refused when there is nothing in it, or too much."""
    source = source.replace("\x00", "").strip()
    if not source and not with_files:
        raise Refused(_("There is nothing written yet."))
    if len(source) > LONGEST:
        raise Refused(_("That is too long for one post."))
    names = sorted({match.lower() for match in _HANDLE.findall(source)})
    return Written(
        source=source,
        html=nh3.clean(_markdown.render(source)),
        handles=names,
        slugs=names,
        tags=sorted({tag.lower() for tag in _TAG.findall(source)}),
    )


def read_reaction(emoji: str) -> str:
    """Return a named reaction or one emoji as it is kept; raises Refused for anything else."""
    emoji = emoji.strip()
    if emoji in REACTIONS:
        return emoji
    if (
        not emoji
        or len(emoji) > 16
        or any(c.isalnum() or c.isspace() or c in "<>&\"'" for c in emoji.replace("\ufe0f", ""))
    ):
        raise Refused(_("That is not an emoji."))
    return emoji
