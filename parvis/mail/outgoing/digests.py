"""Whose summary is due now, by their own clock and calendar.

Nobody gets one who has just been here, and those who never come by get it less and less often.
"""

from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from parvis.people import house

# Hours after the chosen one during which a worker that was down makes up for it.
LATE: Final = 6
# Summaries in a row without a visit, after which they come less often, then rarely.
SLOW: Final = 4
SLOWER: Final = 8

DUE: Final = """
WITH zones AS MATERIALIZED (SELECT name FROM pg_timezone_names),
who AS (
  SELECT p.id, p.joined_at, m.digest_at,
    (%(now)s::timestamptz AT TIME ZONE coalesce(z.name, %(zone)s)) AS here,
    coalesce(m.digest, 'weekly') AS pace,
    coalesce(m.digest_hour, 8) AS hour,
    coalesce(m.digest_day, 0) AS day,
    coalesce(m.work_days, ARRAY[0, 1, 2, 3, 4]) AS work_days,
    coalesce(m.unopened, 0) AS unopened,
    greatest(v.seen_at, (
      SELECT max(s.seen_at) FROM people_session s WHERE s.person_id = p.id)) AS seen_at
  FROM people_person p
  LEFT JOIN mail_preferences m ON m.person_id = p.id
  LEFT JOIN feed_visit v ON v.person_id = p.id
  LEFT JOIN zones z ON z.name = p.time_zone
  WHERE p.is_active AND p.email <> '' AND p.kind <> 'bot' AND m.refused_at IS NULL
    AND coalesce(m.digest, 'weekly') <> 'never'),
pace AS (
  SELECT *, CASE
      WHEN pace = 'daily' AND unopened < %(slow)s THEN interval '20 hours'
      WHEN pace = 'daily' AND unopened < %(slower)s THEN interval '6 days'
      WHEN pace = 'weekly' AND unopened < %(slow)s THEN interval '6 days'
      WHEN pace = 'weekly' AND unopened >= %(slower)s THEN interval '83 days'
      ELSE interval '27 days' END AS apart,
    pace = 'daily' AND unopened < %(slow)s AS each_day,
    (extract(isodow FROM here) - 1)::int AS weekday,
    extract(hour FROM here) AS o_clock
  FROM who)
INSERT INTO mail_letter
  (person_id, kind, key, about, urgent, due_at, state, attempts, note)
SELECT id, 'digest', 'digest:' || to_char(here, 'YYYY-MM-DD'), '{}', true, %(now)s,
  'waiting', 0, ''
FROM pace
WHERE o_clock >= hour AND o_clock < hour + %(late)s
  AND CASE WHEN each_day THEN weekday = ANY(work_days) ELSE weekday = day END
  AND (digest_at IS NULL OR digest_at < %(now)s - apart)
  AND joined_at < %(now)s - interval '1 day'
  AND (seen_at IS NULL OR seen_at < %(now)s - CASE WHEN each_day
    THEN interval '12 hours' ELSE interval '2 days' END)
ON CONFLICT (person_id, key) DO NOTHING
"""


def write(now: datetime | None = None) -> int:
    """Write the summaries that are due; again within the day writes none. Returns how many."""
    params: dict[str, Any] = {
        "now": now or timezone.now(),
        "zone": house.current().time_zone,
        "late": LATE,
        "slow": SLOW,
        "slower": SLOWER,
    }
    with connection.cursor() as cursor:
        cursor.execute(DUE, params)
        return int(cursor.rowcount)
