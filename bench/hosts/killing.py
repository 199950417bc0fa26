"""One of two hosts is killed while people write and read: what was acknowledged is there."""

import asyncio
import time
from dataclasses import dataclass, field
from itertools import count, cycle, pairwise
from urllib.parse import urlencode

from bench.client import Connection, Request
from bench.hosts.site import BOTH, Site
from bench.load.visitors import Visitor, Visitors
from bench.pages import DEED
from bench.report import Report
from parvis.posts.models import Post

WRITERS, READERS = 4, 4
BEFORE, AFTER, BACK = 3.0, 5.0, 4.0  # seconds: both hosts, one alone, both again


@dataclass
class Seen:
    """What the clients saw."""

    acknowledged: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    read: int = 0
    unread: int = 0


def measure(site: Site, visitors: Visitors, report: Report) -> None:
    """Kill host a in the middle, start it again, and count."""
    seen = Seen()
    turns, began = asyncio.run(_all(site, visitors, seen))
    kept = set(
        Post.objects.filter(source__in=seen.acknowledged + seen.unanswered).values_list(
            "source", flat=True
        )
    )
    lost = [text for text in seen.acknowledged if text not in kept]
    report.add("hosts.killed.acknowledged", len(seen.acknowledged), "posts")
    report.add("hosts.killed.lost", len(lost), "posts", 0)
    report.add("hosts.killed.unanswered", len(seen.unanswered), "posts", WRITERS)
    written = sum(text in kept for text in seen.unanswered)
    report.add("hosts.killed.unanswered.written", written, "posts")
    report.add("hosts.killed.read", seen.read, "pages")
    report.add("hosts.killed.unread", seen.unread, "pages", 0)
    moments = sorted(seen.answers)
    gap = max(later - sooner for sooner, later in pairwise(moments))
    report.add("hosts.killed.longest_silence", gap, "s", 2)
    report.add("hosts.killed.back.start", began, "s")
    report.add_rate("hosts.killed.back.share", turns["a"] / sum(turns.values()), "of 1", 0.2)


async def _all(site: Site, visitors: Visitors, seen: Seen) -> tuple[dict[str, int], float]:
    """Return the requests each host got at the end, and the seconds host a took to start."""
    stop = asyncio.Event()
    people, numbers = cycle(visitors.everybody), count()
    walls = [_write(site, people, numbers, seen, stop) for _ in range(WRITERS)]
    homes = [_read(site, people, seen, stop) for _ in range(READERS)]
    clients = asyncio.gather(*walls, *homes)
    await asyncio.sleep(BEFORE)
    site.hosts["a"].kill()
    await asyncio.sleep(AFTER)
    began = await asyncio.to_thread(site.start, site.hosts["a"])
    await asyncio.sleep(BACK / 2)  # until the proxy asks there again
    before = site.turns()
    await asyncio.sleep(BACK)
    after = site.turns()
    stop.set()
    await clients
    return {name: after[name] - before[name] for name in after}, began


async def _write(
    site: Site, people: "cycle[Visitor]", numbers: "count[int]", seen: Seen, stop: asyncio.Event
) -> None:
    connection = await Connection.to(BOTH, site.proxy.address)
    while not stop.is_set():
        one = next(people)
        text = f"Written while a host goes, {time.time_ns()}, number {next(numbers)}."
        fields = {"csrfmiddlewaretoken": one.signed.token, "text": text}
        htmx = (("HX-Request", "true"),)
        request = Request("POST", "/posts/", one.signed.cookies, urlencode(fields), htmx)
        status, _size = await connection.send(request)
        (seen.acknowledged if status in DEED else seen.unanswered).append(text)
        seen.answers.append(time.perf_counter())


async def _read(site: Site, people: "cycle[Visitor]", seen: Seen, stop: asyncio.Event) -> None:
    connection = await Connection.to(BOTH, site.proxy.address)
    while not stop.is_set():
        status, _size = await connection.send(Request("GET", "/", next(people).signed.cookies))
        seen.read += 1
        seen.unread += status != 200
        seen.answers.append(time.perf_counter())
