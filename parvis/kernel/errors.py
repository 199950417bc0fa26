"""Errors that are part of the conversation with the person."""


class Refused(Exception):
    """A deed that cannot be done; the message is translated and meant for the person."""
