"""Dates and times as people read them: in the words of CLDR, as browsers have them too."""

import re
import time
from datetime import date, datetime
from datetime import time as clock_time
from functools import lru_cache
from typing import Final

from babel import Locale
from babel.dates import (
    format_date,
    format_datetime,
    format_skeleton,
    format_time,
    format_timedelta,
    get_datetime_format,
)
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _

MINUTE: Final = 60
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
# After a week a day says more than a number of days.
WEEK: Final = 7 * DAY
_YEAR: Final = re.compile(r"(,| 'de')? y\b")


def when(moment: datetime | None, style: str = "relative") -> SafeString:
    """HTML that says when: "3 hours ago", kept true by the browser, exact on hover.

    `style` may be `date` for the bare day. None gives nothing.
    """
    if moment is None:
        return SafeString("")
    local = _local(moment)
    if style == "date":
        return format_html(
            '<time datetime="{}" title="{}">{}</time>', local.isoformat(), exact(local), day(local)
        )
    return format_html(
        '<time datetime="{}" title="{}" data-ago>{}</time>',
        local.isoformat(),
        exact(local),
        ago(local),
    )


def exact(local: datetime) -> str:
    """Return day and time where the moment's own zone is: "September 4, 2026, 3:30 PM"."""
    return str(get_datetime_format("long", _locale())).format(clock(local), day(local))


def clock(local: datetime) -> str:
    """Return the time of day where the moment's own zone is: "3:30 PM"."""
    return _clock(_locale(), local.hour, local.minute)


def day(of: date) -> str:
    """Return a day with its year, in full: "September 4, 2026"."""
    return _day(_locale(), date(of.year, of.month, of.day))


def named_day(of: date) -> str:
    """Return a day as people name it: today, yesterday, a day of the last week, a date."""
    days = (timezone.localdate() - of).days
    if days == 0:
        return _("Today")
    if days == 1:
        return _("Yesterday")
    return capfirst(weekday(of)) if 1 < days < 7 else day(of)


def short_day(of: date, language: str = "") -> str:
    """Return a day in a few letters, its year where that is another: "Sep 4"."""
    with_year = of.year != time.localtime().tm_year
    return _short_day(_locale(language), date(of.year, of.month, of.day), with_year)


def month_day(of: date) -> str:
    """Return a day of this year: "September 4"."""
    return format_skeleton("MMMMd", _at_midnight(of), locale=_locale())


def weekday(of: date) -> str:
    """Return the name of a day of the week: "Friday"."""
    return format_date(of, "EEEE", locale=_locale())


def short_weekday(of: date) -> str:
    """Return the name of a day of the week in a few letters: "Fri"."""
    return format_date(of, "ccc", locale=_locale())


def weekday_and_day(of: date) -> str:
    """Return a day of this year with the name it has in its week: "Friday, September 4"."""
    full = Locale.parse(_locale()).date_formats["full"].pattern
    return format_datetime(_at_midnight(of), _YEAR.sub("", full), locale=_locale())


def ago(moment: datetime, language: str = "") -> str:
    """How long ago something was ("3 hours ago"); after a week the day, in the reader's zone.

    In the language given or that of the moment, in the words in which browsers say it
    (`Intl.RelativeTimeFormat`, which takes over in `js/moments.js`).
    """
    language = language or get_language() or "en"
    seconds = int(time.time() - moment.timestamp())
    if seconds >= WEEK:
        return short_day(_local(moment), language)
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
def _short_day(locale: str, of: date, with_year: bool) -> str:
    return format_skeleton("yMMMd" if with_year else "MMMd", _at_midnight(of), locale=locale)


@lru_cache(maxsize=4096)
def _day(locale: str, of: date) -> str:
    return format_date(of, "long", locale=locale)


@lru_cache(maxsize=4096)
def _clock(locale: str, hour: int, minute: int) -> str:
    said = format_time(clock_time(hour, minute), "short", locale=locale)
    # the narrow blank before "PM" is all but invisible in our type
    return said.replace("\u202f", "\u00a0")


def _locale(language: str = "") -> str:
    return to_locale(language or get_language() or "en")


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def _at_midnight(of: date) -> datetime:
    return datetime(of.year, of.month, of.day)  # noqa: DTZ001
