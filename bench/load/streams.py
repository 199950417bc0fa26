"""Thousands of open pages on one process: memory, delay, pages meanwhile, all back at once."""

import asyncio
import resource
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from bench.client import Connection, Request
from bench.load import mix
from bench.load.deeds import Targets
from bench.load.driver import Run, drive
from bench.load.page import Page
from bench.load.processes import children, proportional
from bench.load.visitors import Visitor, Visitors
from bench.pages import DEED
from bench.report import Report
from bench.server import running
from parvis.spaces.models import Space, Subscription

WATCHERS, POSTS = 500, 20
AT_ONCE = 200  # connections that are opened at the same time, but for the storm
KILOBYTES, DELAY_MS, SLOWER = 30.0, 500.0, 1.3


def measure(
    data: Path, visitors: Visitors, targets: Targets, streams: int, seconds: float, report: Report
) -> None:
    """Open the streams on a server with one web process, and measure everything about them."""
    _allow_files(streams * 2 + 1_000)
    space, author = _community(visitors)
    pages = _pages(visitors.everybody, streams, space)
    with running(data, only="web", processes=1) as server:
        (web,) = children(server.pid)
        measuring = _Measuring(server.port, web, visitors, targets, seconds, report)
        asyncio.run(measuring.all(pages, space, author))


@dataclass
class _Measuring:
    port: int
    web: int
    visitors: Visitors
    targets: Targets
    seconds: float
    report: Report

    async def all(self, pages: list[Page], space: Space, author: Visitor) -> None:
        """Open, look, post, storm."""
        alone = (await self._homes()).together.quantile(0.5)
        before = proportional(self.web)
        began = time.perf_counter()
        await _each(pages, lambda page: page.open(self.port), AT_ONCE)
        self.report.add("streams.open", len(pages), "streams")
        self.report.add("streams.opened_in", time.perf_counter() - began, "s")
        each = (proportional(self.web) - before) * 1024 / len(pages)
        self.report.add("streams.each", each, "KB", KILOBYTES)
        meanwhile = (await self._homes()).together.quantile(0.5)
        self.report.add("streams.home.p50", meanwhile, "ms")
        self.report.add("streams.home.slower", meanwhile / alone, "times", SLOWER)
        await self._delays(pages, space, author)
        await self._storm(pages)
        for page in pages:
            page.close()

    async def _homes(self) -> Run:
        requests = mix.alone("home", self.visitors.everybody, self.targets)
        return await asyncio.to_thread(drive, self.port, requests, 1, self.seconds, warm=40)

    async def _delays(self, pages: list[Page], space: Space, author: Visitor) -> None:
        """Post now and then; each watcher must hear of each post, soon after it was sent."""
        watchers = [page for page in pages if page.watched]
        connection = await Connection.to(self.port)
        sent = []
        for number in range(POSTS):
            fields = {
                "csrfmiddlewaretoken": author.signed.token,
                "space": str(space.pk),
                "text": f"Everybody look, number {number}.",
            }
            request = Request(
                "POST", "/posts/", author.signed.cookies, urlencode(fields),
                (("HX-Request", "true"),), expected=DEED,
            )  # fmt: skip
            sent.append(time.perf_counter())
            await connection.send(request)
            await asyncio.sleep(0.4)
        await asyncio.sleep(2)
        delays = sorted(
            (heard - moment) * 1000
            for page in watchers
            for moment, heard in zip(sent, page.heard, strict=False)
        )
        missed = len(watchers) * POSTS - sum(len(page.heard) for page in watchers)
        self.report.add("streams.watchers", len(watchers), "pages")
        if delays:
            self.report.add("streams.delay.p50", delays[len(delays) // 2], "ms")
            p99 = delays[min(int(len(delays) * 0.99), len(delays) - 1)]
            self.report.add("streams.delay.p99", p99, "ms", DELAY_MS)
        self.report.add("streams.not_heard", missed, "nudges", 0)

    async def _storm(self, pages: list[Page]) -> None:
        """All hang up and come back in the same moment, while somebody reads."""
        for page in pages:
            page.close()
        reading = asyncio.create_task(self._homes())
        began = time.perf_counter()
        failed = await _each(pages, lambda page: page.open(self.port), len(pages))
        self.report.add("streams.storm.back_in", time.perf_counter() - began, "s")
        self.report.add("streams.storm.lost", failed, "streams", 0)
        self.report.add("streams.storm.home.p95", (await reading).together.quantile(0.95), "ms")


async def _each(pages: list[Page], do: Callable[[Page], Awaitable[None]], at_once: int) -> int:
    """Do something with every page, so many at once; returns how often it failed."""
    gate = asyncio.Semaphore(at_once)

    async def one(page: Page) -> bool:
        async with gate:
            try:
                await do(page)
            except (OSError, TimeoutError):
                return True
            return False

    return sum(await asyncio.gather(*(one(page) for page in pages)))


def _community(visitors: Visitors) -> tuple[Space, Visitor]:
    """Return an open community where one of the visitors may post."""
    known = {one.signed.person: one for one in visitors.everybody}
    row = (
        Subscription.objects.filter(
            person__in=list(known), state="active", space__kind="community",
            space__visibility="open", space__policy="members", space__archived_at=None,
        )
        .select_related("space").order_by("space__members_count", "pk").first()
    )  # fmt: skip
    assert row is not None  # noqa: S101 - a made company has such places
    return row.space, known[row.person_id]


def _pages(visitors: list[Visitor], streams: int, space: Space) -> list[Page]:
    watched = f'"space":"{space.pk}"'.encode()
    found = []
    for number in range(streams):
        cookies = visitors[number % len(visitors)].signed.cookies
        if number < min(WATCHERS, streams):
            found.append(Page(cookies, f"?space={space.pk}", watched))
        else:
            found.append(Page(cookies, ""))
    return found


def _allow_files(number: int) -> None:
    """Let this process, and the server that it starts, have that many files open."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = number if hard == resource.RLIM_INFINITY else min(number, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
