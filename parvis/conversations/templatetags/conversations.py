"""Filters of conversations' templates; load them with ``{% load conversations %}``."""

import re
from datetime import datetime

from django import template
from django.utils import timezone

from parvis.kernel.words import one_line
from parvis.ui import moments

register = template.Library()

_MARKS = re.compile(
    r"[*_`~]{1,3}|^\s*(?:[#>]+|[-+]|\d+\.)\s+|!?\[([^\]]*)\]\([^)]*\)", re.MULTILINE
)


@register.filter
def plain_words(source: str) -> str:
    """Return the beginning of a Markdown text as one plain line."""
    return one_line(_MARKS.sub(r"\1", source))[:140]


@register.filter
def briefly(moment: datetime) -> str:
    """Return when it was, in a few letters: an hour today, a weekday, a day."""
    local = timezone.localtime(moment)
    ago = (timezone.localdate() - local.date()).days
    if ago == 0:
        return moments.clock(local)
    if ago < 7:
        return moments.short_weekday(local)
    return moments.short_day(local)
