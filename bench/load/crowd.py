"""A post that concerns the whole company: its request, how soon all are told, pages meanwhile."""

import threading
import time

from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from bench.load import mix
from bench.load.deeds import Targets
from bench.load.driver import Run, drive
from bench.load.visitors import Visitors
from bench.report import Report
from parvis.notifications.models import Notification, Untold
from parvis.people.models import Person
from parvis.posts.verbs import publish, remove
from parvis.spaces.models import Space

CLIENTS = 4
SLICE = 1.0
PATIENCE_SECONDS = 300.0
SECONDS, SLOWER, REQUEST_MS = 60.0, 2.0, 50.0

# Everybody there is told of every post, until it is measured.
WATCH = """
WITH changed AS (
  UPDATE spaces_subscription SET level = 'all'
  WHERE space_id = %s AND state = 'active' AND level <> 'all' RETURNING id)
SELECT array_agg(id) FROM changed
"""
WATCH_NO_MORE = "UPDATE spaces_subscription SET level = 'mentions' WHERE id = ANY(%s)"


def measure(
    port: int, visitors: Visitors, targets: Targets, seconds: float, report: Report
) -> None:
    """Post in the largest community while all its members are told of every post."""
    space = Space.objects.filter(kind=Space.Kind.COMMUNITY).order_by("-members_count")[0]
    author = Person.objects.filter(
        subscriptions__space=space, subscriptions__role="manager", is_active=True
    )[0]
    with connection.cursor() as cursor:
        cursor.execute(WATCH, [space.pk])
        (watching,) = cursor.fetchone() or (None,)
    try:
        _measure(port, visitors, targets, seconds, report, space, author)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(WATCH_NO_MORE, [watching or []])


def _measure(
    port: int, visitors: Visitors, targets: Targets, seconds: float, report: Report,
    space: Space, author: Person,
) -> None:  # fmt: skip
    def homes(for_seconds: float) -> Run:
        return drive(port, mix.alone("home", visitors.everybody, targets), CLIENTS, for_seconds)

    homes(seconds)  # what a first look costs is not the question here
    quiet = homes(seconds * 2).together.quantile(0.95)
    began = time.perf_counter()
    post = publish(author, space, "This concerns us all.")
    report.add("crowd.verb", (time.perf_counter() - began) * 1000, "ms", REQUEST_MS)
    watcher = _Watcher(began)
    meanwhile: list[float] = []
    while watcher.is_alive() or not meanwhile:
        meanwhile += homes(SLICE).together.seconds
    watcher.join()
    p95 = sorted(meanwhile)[int(len(meanwhile) * 0.95)] * 1000
    report.add("crowd.people", Notification.objects.filter(post=post.pk).count(), "people")
    report.add("crowd.told_in", watcher.seconds, "s", SECONDS)
    report.add("crowd.home.p95", p95, "ms")
    report.add("crowd.home.slower", p95 / quiet, "times at p95", SLOWER)
    remove(author, post)


class _Watcher(threading.Thread):
    """Waits until there is nothing left to tell anybody; ``seconds`` since ``began``."""

    def __init__(self, began: float) -> None:
        super().__init__()
        self.began, self.seconds = began, 0.0
        self.start()

    def run(self) -> None:
        """Look twice a second."""
        jobs = ProcrastinateJob.objects.filter(
            queue_name="notifications", status__in=("todo", "doing")
        )
        while self.seconds < PATIENCE_SECONDS and (Untold.objects.exists() or jobs.exists()):
            time.sleep(0.5)
            self.seconds = time.perf_counter() - self.began
        connection.close()
