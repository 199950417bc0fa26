"""The worker's part: entries of the journal are taken from a list and told, many at a time.

A job for each deed cost more than the deed. While much happens, one job goes on for as long as
it finds something, with a short rest in between: what comes together is told together.
"""

import logging
import time
from typing import Final

from django.db import transaction

from parvis.journal.models import Entry
from parvis.kernel.hot import run
from parvis.notifications import letters
from parvis.notifications.verbs import PEOPLE_AT_ONCE, tell

HANDFUL: Final = 100
SECONDS_OF_REST: Final = 0.1

TAKE: Final = """
DELETE FROM notifications_untold WHERE entry_id IN (
  SELECT entry_id FROM notifications_untold ORDER BY entry_id LIMIT %(limit)s
  FOR UPDATE SKIP LOCKED)
RETURNING entry_id
"""

log = logging.getLogger(__name__)


def tell_all() -> None:
    """Tell of all entries that wait, until there are no more."""
    while tell_some():
        time.sleep(SECONDS_OF_REST)


def tell_some() -> int:
    """Tell of the oldest entries that wait; returns how many there were.

    Where one cannot be told of, each of them becomes a job of its own, which tries again and
    shows why.
    """
    from parvis.notifications.tasks import tell_one

    try:
        with transaction.atomic():
            waiting = _take()
            for entry in Entry.objects.filter(pk__in=waiting).order_by("pk"):
                _tell_or_put_off(entry)
    except Exception:
        log.exception("not told of many entries at once, hence of each alone")
        with transaction.atomic():
            waiting = _take()
            for key in waiting:
                tell_one.defer(entry=key)
    return len(waiting)


def _tell_or_put_off(entry: Entry) -> None:
    """Tell of an entry, or have a job of its own tell a crowd, outside of this transaction."""
    from parvis.notifications.tasks import tell_one

    found = letters.of(entry)
    if sum(len(letter.to) for letter in found) > PEOPLE_AT_ONCE:
        tell_one.defer(entry=entry.pk)
        return
    for letter in found:
        tell(entry, letter)


def _take() -> list[int]:
    return sorted(key for (key,) in run(TAKE, {"limit": HANDFUL}))
