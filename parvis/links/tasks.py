"""Jobs of links."""

from procrastinate.contrib.django import app

from parvis.links import verbs


@app.task(name="links.look_up", retry=2)
def look_up(card_id: int) -> None:
    """Look behind a link."""
    verbs.look_up(card_id)
