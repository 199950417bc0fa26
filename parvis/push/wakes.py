"""A call for the worker, once a transaction is through; the clock calls too."""

from datetime import timedelta

from parvis.kernel.wakes import AT_ONCE, wake


def send(after: timedelta = AT_ONCE) -> None:
    """Have parcels sent soon."""
    from parvis.push import tasks

    wake(tasks.send, after)
