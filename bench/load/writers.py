"""Sixteen at once on the busiest post: how many a second, and that none is lost."""

from collections import Counter
from collections.abc import Iterator
from itertools import cycle

from django.db import connection

from bench.load.deeds import Make, post
from bench.load.driver import Sent, drive
from bench.load.visitors import Visitor, Visitors
from bench.report import Report
from parvis.posts.models import Post, Reaction

WRITERS = 16
RATE = 500.0


def measure(port: int, visitors: Visitors, seconds: float, report: Report) -> None:
    """Comment and react on one post with sixteen connections, then count."""
    busiest = (
        Post.objects.filter(thread__isnull=True, removed_at__isnull=True, space__visibility="open")
        .exclude(space__kind="conversation")
        .order_by("-comments_count")[0]
        .pk
    )
    deadlocks = _deadlocks()
    deeds = {
        "comment": post(
            lambda one, dice: f"/posts/{busiest}/comments", lambda dice: {"text": "All at once."}
        ),
        "reaction": post(
            lambda one, dice: f"/posts/{busiest}/react",
            lambda dice: {"emoji": dice.choice(("like", "love", "wow", "thanks"))},
        ),
    }
    for name, make in deeds.items():
        run = drive(port, _requests(name, make, visitors.everybody), WRITERS, seconds, warm=2)
        samples = run.together
        report.add_rate(f"busiest.{name}.{WRITERS}.rate", samples.rate, "1/s", RATE)
        report.add(f"busiest.{name}.{WRITERS}.p99", samples.quantile(0.99), "ms")
        report.add(f"busiest.{name}.wrong", sum(samples.wrong.values()), "answers", 0)
    report.add("busiest.lost", _lost(busiest), "counts", 0)
    report.add("busiest.deadlocks", _deadlocks() - deadlocks, "deadlocks", 0)


def _requests(name: str, make: Make, visitors: list[Visitor]) -> Iterator[Sent]:
    from random import Random

    dice = Random(5)  # noqa: S311
    for one in cycle(visitors):
        yield name, make(one, dice)


def _lost(pk: int) -> int:
    """Return by how much the post's counts differ from its rows."""
    found = Post.objects.get(pk=pk)
    comments = Post.objects.filter(thread=pk, removed_at__isnull=True).count()
    reactions = Counter(Reaction.objects.filter(post=pk).values_list("emoji", flat=True))
    wrong = abs(found.comments_count - comments)
    for emoji in {*reactions, *found.reactions}:
        wrong += abs(reactions[emoji] - int(found.reactions.get(emoji, 0)))
    return wrong


def _deadlocks() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        (number,) = cursor.fetchone() or (0,)
    return int(number)
