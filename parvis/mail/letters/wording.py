"""A post's words as mail carries them: HTML that any client shows, and text worth reading."""

import re
import textwrap
from datetime import datetime
from html import unescape
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from parvis.kernel.words import one_line
from parvis.posts.models import Post
from parvis.ui import moments

LONGEST: Final = 6000
WIDTH: Final = 76

_QUOTED: Final = re.compile(r'<details class="quoted">.*?</details>\s*', re.DOTALL)
_RELATIVE: Final = re.compile(r'(<a\b[^>]*?\shref=")(/[^/"][^"]*|/)"')
_BOX: Final = re.compile(r"<input\b([^>]*)>")
_BREAKS: Final = re.compile(r"</(?:p|li|h[1-6]|div|tr|pre|blockquote)>|<br\s*/?>|<hr\s*/?>")
_KEPT: Final = re.compile(r"^(?:[>|`]|\s{4,}|\t)")
_LIST: Final = re.compile(r"^\s*(?:[-*+•]|\d{1,3}[.)])\s+")


def html_of(post: Post, longest: int = LONGEST) -> tuple[str, bool]:
    """Return a post's HTML with whole addresses, and whether it was cut."""
    html = _QUOTED.sub("", post.html)
    html = _BOX.sub(lambda box: "☑" if "checked" in box[1] else "☐", html)
    html = _RELATIVE.sub(rf'\1{settings.SITE_URL}\2"', html)
    if len(html) <= longest or len(strip_tags(html)) <= longest:
        return html, False
    return str(Truncator(html).chars(longest, html=True)), True


def text_of(post: Post, longest: int = LONGEST) -> str:
    """Return a post as plain text: what was typed, where that reads well, wrapped."""
    if post.format in (Post.Format.MARKDOWN, Post.Format.PLAIN):
        words = post.source
    else:
        words = plain(_QUOTED.sub("", post.html))
    if len(words) > longest:
        words = Truncator(words).chars(longest)
    return wrapped(words)


def plain(html: str) -> str:
    """Return HTML's words, a line a block."""
    lines = unescape(strip_tags(_BREAKS.sub("\n", html))).split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in lines)).strip()


def wrapped(words: str, indent: str = "") -> str:
    """Wrap paragraphs; code, quotes and addresses stay as they are."""
    lines: list[str] = []
    for line in words.split("\n"):
        if len(line) + len(indent) <= WIDTH or _KEPT.match(line):
            lines.append(f"{indent}{line}".rstrip())
            continue
        hanging = indent + " " * len(found[0]) if (found := _LIST.match(line)) else indent
        lines += textwrap.wrap(
            line,
            WIDTH,
            initial_indent=indent,
            subsequent_indent=hanging,
            break_long_words=False,
            break_on_hyphens=False,
        )
    return "\n".join(lines)


def excerpt(post: Post, words: int) -> str:
    """Return a post's first words in one line."""
    return Truncator(_one_line(post)).words(words)


def subject_of(post: Post) -> str:
    """Return what a thread's mails are called: its title, or its first words."""
    if post.title:
        return post.title
    return Truncator(_one_line(post)).chars(70) or post.author.name


def _one_line(post: Post) -> str:
    return one_line(unescape(strip_tags(_BREAKS.sub(" ", _QUOTED.sub("", post.html)))))


def moment(at: datetime, zone: ZoneInfo) -> str:
    """Return a day and hour in the reader's own zone and language."""
    local = at.astimezone(zone)
    this_year = local.year == timezone.now().astimezone(zone).year
    day = moments.month_day(local) if this_year else moments.day(local)
    return _("%(day)s at %(time)s") % {"day": day, "time": moments.clock(local)}
