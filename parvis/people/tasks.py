"""What the worker does for people."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from parvis.people import letters
from parvis.people.housekeeping import forget_the_past

PATIENCE = RetryStrategy(max_attempts=8, exponential_wait=4)


@app.task(queue="mail", retry=PATIENCE)
def send_link(login: str, language: str, then: str = "") -> None:
    """Send a sign-in link to whoever has this address or handle."""
    letters.write_link(login, language, then)


@app.task(queue="mail", retry=PATIENCE)
def send_invitation(person: int, by: int) -> None:
    """Send an invitation."""
    letters.write_invitation(person, by)


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="people.forget_the_past")
def forget_expired(timestamp: int) -> None:
    """Every night: forget expired sessions and keys."""
    forget_the_past()
