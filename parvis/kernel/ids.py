"""Time-ordered 64-bit ids: milliseconds since 1970 in the upper bits, a sequence in the lower.

Sorting by id is sorting by time, and imported history falls into its place.
"""

from datetime import UTC, datetime
from typing import Any

from django.db.models import BigIntegerField, Func

from parvis.kernel.hot import run

SEQUENCE_BITS = 20
SEQUENCE = "kernel_time_ordered"


class TimeOrderedId(Func):
    """Database expression: a fresh id for this very moment."""

    template = "kernel_time_ordered_id(clock_timestamp())"
    output_field = BigIntegerField()
    arity = 0

    def __init__(self, *expressions: Any, **extra: Any) -> None:
        super().__init__(*expressions, **extra)


def id_at(moment: datetime) -> int:
    """Return a fresh id for a moment (aware; before 1970 counts as 1970), for imported history."""
    ((number,),) = run("SELECT kernel_time_ordered_id(%(moment)s)", {"moment": moment})
    return int(number)


def moment_of(id_: int) -> datetime:
    """Return the moment (UTC, to the millisecond) that a time-ordered id carries."""
    return datetime.fromtimestamp((id_ >> SEQUENCE_BITS) / 1000, tz=UTC)


def first_id_of(moment: datetime) -> int:
    """Return the smallest id that a moment can have, to cut a list by time."""
    return int(moment.timestamp() * 1000) << SEQUENCE_BITS
