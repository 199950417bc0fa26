"""Errors that are part of the conversation with the person."""


class Refused(Exception):
    """A deed that cannot be done; the message is translated and meant for the person."""


class TooFast(Refused):
    """Too much was done lately; what is typed is kept, and a minute later it goes through."""


def status_of(error: Refused) -> int:
    """Return the HTTP status of a page that says why something was refused."""
    return 429 if isinstance(error, TooFast) else 422
