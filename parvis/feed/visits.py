"""When one was last here."""

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from parvis.feed.models import Visit
from parvis.kernel.hot import run
from parvis.people.models import Person

A_PAUSE: Final = timedelta(minutes=30)
WRITTEN_EVERY: Final = timedelta(minutes=5)


SEEN: Final = "SELECT seen_at, before FROM feed_visit WHERE person_id = %(person)s"


def last_visit(person: Person) -> datetime | None:
    """Return when the person's visit before this one ended, and keep that they are here.

    A visit ends with half an hour's pause. Written at most every five minutes, so that looking
    at home is a read.
    """
    now = timezone.now()
    rows = run(SEEN, {"person": person.pk})
    if not rows:
        Visit.objects.get_or_create(person=person, defaults={"seen_at": now})
        return None
    seen_at: datetime = rows[0][0]
    before: datetime | None = rows[0][1]
    pause = now - seen_at
    if pause > A_PAUSE:
        before = seen_at
    if pause > WRITTEN_EVERY:
        Visit.objects.filter(person=person).update(seen_at=now, before=before)
    return before
