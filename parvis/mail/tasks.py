"""Jobs of mail."""

from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from parvis.journal.models import Entry
from parvis.mail.incoming import holding, imap, keeping, notices
from parvis.mail.outgoing import digests, gathering, housekeeping, lists, running

PATIENCE = RetryStrategy(max_attempts=8, exponential_wait=4)


@app.periodic(cron="* * * * *")
@app.task(name="mail.gather", queue="mail", queueing_lock="mail.gather", lock="mail.gather")
def gather(timestamp: int | None = None) -> None:
    """Every minute, and when something is due at once: make letters of what waited."""
    running.gather(gathering.gather)


@app.periodic(cron="*/15 * * * *")
@app.task(name="mail.digests", queue="mail", queueing_lock="mail.digests")
def write_digests(timestamp: int) -> None:
    """Every quarter of an hour: write the summaries whose hour has come somewhere."""
    running.gather(digests.write)


@app.periodic(cron="* * * * *")
@app.task(name="mail.send", queue="mail", queueing_lock="mail.send", lock="mail.send")
def send(timestamp: int | None = None) -> None:
    """Every minute, and when letters are written: send what is due, for a while."""
    running.send()


@app.task(name="mail.spread", queue="mail", retry=PATIENCE)
def spread(entry: int) -> None:
    """Write a new post's letters for those who get its space as a list."""
    lists.spread(Entry.objects.get(pk=entry))


@app.task(name="mail.write_announcement", queue="mail", retry=PATIENCE, lock="mail.announce")
def write_announcement(post: int) -> None:
    """Write an announcement's letters, batch after batch."""
    running.announce(post)


@app.periodic(cron="53 3 * * *")
@app.task(name="mail.forget", queue="mail", queueing_lock="mail.forget")
def forget(timestamp: int) -> None:
    """Every night: forget letters that were sent long ago."""
    housekeeping.forget()


@app.periodic(cron="41 * * * *")
@app.task(name="mail.forget_incoming", queue="mail", queueing_lock="mail.forget_incoming")
def forget_incoming(timestamp: int) -> None:
    """Every hour: forget messages that came in a day ago."""
    keeping.forget()


@app.task(name="mail.write_notice", queue="mail", retry=PATIENCE)
def write_notice(
    address: str, reason: str, said: str, files: list[str], subject: str, message_id: str
) -> None:
    """Tell somebody why their mail was not taken in."""
    notices.write(address, reason, said, files, subject, message_id)


@app.task(name="mail.ask_to_confirm", queue="mail", retry=PATIENCE)
def ask_to_confirm(row: int) -> None:
    """Ask somebody whether a mail in their name is theirs."""
    holding.ask(row)


@app.periodic(cron="* * * * *")
@app.task(name="mail.poll", queue="mail", queueing_lock="mail.poll", lock="mail.poll")
def poll(timestamp: int | None = None) -> None:
    """Every minute: look into the mailbox, where one is configured."""
    if settings.MAIL_IMAP_URL:
        imap.poll()
