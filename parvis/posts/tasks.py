"""Jobs of posts."""

from procrastinate.contrib.django import app

from parvis.posts.verbs import once


@app.periodic(cron="29 3 * * *")
@app.task(name="posts.forget_form_keys", queueing_lock="posts.forget_form_keys", pass_context=False)
def forget_form_keys(timestamp: int) -> None:
    """Forget the forms of the days before, once a night."""
    once.forget()
