"""A post's words: read what was typed, turn it into safe HTML, find whom and what it names.

``look`` finds the names, the verb asks the database for them once, ``read`` makes the HTML.
Whatever way the HTML was made, ``sanitise`` has the last word on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from parvis.kernel.errors import Refused
from parvis.posts.text import markdown, plain
from parvis.posts.text.emoji import REACTIONS, read_reaction
from parvis.posts.text.language import language_of
from parvis.posts.text.names import handles_in, link_names, tags_in
from parvis.posts.text.sanitise import sanitise, without_pictures, words_of

__all__ = ["REACTIONS", "Written", "look", "read", "read_reaction"]

LONGEST: Final = 50_000
# Mails and pages that an import brings may be longer than anything one types.
LONGEST_IMPORTED: Final = 2_000_000
# Renders fast whatever it holds; longer Markdown with much markup is shown as plain text.
_CONTROL: Final = dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32), 127, 0x202D, 0x202E, 0xFEFF], None
)


@dataclass(frozen=True)
class Written:
    """What was typed, read: safe HTML and what was found in it."""

    source: str
    html: str
    language: str = ""
    handles: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


def clean(source: str) -> str:
    """Return a text without control characters, direction overrides and surrounding space."""
    source = source.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROL)
    # Halves of surrogate pairs can neither be stored nor shown.
    return source.encode("utf-8", "ignore").decode().strip("\n ").rstrip()


def look(source: str) -> list[str]:
    """Return the handles and slugs that a text may name, folded, at most a hundred."""
    return handles_in(clean(source))


def read(
    source: str,
    markup: str,
    names: Mapping[str, str] | None = None,
    *,
    with_files: bool = False,
    imported: bool = False,
) -> Written:
    """Read a text; ``names`` gives the address of each person and community that it may name.

    ``markup`` is text/markdown, text/plain (as in a mail) or text/html. Raises Refused when there
    is nothing in it, or too much.
    """
    source = clean(source)
    if not source and not with_files:
        raise Refused(_("There is nothing written yet."))
    if len(source) > (LONGEST_IMPORTED if imported else LONGEST):
        raise Refused(
            _("That is too long for one post: %(most)s characters fit.") % {"most": LONGEST}
        )
    raw = link_names(_to_html(source, markup), names or {})
    html = sanitise(raw.html)
    return Written(
        source=source,
        html=html,
        language=language_of(words_of(html)),
        handles=raw.handles,
        tags=tags_in(raw.tags),
        links=raw.links,
    )


def _to_html(source: str, markup: str) -> str:
    if markup == "text/html":
        return without_pictures(sanitise(source, pictures=True))
    if markup == "text/plain" or not markdown.is_quick(source):
        return plain.render(source)
    return markdown.render(source)
