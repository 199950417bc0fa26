"""A replica: how far behind it is while people write, and whether it answers the same."""

import asyncio
import threading
import time
from collections.abc import Iterator
from itertools import cycle
from random import Random
from typing import Any

import psycopg

from bench.client import Connection
from bench.hosts.database import Primary, Replica, caught_up
from bench.hosts.site import BOTH, Site
from bench.hosts.together import community, posts, quantile
from bench.load.deeds import writes
from bench.load.driver import Sent, drive
from bench.load.visitors import Visitor, Visitors
from bench.report import Report
from parvis.feed.queries import HOME_FIRST, PAGE
from parvis.operations.runtime import Stop

POSTS, PEOPLE, WRITERS = 60, 300, 8
LOOK = 0.0005


def measure(
    site: Site, first: Primary, copy: Replica, visitors: Visitors, name: str, seconds: float,
    report: Report,
) -> None:  # fmt: skip
    """Measure the lag with one writer and with eight."""
    caught_up(first.here, copy.url)
    quiet = _lag_of_posts(site, copy, visitors)
    report.add(f"replica.{name}.seen.p50", quantile(quiet, 0.5), "ms after the answer")
    report.add(f"replica.{name}.seen.p99", quantile(quiet, 0.99), "ms after the answer")
    not_yet = sum(lag > 0 for lag in quiet) / len(quiet)
    report.add(f"replica.{name}.not_yet", not_yet * 100, "% of posts, at the answer")
    rate, busy = _lag_under_load(site, first, visitors, seconds)
    report.add(f"replica.{name}.busy.rate", rate, "posts/s")
    report.add(f"replica.{name}.busy.p50", quantile(busy, 0.5), "ms")
    report.add(f"replica.{name}.busy.p99", quantile(busy, 0.99), "ms")
    caught_up(first.here, copy.url)


def compare(
    first: Primary, copy: Replica, visitors: Visitors, seconds: float, report: Report
) -> None:
    """Run the home feed's statement on both; the rows must be the same."""
    people = [one.signed.person for one in visitors.everybody[:PEOPLE]]
    caught_up(first.here, copy.url)
    ours, theirs = (_homes(url, people) for url in (first.url, copy.url))
    different = sum(one != other for one, other in zip(ours, theirs, strict=True))
    report.add("replica.different", different, f"of {len(people)} homes", 0)
    for name, url in (("primary", first.url), ("replica", copy.url)):
        report.add(f"replica.home.{name}", _rate(url, people, seconds), "statements/s")


def _lag_of_posts(site: Site, copy: Replica, visitors: Visitors) -> list[float]:
    """Write now and then; return the seconds from each answer until the replica has the post.

    0 where it had it at the first look.
    """
    space, authors = community(visitors)
    found: list[float] = []

    async def write() -> None:
        connection = await Connection.to(BOTH, site.proxy.address)
        with psycopg.connect(copy.url, autocommit=True) as looking:
            newest = "SELECT max(id) FROM posts_post WHERE space_id = %s AND thread_id IS NULL"
            known = _value(looking, newest, space.pk)
            for _, request in zip(range(POSTS), posts(space, authors), strict=False):
                status, _size = await connection.send(request)
                if status not in request.expected:
                    raise Stop(f"A post was answered {status}.")
                answered, first_look = time.perf_counter(), True
                while (now := _value(looking, newest, space.pk)) == known:
                    if time.perf_counter() - answered > 10:
                        raise Stop("A post does not reach the replica.")
                    first_look = False
                    time.sleep(LOOK)  # noqa: ASYNC251 - nothing else happens in this loop
                found.append(0.0 if first_look else time.perf_counter() - answered)
                known = now
                await asyncio.sleep(0.05)

    asyncio.run(write())
    return found


def _lag_under_load(
    site: Site, first: Primary, visitors: Visitors, seconds: float
) -> tuple[float, list[float]]:
    """Return posts a second of eight writers, and PostgreSQL's own word about the lag meanwhile."""
    lags: list[float] = []
    over = threading.Event()

    def look() -> None:
        statement = "SELECT extract(epoch FROM replay_lag)::float FROM pg_stat_replication"
        url = first.server.home
        with psycopg.connect(
            host=str(url.socket), user="admin", password=url.admin_password, dbname="postgres",
            autocommit=True,
        ) as connection:  # fmt: skip
            while not over.wait(0.02):
                lag = _value(connection, statement)
                if lag is not None:
                    lags.append(lag)

    looking = threading.Thread(target=look)
    looking.start()
    try:
        run = drive(
            BOTH, _writing(visitors.everybody), WRITERS, seconds, address=site.proxy.address
        )
    finally:
        over.set()
        looking.join()
    samples = run.together
    right = len(samples.seconds) - sum(samples.wrong.values())
    return right / samples.elapsed, lags


def _writing(visitors: list[Visitor]) -> Iterator[Sent]:
    dice, make = Random(7), writes()["post"]  # noqa: S311
    return (("post", make(one, dice)) for one in cycle(visitors))


def _homes(url: str, people: list[int]) -> list[list[Any]]:
    with psycopg.connect(url, autocommit=True) as connection:
        return [_home(connection, person) for person in people]


def _rate(url: str, people: list[int], seconds: float) -> float:
    with psycopg.connect(url, autocommit=True, options="-c jit=off") as connection:
        for person in people:
            _home(connection, person)
        began, number = time.perf_counter(), 0
        for person in cycle(people):
            _home(connection, person)
            number += 1
            if time.perf_counter() - began > seconds:
                break
        return number / (time.perf_counter() - began)


def _home(connection: "psycopg.Connection[Any]", person: int) -> list[Any]:
    values = {"person": person, "employee": True, "count": PAGE}
    return connection.execute(HOME_FIRST.encode(), values, prepare=True, binary=True).fetchall()


def _value(connection: "psycopg.Connection[Any]", statement: str, *values: object) -> Any:
    row = connection.execute(statement.encode(), values).fetchone()
    return row[0] if row else None
