"""The worker: does the jobs that verbs left behind, and what is due by the clock."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, cast

from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

if TYPE_CHECKING:
    from procrastinate.contrib.django.django_connector import DjangoConnector

JOBS_AT_ONCE = 4
SECONDS_TO_FINISH = 10.0
SECONDS_UNTIL_STALLED = 30.0


def run() -> None:
    """Work until SIGINT or SIGTERM; running jobs get a moment to finish. Django is set up."""
    asyncio.run(_work())


async def _work() -> None:
    from procrastinate.contrib.django import app

    connector = cast("DjangoConnector", app.connector).get_worker_connector()
    with app.replace_connector(connector):
        async with app.open_async():
            await take_up_stalled(app)
            await app.run_worker_async(
                concurrency=JOBS_AT_ONCE,
                shutdown_graceful_timeout=SECONDS_TO_FINISH,
                stalled_worker_timeout=SECONDS_UNTIL_STALLED,
            )


async def take_up_stalled(app: Any) -> int:
    """Queue again the jobs that a killed worker left unfinished; returns how many.

    Where the same job waits already (its queueing lock says so), the unfinished one ends: kept,
    it would hold its lock, and nothing behind it were ever done.
    """
    stalled = list(
        await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SECONDS_UNTIL_STALLED)
    )
    for job in stalled:
        try:
            await app.job_manager.retry_job(job)
        except UniqueViolation:
            await app.job_manager.finish_job(job, status=Status.ABORTED, delete_job=False)
    return len(stalled)
