"""Jobs of communities."""

from procrastinate.contrib.django import app

from parvis.spaces import audience


@app.periodic(cron="11 3 * * *")
@app.task(name="spaces.follow_directory", queueing_lock="spaces.follow_directory")
def follow_directory(timestamp: int) -> None:
    """Every night: bring members in line with their rules, whatever was changed past the verbs."""
    audience.apply_all()
