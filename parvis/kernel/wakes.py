"""Calls for the worker: one waiting call is enough for all that has been left for it."""

from typing import Any, Final

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from parvis.kernel.hot import run

WAITS: Final = """
SELECT 1 FROM procrastinate_jobs WHERE queueing_lock = %(lock)s AND status = 'todo'
"""


def wake(task: Any) -> None:
    """Have the worker do `task` soon, once this transaction is through.

    `task` has a queueing lock, takes no arguments, and does all that waits. It should also be
    due by the clock: between the commit and the call, a process may be killed.
    """
    transaction.on_commit(lambda: _call(task))


def _call(task: Any) -> None:
    """Outside of any transaction: being second would break it."""
    if run(WAITS, {"lock": task.queueing_lock}):
        return
    try:
        task.defer()
    except AlreadyEnqueued:
        return
