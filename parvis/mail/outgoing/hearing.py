"""What mail hears of the journal."""

from typing import Final

from parvis.journal.models import Entry
from parvis.kernel.hot import run
from parvis.mail.models import Choice

READ_AS_A_LIST: Final = """
SELECT 1 FROM mail_choice WHERE space_id = %(space)s AND delivery = %(list)s LIMIT 1
"""


def spread(entry: Entry) -> None:
    """Have the worker write a new post's letters, where somebody reads its space as a list."""
    from parvis.mail.tasks import spread as write

    if run(READ_AS_A_LIST, {"space": entry.space_id, "list": Choice.Delivery.LIST.value}):
        write.defer(entry=entry.pk)
