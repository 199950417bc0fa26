"""What ``require`` raises."""


class NotVisible(Exception):
    """The thing does not exist for this person: answered like a missing page (404)."""


class Forbidden(Exception):
    """The thing is visible, the deed is not theirs (403)."""
