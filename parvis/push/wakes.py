"""Calls for the worker: one waiting call is enough, and the clock calls too."""

from datetime import timedelta
from typing import Final

from procrastinate.exceptions import AlreadyEnqueued

AT_ONCE: Final = timedelta()


def send(after: timedelta = AT_ONCE) -> None:
    """Have parcels sent soon; call after commit (being second would break a transaction)."""
    from parvis.push.tasks import send as task

    try:
        task.configure(schedule_in={"seconds": round(after.total_seconds())}).defer()
    except AlreadyEnqueued:
        return
