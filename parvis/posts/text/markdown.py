"""Markdown as people type it: GitHub's flavour, task lists, a line break where one was typed."""

import re
from collections.abc import Sequence
from html import escape
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.token import Token
from mdit_py_plugins.tasklists import tasklists_plugin

# Beyond this much markup the parser's time grows with the square of the length.
MOST_MARKS: Final = 4_000
MOST_ADDRESSES: Final = 500
_MARKS: Final = re.compile(r"[\[\]*_~`<>!&|]")


def is_quick(source: str) -> bool:
    """Tell whether a text is sure to be parsed in a moment, whoever made it up."""
    return len(_MARKS.findall(source)) <= MOST_MARKS and source.count("://") <= MOST_ADDRESSES


def render(source: str) -> str:
    """Return HTML; raw HTML in the text stays text."""
    return str(_markdown.render(source))


def _picture(
    self: RendererProtocol, tokens: Sequence[Token], idx: int, options: Any, env: Any
) -> str:
    """A picture from elsewhere becomes a link: reading asks no other server."""
    token = tokens[idx]
    address = escape(str(token.attrs.get("src", "")))
    return f'<a href="{address}">{escape(token.content) or address}</a>'


def _make() -> MarkdownIt:
    made = MarkdownIt("gfm-like", {"breaks": True, "html": False, "maxNesting": 20})
    made.use(tasklists_plugin)
    made.add_render_rule("image", _picture)
    if made.linkify is not None:
        # "file.py" is a file, not a place in Paraguay.
        made.linkify.set({"fuzzy_link": False})
    return made


_markdown: Final = _make()
