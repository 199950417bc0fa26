"""When one was last here."""

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from parvis.feed.models import Visit
from parvis.people.models import Person

A_PAUSE: Final = timedelta(minutes=30)
WRITTEN_EVERY: Final = timedelta(minutes=5)


def last_visit(person: Person) -> datetime | None:
    """Return when the person's visit before this one ended, and keep that they are here.

    A visit ends with half an hour's pause. Written at most every five minutes, so that looking
    at home is a read.
    """
    now = timezone.now()
    visit = Visit.objects.filter(person=person).first()
    if visit is None:
        Visit.objects.get_or_create(person=person, defaults={"seen_at": now})
        return None
    pause = now - visit.seen_at
    if pause > A_PAUSE:
        visit.before = visit.seen_at
    if pause > WRITTEN_EVERY:
        visit.seen_at = now
        visit.save(update_fields=["seen_at", "before"])
    return visit.before
