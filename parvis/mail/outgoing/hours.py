"""Working hours: outside of them only what a person marked urgent arrives."""

from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from parvis.mail.models import Preferences
from parvis.people import house
from parvis.people.models import Person


def zone_of(person: Person, company: house.House) -> ZoneInfo:
    """Return the time zone a person lives in: their own, else the company's, else UTC."""
    for name in (person.time_zone, company.time_zone):
        found = _zone(name) if name else None
        if found is not None:
            return found
    return ZoneInfo("UTC")


@lru_cache(maxsize=600)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError):  # ZoneInfoNotFoundError is a KeyError
        return None
    except KeyError:
        return None


def postponed(preferences: Preferences, zone: ZoneInfo, now: datetime) -> datetime | None:
    """Return when working hours begin again, or None where mail may come now.

    Hours that end before they begin run over midnight and belong to the day they began on.
    Somebody without a single working day is not kept waiting for one.
    """
    if not preferences.keeps_hours or not preferences.work_days:
        return None
    local = now.astimezone(zone)
    if any(begin <= local < end for begin, end in _shifts(preferences, local)):
        return None
    return min(begin for begin, _end in _shifts(preferences, local) if begin > local)


def _shifts(preferences: Preferences, local: datetime) -> list[tuple[datetime, datetime]]:
    """Return the working hours from yesterday's to those of a week ahead."""
    shifts = []
    for ahead in range(-1, 9):
        day = (local + timedelta(days=ahead)).date()
        if day.weekday() not in preferences.work_days:
            continue
        begin = datetime.combine(day, preferences.work_from, local.tzinfo)
        end = datetime.combine(day, preferences.work_until, local.tzinfo)
        shifts.append((begin, end if end > begin else end + timedelta(days=1)))
    return shifts
