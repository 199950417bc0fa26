"""Dates and times as people read them."""

from datetime import datetime

from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language


def when(moment: datetime | None, style: str = "relative") -> SafeString:
    """HTML that says when: "3 h ago", kept fresh by the browser, exact on hover.

    The date and time in the person's own zone and language stand inside, for pages without
    JavaScript. `style` may be `date` for the bare day. None gives nothing.
    """
    if moment is None:
        return SafeString("")
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    exact = formats.date_format(local, "DATETIME_FORMAT")
    if style == "date":
        day = formats.date_format(local, "DATE_FORMAT")
        return format_html(
            '<time datetime="{}" title="{}">{}</time>', local.isoformat(), exact, day
        )
    return format_html(
        '<relative-time datetime="{}" title="{}" lang="{}" threshold="P7D" prefix="" no-title>'
        "{}</relative-time>",
        local.isoformat(), exact, get_language() or "en",
        formats.date_format(local, "SHORT_DATETIME_FORMAT"),
    )  # fmt: skip
