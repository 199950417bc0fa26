"""How much one person may write in a while: generous for people, narrow for runaway programs."""

from datetime import timedelta
from typing import Final

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.kernel.errors import TooFast
from parvis.kernel.ids import first_id_of
from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.spaces.models import Space

A_MINUTE: Final = 30
AN_HOUR: Final = 300

# Lines are short and many, and count apart: who talks much may post as well.
LINES_A_MINUTE: Final = 60
LINES_AN_HOUR: Final = 1000


def check(person: Person) -> None:
    """Raise TooFast for who has written too many posts and comments lately."""
    written = ~Q(space__kind=Space.Kind.CONVERSATION)
    if _beyond(person, written, A_MINUTE, AN_HOUR):
        raise TooFast(_("That was a little fast. Please wait a minute and try again."))


def check_lines(person: Person) -> None:
    """Raise TooFast for who has said too much in conversations lately."""
    if _beyond(person, Q(space__kind=Space.Kind.CONVERSATION), LINES_A_MINUTE, LINES_AN_HOUR):
        raise TooFast(
            _("Those were many messages at once. Please wait a minute and try again.")
        )


def _beyond(person: Person, which: Q, a_minute: int, an_hour: int) -> bool:
    """Tell whether so many were written in the last minute or hour (one statement, by index)."""
    now = timezone.now()
    last_minute = Q(pk__gte=first_id_of(now - timedelta(minutes=1)))
    last_hour = Q(pk__gte=first_id_of(now - timedelta(hours=1)))
    lately = Post.objects.filter(which, last_hour, author=person).aggregate(
        minute=Count("pk", filter=last_minute), hour=Count("pk")
    )
    return bool(lately["minute"] >= a_minute or lately["hour"] >= an_hour)
