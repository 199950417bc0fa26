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
LATELY: Final = """
SELECT count(*) FILTER (WHERE id >= %(minute)s), count(*)
FROM posts_post WHERE author_id = %(author)s AND id >= %(hour)s
"""


def check(person: Person) -> None:
    """Raise TooFast for who has written too much lately (one statement, by index)."""
    now = timezone.now()
    ((minute, hour),) = run(
        LATELY,
        {
            "author": person.pk,
            "minute": first_id_of(now - timedelta(minutes=1)),
            "hour": first_id_of(now - timedelta(hours=1)),
        },
    )
    if minute >= A_MINUTE or hour >= AN_HOUR:
        raise TooFast(_("That was a little fast. Please wait a minute and try again."))
