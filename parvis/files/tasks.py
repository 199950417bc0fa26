"""Jobs of files."""

from procrastinate.contrib.django import app

from parvis.files import cleaning


@app.periodic(cron="23 3 * * *")
@app.task(name="files.clean", queueing_lock="files.clean", pass_context=False)
def clean(timestamp: int) -> None:
    """Throw away what nobody needs, once a night."""
    cleaning.clean()
