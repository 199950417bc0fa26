"""Jobs of the worker."""

from procrastinate.contrib.django import app

from parvis.push import sending, verbs


@app.periodic(cron="* * * * *")
@app.task(name="push.send", queue="push", queueing_lock="push.send", lock="push.send")
def send(timestamp: int | None = None) -> None:
    """Every minute, and soon after something was told: send what is due."""
    sending.send()


@app.periodic(cron="23 3 * * *")
@app.task(name="push.forget", queue="push", queueing_lock="push.forget")
def forget(timestamp: int) -> None:
    """Every night: forget devices on which nobody is signed in any more."""
    verbs.forget_the_dead()
