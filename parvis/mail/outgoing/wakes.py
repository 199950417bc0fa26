"""Calls for the worker, once a transaction is through; the clock calls too."""

from parvis.kernel.wakes import wake


def gather() -> None:
    """Have what is due gathered into letters now rather than at the next minute."""
    from parvis.mail import tasks

    wake(tasks.gather)


def send() -> None:
    """Have letters sent now."""
    from parvis.mail import tasks

    wake(tasks.send)
