"""How much one person may write in a while: generous for people, narrow for runaway programs."""

from datetime import timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.kernel.errors import TooFast
from parvis.kernel.hot import run
from parvis.kernel.ids import first_id_of
from parvis.people.models import Person

A_MINUTE: Final = 30
AN_HOUR: Final = 300

# Lines are short and many, and count apart: who talks much may post as well.
LINES_A_MINUTE: Final = 60
LINES_AN_HOUR: Final = 1000

LATELY: Final = """
SELECT count(*) FILTER (WHERE p.id >= %(minute)s), count(*)
FROM posts_post p JOIN spaces_space s ON s.id = p.space_id
WHERE p.author_id = %(author)s AND p.id >= %(hour)s AND (s.kind = 'conversation') = %(lines)s
"""


def check(person: Person) -> None:
    """Raise TooFast for who has written too many posts and comments lately."""
    if _beyond(person, A_MINUTE, AN_HOUR, lines=False):
        raise TooFast(_("That was a little fast. Please wait a minute and try again."))


def check_lines(person: Person) -> None:
    """Raise TooFast for who has said too much in conversations lately."""
    if _beyond(person, LINES_A_MINUTE, LINES_AN_HOUR, lines=True):
        raise TooFast(_("Those were many messages at once. Please wait a minute and try again."))


def _beyond(person: Person, a_minute: int, an_hour: int, *, lines: bool) -> bool:
    """Tell whether so many were written in the last minute or hour (one statement, by index)."""
    now = timezone.now()
    minute_ago, hour_ago = now - timedelta(minutes=1), now - timedelta(hours=1)
    asked = {
        "author": person.pk, "lines": lines,
        "minute": first_id_of(minute_ago), "hour": first_id_of(hour_ago),
    }  # fmt: skip
    ((minute, hour),) = run(LATELY, asked)
    return bool(minute >= a_minute or hour >= an_hour)
