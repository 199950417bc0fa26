"""What was just told on the site becomes parcels, one for each device that is to show it.

They wait a moment: what one reads on the site meanwhile reaches no phone, and what comes in a
burst comes once.
"""

from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.utils import timezone

from parvis.journal.models import Entry
from parvis.notifications.letters import Letter
from parvis.push import choices, wakes

WAIT: Final = timedelta(seconds=10)

_KEEP: Final = """
ON CONFLICT (device_id, subject) DO UPDATE SET
  stamp = greatest(k.stamp, EXCLUDED.stamp), due_at = least(k.due_at, EXCLUDED.due_at),
  kind = EXCLUDED.kind, attempts = 0
"""

OF_LINES: Final = f"""
INSERT INTO push_parcel AS k
  (device_id, kind, subject, notification_id, stamp, due_at, attempts)
SELECT d.id, %(kind)s, n.subject, n.id,
  (SELECT max(c.id) FROM notifications_cause c WHERE c.notification_id = n.id), %(due)s, 0
FROM notifications_notification n
JOIN push_device d ON d.person_id = n.person_id
LEFT JOIN push_preferences p ON p.person_id = n.person_id
WHERE n.id = ANY(%(lines)s) AND coalesce((p.kinds->>%(kind)s)::boolean, %(usual)s)
{_KEEP}
"""

OF_A_MESSAGE: Final = f"""
INSERT INTO push_parcel AS k (device_id, kind, subject, space_id, stamp, due_at, attempts)
SELECT d.id, %(kind)s, 'space:' || s.space_id, s.space_id, %(post)s, %(due)s, 0
FROM spaces_subscription s
JOIN push_device d ON d.person_id = s.person_id
LEFT JOIN push_preferences p ON p.person_id = s.person_id
WHERE s.space_id = %(space)s AND s.state = 'active' AND s.level <> 'nothing'
  AND s.person_id <> %(author)s AND coalesce((p.kinds->>%(kind)s)::boolean, %(usual)s)
{_KEEP}
"""


def wait(letter: Letter, lines: list[int]) -> None:
    """Have these lines shown on the devices of those who want their kind there."""
    if letter.kind in choices.DEFAULTS:
        _insert(OF_LINES, letter.kind, {"lines": lines})


def hear(entry: Entry) -> None:
    """Have a conversation's new line shown on its members' devices; listens to posts."""
    if entry.space is None or not entry.space.is_conversation or entry.post_id is None:
        return
    what = {"space": entry.space_id, "post": entry.post_id, "author": entry.actor_id}
    _insert(OF_A_MESSAGE, choices.MESSAGE, what)


def _insert(sql: str, kind: str, values: dict[str, Any]) -> None:
    if not settings.PUSH:
        return
    due = timezone.now() + WAIT
    usual = choices.DEFAULTS[kind]
    with connection.cursor() as cursor:
        cursor.execute(sql, {"kind": str(kind), "usual": usual, "due": due, **values})
        if cursor.rowcount:
            wakes.send(WAIT)
