"""The worker's own housekeeping, by the clock."""

from procrastinate import JobContext
from procrastinate.contrib.django import app

from parvis.operations.worker import take_up_stalled

HOURS_JOBS_ARE_KEPT = 24 * 7


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="operations.take_up_stalled_jobs", pass_context=True)
async def take_up_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Every minute: jobs of a worker that was killed are done by another."""
    await take_up_stalled(context.app)


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="operations.forget_old_jobs", pass_context=True)
async def forget_old_jobs(context: JobContext, timestamp: int) -> None:
    """Every night: forget the jobs that were done a week ago."""
    await context.app.job_manager.delete_old_jobs(nb_hours=HOURS_JOBS_ARE_KEPT)
