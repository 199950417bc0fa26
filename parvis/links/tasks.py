"""Jobs of links."""

from procrastinate.contrib.django import app

from parvis.links import verbs


@app.task(name="links.look_up", retry=2)
def look_up(card_id: int) -> None:
    """Look behind a link."""
    verbs.look_up(card_id)


@app.periodic(cron="51 3 * * *")
@app.task(name="links.forget_unused", queueing_lock="links.forget_unused", pass_context=False)
def forget_unused(timestamp: int) -> None:
    """Let go of cards that no post shows, once a night."""
    verbs.forget_unused()
