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

A_MINUTE: Final = 30
AN_HOUR: Final = 300


def check(person: Person) -> None:
    """Raise TooFast for who has written too much lately (one statement, by index)."""
    now = timezone.now()
    last_minute = Q(pk__gte=first_id_of(now - timedelta(minutes=1)))
    last_hour = Q(pk__gte=first_id_of(now - timedelta(hours=1)))
    lately = Post.objects.filter(last_hour, author=person).aggregate(
        minute=Count("pk", filter=last_minute), hour=Count("pk")
    )
    if lately["minute"] >= A_MINUTE or lately["hour"] >= AN_HOUR:
        raise TooFast(_("That was a little fast. Please wait a minute and try again."))
