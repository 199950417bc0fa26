"""What was just told on the site waits a little, to be told by mail if it is still news then."""

from datetime import timedelta
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from parvis.mail import choices
from parvis.mail.models import Choice, Preferences
from parvis.mail.outgoing import wakes
from parvis.notifications.letters import Letter

# Time for a second answer to come along, and for oneself to read on the site.
WAIT: Final = timedelta(minutes=10)

# One statement for any number of people. Runs before the lines come up again, so that a line
# that was read shows it: then only what is new now is to be told.
WAIT_FOR: Final = """
WITH news AS (
  SELECT n.id, n.person_id, n.space_id, (
    SELECT max(c.id) FROM notifications_cause c WHERE c.notification_id = n.id) - 1 AS until
  FROM notifications_notification n WHERE n.id = ANY(%(lines)s))
INSERT INTO mail_waiting AS w (notification_id, person_id, due_at, told_until)
SELECT news.id, news.person_id,
  %(at)s + CASE WHEN coalesce(m.kinds->>%(kind)s, %(usual)s) = %(now)s
    THEN interval '0' ELSE %(wait)s END, news.until
FROM news
JOIN people_person p ON p.id = news.person_id
LEFT JOIN mail_preferences m ON m.person_id = news.person_id
LEFT JOIN mail_choice c ON c.person_id = news.person_id AND c.space_id = news.space_id
WHERE p.is_active AND p.email <> '' AND p.kind <> 'bot' AND m.refused_at IS NULL
  AND coalesce(m.kinds->>%(kind)s, %(usual)s) IN (%(now)s, %(soon)s)
  AND (NOT %(of_posts)s OR coalesce(c.delivery, %(as_usual)s) = %(as_usual)s)
ON CONFLICT (notification_id) DO UPDATE SET
  told_until = CASE WHEN w.due_at IS NULL OR (
      SELECT read_at FROM notifications_notification WHERE id = EXCLUDED.notification_id
    ) IS NOT NULL THEN greatest(w.told_until, EXCLUDED.told_until) ELSE w.told_until END,
  due_at = least(w.due_at, EXCLUDED.due_at)
RETURNING w.due_at <= %(at)s
"""


def wait(letter: Letter, lines: list[int]) -> None:
    """Have these lines told by mail, to those who want their kind that way.

    A post that a person gets whole, or wants nothing of by mail, is told on the site alone.
    """
    usual = choices.DEFAULTS.get(letter.kind)
    if usual is None:
        return
    params: dict[str, Any] = {
        "lines": lines,
        "at": timezone.now(),
        "kind": str(letter.kind),
        "usual": str(usual),
        "wait": WAIT,
        "now": str(Preferences.How.NOW),
        "soon": str(Preferences.How.SOON),
        "as_usual": str(Choice.Delivery.USUAL),
        "of_posts": letter.kind in choices.OF_POSTS,
    }
    with connection.cursor() as cursor:
        cursor.execute(WAIT_FOR, params)
        if any(due for (due,) in cursor.fetchall()):
            wakes.gather()
