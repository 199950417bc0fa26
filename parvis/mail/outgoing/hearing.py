"""What mail hears of the journal."""

from parvis.journal.models import Entry
from parvis.mail.models import Choice


def spread(entry: Entry) -> None:
    """Have the worker write a new post's letters, where somebody reads its space as a list."""
    from parvis.mail.tasks import spread as write

    lists = Choice.objects.filter(space=entry.space_id, delivery=Choice.Delivery.LIST)
    if lists.exists():
        write.defer(entry=entry.pk)
