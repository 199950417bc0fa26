"""Tell people, and keep what they have read."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from parvis.journal.models import Entry
from parvis.kernel import hot
from parvis.kernel.hot import run
from parvis.kernel.wakes import wake
from parvis.live.nudges import nudge, nudge_many
from parvis.notifications import letters
from parvis.notifications.letters import Letter
from parvis.notifications.models import Notification, Untold
from parvis.people.models import Person

PEOPLE_AT_ONCE: Final = 1_000
SECONDS_BETWEEN_PARTS: Final = 0.1

type Told = Callable[[Letter, list[int]], None]

# Ways to tell that higher features add: called with the letter and the lines for which it is
# news, in the same transaction, while these still show whether one had read them.
TOLD: list[Told] = []

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

OF_THREAD: Final = """
SELECT n.id FROM notifications_notification n JOIN posts_post p ON p.id = n.post_id
WHERE n.person_id = %(person)s AND n.read_at IS NULL
  AND (p.id = %(thread)s OR p.thread_id = %(thread)s)
"""

LET_GO: Final = """
WITH gone AS (SELECT id FROM posts_post WHERE id = %(post)s OR thread_id = %(post)s),
line AS (
  SELECT n.id, (
    SELECT max(p.id) FROM notifications_cause c JOIN posts_post p ON p.id = c.ref
    WHERE c.notification_id = n.id AND p.removed_at IS NULL AND p.id NOT IN (SELECT id FROM gone)
  ) AS other
  FROM notifications_notification n WHERE n.post_id IN (SELECT id FROM gone))
UPDATE notifications_notification n
SET post_id = coalesce(line.other, n.post_id),
  read_at = CASE WHEN line.other IS NULL THEN coalesce(n.read_at, %(at)s) ELSE n.read_at END
FROM line WHERE line.id = n.id RETURNING n.person_id
"""


def hear(entry: Entry) -> None:
    """Have the worker tell whoever an entry concerns; listens to the verbs in ``letters``.

    Conversations have their own unread marks, so that a chat line is not put on the list.
    """
    from parvis.notifications.tasks import tell

    if entry.space is None or not entry.space.is_conversation:
        hot.insert(Untold(entry_id=entry.pk))
        wake(tell)


def tell_of(entry: Entry) -> None:
    """Write the notifications that an entry gives rise to; doing it again changes nothing.

    To a crowd they are written part by part, each at once to be seen, with a rest in between:
    nobody's page waits for them.
    """
    for letter in letters.of(entry):
        to = sorted(letter.to)
        for first in range(0, len(to), PEOPLE_AT_ONCE):
            if first:
                time.sleep(SECONDS_BETWEEN_PARTS)
            part = frozenset(to[first : first + PEOPLE_AT_ONCE])
            tell(entry, replace(letter, to=part))


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
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(TELL, params)
        news = cursor.fetchall()
        if news:
            lines = [line for line, _ in news]
            for told in TOLD:
                told(letter, lines)
            cursor.execute(COME_UP, {"at": at, "post": letter.post, "lines": lines})
            nudge_many((f"person:{person}" for _line, person in news), what="notification")


def mark_read(actor: Person, *, notification: int | None = None) -> int:
    """Mark one of one's own notifications as read, or all; returns how many were not yet."""
    mine = Notification.objects.filter(person=actor, read_at__isnull=True)
    return _read(actor, mine if notification is None else mine.filter(pk=notification))


def mark_thread_read(actor: Person, thread: int) -> int:
    """Mark what concerns a thread as read, since one is looking at it.

    Mostly nothing waits: then this is one prepared statement, and nothing is written.
    """
    waiting = [id_ for (id_,) in run(OF_THREAD, {"person": actor.pk, "thread": thread})]
    if not waiting:
        return 0
    return _read(actor, Notification.objects.filter(pk__in=waiting, read_at__isnull=True))


def let_go_of_removed(entry: Entry) -> None:
    """Have nobody called to what was removed; listens to ``post.removed``.

    A line that stands for others as well leads to the newest of those; any other counts as read.
    """
    with connection.cursor() as cursor:
        cursor.execute(LET_GO, {"post": entry.post_id, "at": entry.at})
        people = {person for (person,) in cursor.fetchall()}
    nudge_many((f"person:{person}" for person in sorted(people)), what="read")


def _read(actor: Person, unread: QuerySet[Notification]) -> int:
    now: datetime = timezone.now()
    with transaction.atomic():
        count: int = unread.update(read_at=now)
        if count:
            nudge(f"person:{actor.pk}", what="read")
    return count
