"""Calls for the worker: one waiting call is enough for all that has been left for it."""

from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from parvis.kernel.hot import run

AT_ONCE: Final = timedelta()
WAITS: Final = """
SELECT 1 FROM procrastinate_jobs WHERE queueing_lock = %(lock)s AND status = 'todo'
"""


def wake(task: Any, after: timedelta = AT_ONCE) -> None:
    """Have the worker do `task`, soon or ``after`` a while, once this transaction is through.

    `task` has a queueing lock, takes no arguments, and does all that waits. It should also be
    due by the clock: between the commit and the call, a process may be killed.
    """
    transaction.on_commit(lambda: _call(task, after))


def _call(task: Any, after: timedelta) -> None:
    """Outside of any transaction: being second would break it."""
    if run(WAITS, {"lock": task.queueing_lock}):
        return
    if after:
        task = task.configure(schedule_in={"seconds": round(after.total_seconds())})
    try:
        task.defer()
    except AlreadyEnqueued:
        return
