"""Cursors: where one stands in a stream, as it is written in an address."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LARGEST = 2**63 - 1


@dataclass(frozen=True)
class Cursor:
    """The last post shown: its newest activity (exact to the microsecond) and its id."""

    activity: datetime
    post: int

    def __str__(self) -> str:
        return f"{(self.activity - EPOCH) // timedelta(microseconds=1)}-{self.post}"

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Read a cursor from an address; None for anything that is not one."""
        activity, dash, post = text.partition("-")
        if not (dash and activity.isdecimal() and post.isdecimal()):
            return None
        if len(activity) > 17 or int(post) > LARGEST:
            return None
        try:
            return cls(EPOCH + timedelta(microseconds=int(activity)), int(post))
        except OverflowError:
            return None
