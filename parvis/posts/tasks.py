"""Jobs of posts."""

from procrastinate.contrib.django import app

from parvis.posts.verbs import drafting, once


@app.periodic(cron="29 3 * * *")
@app.task(name="posts.forget_form_keys", queueing_lock="posts.forget_form_keys", pass_context=False)
def forget_form_keys(timestamp: int) -> None:
    """Forget the forms of the days before, once a night."""
    once.forget()


@app.periodic(cron="41 3 * * *")
@app.task(name="posts.forget_drafts", queueing_lock="posts.forget_drafts", pass_context=False)
def forget_drafts(timestamp: int) -> None:
    """Forget drafts that nobody has touched for a season, once a night."""
    drafting.forget_old_drafts()
