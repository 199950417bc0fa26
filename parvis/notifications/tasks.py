"""Jobs of the worker."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from parvis.journal.models import Entry
from parvis.notifications import telling, verbs


@app.periodic(cron="* * * * *")
@app.task(
    name="notifications.tell",
    queueing_lock="notifications.tell",
    lock="notifications.tell",
    queue="notifications",
)
def tell(timestamp: int | None = None) -> None:
    """When something happened, and every minute: tell whoever it concerns."""
    telling.tell_all()


@app.task(
    name="parvis.notifications.tasks.tell",
    queue="notifications",
    retry=RetryStrategy(max_attempts=5, exponential_wait=3),
)
def tell_one(entry: int) -> None:
    """Tell of an entry of the journal that concerns a crowd, or could not be told with others."""
    verbs.tell_of(Entry.objects.get(pk=entry))
