"""Tell people, and keep what they have read."""

from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from parvis.journal.models import Entry
from parvis.live.nudges import nudge
from parvis.notifications import letters
from parvis.notifications.letters import Letter
from parvis.notifications.models import Notification
from parvis.people.models import Person

# One statement for any number of people: a line each, new or the one there was; its cause, unless
# it was told before; and only where the cause is new does the line come up again.
TELL: Final = """
WITH line AS (
  INSERT INTO notifications_notification
    (person_id, kind, subject, space_id, post_id, updated_at, read_at)
  SELECT unnest(%(to)s::bigint[]), %(kind)s, %(subject)s, %(space)s, %(post)s, %(at)s, NULL
  ON CONFLICT (person_id, subject) DO UPDATE SET kind = EXCLUDED.kind
  RETURNING id, person_id),
cause AS (
  INSERT INTO notifications_cause (notification_id, actor_id, ref, at)
  SELECT id, %(actor)s, %(ref)s, %(at)s FROM line
  ON CONFLICT DO NOTHING
  RETURNING notification_id)
SELECT line.id, line.person_id FROM line JOIN cause ON cause.notification_id = line.id
"""

COME_UP: Final = """
UPDATE notifications_notification
SET updated_at = %(at)s, read_at = NULL, post_id = coalesce(%(post)s, post_id)
WHERE id = ANY(%(lines)s)
"""


def hear(entry: Entry) -> None:
    """Have the worker tell whoever an entry concerns; listens to the verbs in ``letters``.

    Conversations have their own unread marks, so that a chat line costs no job.
    """
    from parvis.notifications.tasks import tell

    if entry.space is None or not entry.space.is_conversation:
        tell.defer(entry=entry.pk)


def tell_of(entry: Entry) -> None:
    """Write the notifications that an entry gives rise to; doing it again changes nothing."""
    for letter in letters.of(entry):
        tell(entry, letter)


def tell(entry: Entry, letter: Letter) -> None:
    """Write one letter to all its people and nudge those for whom it is news."""
    at = entry.at
    params = {
        "to": sorted(letter.to),
        "kind": letter.kind,
        "subject": letter.subject,
        "space": entry.space_id,
        "post": letter.post,
        "at": at,
        "actor": entry.actor_id,
        "ref": letter.ref,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TELL, params)
        news = cursor.fetchall()
        if news:
            cursor.execute(
                COME_UP, {"at": at, "post": letter.post, "lines": [line for line, _ in news]}
            )
        for _line, person in news:
            nudge(f"person:{person}", what="notification")


def mark_read(actor: Person, *, notification: int | None = None) -> int:
    """Mark one of one's own notifications as read, or all; returns how many were not yet."""
    mine = Notification.objects.filter(person=actor, read_at__isnull=True)
    return _read(actor, mine if notification is None else mine.filter(pk=notification))


def mark_thread_read(actor: Person, thread: int) -> int:
    """Mark what concerns a thread as read, since one is looking at it."""
    mine = Notification.objects.filter(person=actor, read_at__isnull=True)
    return _read(actor, mine.filter(Q(post=thread) | Q(post__thread=thread)))


def _read(actor: Person, unread: QuerySet[Notification]) -> int:
    now: datetime = timezone.now()
    with transaction.atomic():
        count: int = unread.update(read_at=now)
        if count:
            nudge(f"person:{actor.pk}", what="read")
    return count
