"""Why a message cannot be read; told to its sender by ``code``."""


class Unreadable(Exception):
    """The message cannot be read; ``code`` is one of ``reasons.UNREADABLE``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
