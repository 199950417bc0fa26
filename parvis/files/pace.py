"""How much one person may upload in a while: generous for people, narrow for runaway programs."""

from datetime import timedelta
from typing import Final

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.files.models import File
from parvis.kernel.errors import TooFast
from parvis.people.models import Person

# Five posts with as many pictures as a post carries.
A_MINUTE: Final = 100
AN_HOUR: Final = 1000


def check(person: Person) -> None:
    """Raise TooFast for who has uploaded too much lately (one statement, by index)."""
    now = timezone.now()
    lately = File.objects.filter(owner=person, created_at__gte=now - timedelta(hours=1)).aggregate(
        minute=Count("pk", filter=Q(created_at__gte=now - timedelta(minutes=1))), hour=Count("pk")
    )
    if lately["minute"] >= A_MINUTE or lately["hour"] >= AN_HOUR:
        raise TooFast(
            _("Those were many files in a short time. Please wait a minute and try again.")
        )
