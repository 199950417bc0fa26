"""Calls for the worker: one waiting call is enough, and the clock calls too."""

from typing import Any

from procrastinate.exceptions import AlreadyEnqueued


def gather() -> None:
    """Have what is due gathered into letters now rather than at the next minute."""
    from parvis.mail import tasks

    _call(tasks.gather)


def send() -> None:
    """Have letters sent now."""
    from parvis.mail import tasks

    _call(tasks.send)


def _call(task: Any) -> None:
    """Defer, outside of any transaction (being second would break it); call after commit."""
    try:
        task.defer()
    except AlreadyEnqueued:
        return
