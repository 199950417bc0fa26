"""Jobs of the worker."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from parvis.journal.models import Entry
from parvis.notifications import verbs


@app.task(queue="notifications", retry=RetryStrategy(max_attempts=5, exponential_wait=3))
def tell(entry: int) -> None:
    """Tell whoever an entry of the journal concerns."""
    verbs.tell_of(Entry.objects.get(pk=entry))
