"""What can go wrong around the embedded database, said so that one knows what to do."""


class PostgresError(Exception):
    """The embedded database cannot be used; the message is for whoever runs the command."""
