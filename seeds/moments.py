"""Dates of the sample company: written relative to the day on which it is loaded."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

# "-3d 09:12": three working days ago, on the company's clock. "-2h10m": before now.
_DAYS: Final = re.compile(r"-(\d+)d (\d\d):(\d\d)")
_AGO: Final = re.compile(r"-(?=\d)(?:(\d+)h)?(?:(\d+)m)?")


@dataclass(frozen=True)
class Calendar:
    """Turns written moments into real ones, as seen from ``now`` (aware)."""

    now: datetime
    zone: ZoneInfo

    def moment(self, written: str, after: datetime | None = None) -> datetime:
        """Return the moment meant; later than ``after`` and before now, whatever is written.

        Days are working days, so that nobody chats through the weekend whenever it is loaded.
        Raises ValueError for what is neither form.
        """
        if match := _DAYS.fullmatch(written):
            days, hour, minute = (int(part) for part in match.groups())
            meant = datetime.combine(self.working_day(days), time(hour, minute), self.zone)
        elif match := _AGO.fullmatch(written):
            hours, minutes = (int(part or 0) for part in match.groups())
            meant = self.now - timedelta(hours=hours, minutes=minutes)
        else:
            raise ValueError(f"not a moment: {written!r}")
        if after is not None:
            meant = max(meant, after + timedelta(seconds=40))
        return min(meant, self.now - timedelta(seconds=1))

    def working_day(self, ago: int) -> date:
        """Return the working day that lies so many before today."""
        day = self.now.astimezone(self.zone).date()
        while ago > 0:
            day -= timedelta(days=1)
            ago -= day.weekday() < 5
        return day
