"""Jobs of a killed worker: done by another, and never in the way of what waits behind them."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from parvis.operations.worker import take_up_stalled

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_workers() -> Iterator[None]:
    """Django does not empty procrastinate's tables after a test."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
        cursor.execute("DELETE FROM procrastinate_workers")


def _killed(**fields: Any) -> int:
    """Return a job that a worker had begun when it was killed, an hour ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) "
            "VALUES (now() - interval '1 hour') RETURNING id"
        )
        (worker,) = cursor.fetchone() or (0,)
        cursor.execute(
            "INSERT INTO procrastinate_jobs "
            "(queue_name, task_name, lock, queueing_lock, args, status, worker_id) "
            "VALUES ('mail', 'mail.send', 'mail.send', 'mail.send', '{}', 'doing', %s) "
            "RETURNING id",
            [worker],
        )
        (job,) = cursor.fetchone() or (0,)
    return int(job)


async def _take_up() -> int:
    connector: Any = app.connector
    other = connector.get_worker_connector()
    with app.replace_connector(other):
        async with app.open_async():
            return await take_up_stalled(app)


def test_a_killed_workers_job_is_queued_again() -> None:
    job = _killed()
    assert asyncio.run(_take_up()) == 1
    assert ProcrastinateJob.objects.get(pk=job).status == "todo"


def test_one_that_waits_already_ends_the_killed_one() -> None:
    job = _killed()
    waiting = app.configure_task("mail.send", queueing_lock="mail.send").defer()
    asyncio.run(_take_up())
    assert ProcrastinateJob.objects.get(pk=job).status == "aborted"
    assert ProcrastinateJob.objects.get(pk=waiting).status == "todo"
