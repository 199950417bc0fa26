"""Dates and times as people read them."""

import time
from datetime import datetime
from functools import lru_cache
from typing import Final

from babel.dates import format_skeleton, format_timedelta
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, to_locale

MINUTE: Final = 60
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
# After a week a day says more than a number of days.
WEEK: Final = 7 * DAY


def when(moment: datetime | None, style: str = "relative") -> SafeString:
    """HTML that says when: "3 hours ago", kept true by the browser, exact on hover.

    `style` may be `date` for the bare day. None gives nothing.
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
        '<time datetime="{}" title="{}" data-ago>{}</time>', local.isoformat(), exact, ago(local)
    )


def ago(moment: datetime, language: str = "") -> str:
    """How long ago something was ("3 hours ago"); after a week the day, in the reader's zone.

    In the language given or that of the moment, in the words in which browsers say it
    (`Intl.RelativeTimeFormat`, which takes over in `js/moments.js`).
    """
    language = language or get_language() or "en"
    seconds = int(time.time() - moment.timestamp())
    if seconds >= WEEK:
        day = timezone.localtime(moment) if timezone.is_aware(moment) else moment
        with_year = day.year != time.localtime().tm_year
        return _day(language, day.year, day.month, day.day, with_year)
    unit = DAY if seconds >= DAY else HOUR if seconds >= HOUR else MINUTE
    return _ago(language, unit, max(1, seconds // unit))


@lru_cache(maxsize=2048)
def _ago(language: str, unit: int, count: int) -> str:
    units = {DAY: "day", HOUR: "hour", MINUTE: "minute"}
    return format_timedelta(
        -unit * count,
        granularity=units[unit],  # type: ignore[arg-type]
        threshold=10**6,
        add_direction=True,
        locale=to_locale(language),
    )


@lru_cache(maxsize=4096)
def _day(language: str, year: int, month: int, day: int, with_year: bool) -> str:
    skeleton = "yMMMd" if with_year else "MMMd"
    return format_skeleton(skeleton, datetime(year, month, day), locale=to_locale(language))  # noqa: DTZ001
