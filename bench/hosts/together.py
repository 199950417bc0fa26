"""Two hosts are one site: a session is known on both, and each hears of the other's posts."""

import asyncio
import re
import time
from collections.abc import Iterator
from itertools import cycle
from urllib.parse import urlencode

import httpx
from django.db.models import Count
from django.urls import reverse

from bench.client import Connection, Request
from bench.hosts.site import BOTH, PORT, Site
from bench.load.page import Page
from bench.load.visitors import Visitor, Visitors
from bench.pages import DEED
from bench.report import Report
from parvis.operations.runtime import Stop
from parvis.people.models import Person
from parvis.people.verbs import sign_in_link
from parvis.spaces.models import Space, Subscription

POSTS, PAUSE, AUTHORS = 60, 0.1, 30


def sessions(site: Site, visitors: Visitors, report: Report) -> None:
    """Come in at host a, look around at host b, sign out there; host a must know."""
    a, b = (f"http://{site.hosts[name].machine.address}:{PORT}" for name in ("a", "b"))
    person = Person.objects.get(pk=visitors.everybody[0].signed.person)
    wrong = 0
    with httpx.Client(trust_env=False) as browser:
        door = a + sign_in_link(person)
        page = browser.get(door)
        browser.post(door, data={"csrfmiddlewaretoken": _token(page)})
        # A browser has one name for the site, and its cookies: not one for each host.
        cookies = {cookie.name: cookie.value or "" for cookie in browser.cookies.jar}
    with httpx.Client(trust_env=False, cookies=cookies) as browser:
        for host in (a, b):
            wrong += person.handle not in browser.get(f"{host}/").text
        page = browser.get(f"{b}/")
        browser.post(b + reverse("account_logout"), data={"csrfmiddlewaretoken": _token(page)})
    with httpx.Client(trust_env=False, cookies=cookies) as browser:
        for host in (a, b):
            wrong += browser.get(f"{host}/").status_code != 302
    report.add("hosts.sessions.wrong", wrong, "of 4", 0)


def live(site: Site, visitors: Visitors, report: Report) -> None:
    """Write at host a; pages listen there, at host b, and at the proxy."""
    asyncio.run(_live(site, *community(visitors), report))


def community(visitors: Visitors) -> tuple[Space, list[Visitor]]:
    """Return an open community where several of the visitors may post, and these."""
    known = {one.signed.person: one for one in visitors.everybody}
    theirs = Subscription.objects.filter(
        person__in=list(known), state="active", space__kind="community",
        space__visibility="open", space__policy="members", space__archived_at=None,
    )  # fmt: skip
    rows = list(theirs.values("space").annotate(number=Count("pk")).order_by("number", "space"))
    row = next((one for one in rows if one["number"] >= AUTHORS), rows[-1] if rows else None)
    if row is None:
        raise Stop("Nobody may post in any open community: more --people, or a larger company.")
    authors = theirs.filter(space=row["space"]).order_by("pk").values_list("person", flat=True)
    return Space.objects.get(pk=row["space"]), [known[pk] for pk in authors]


def posts(space: Space, authors: list[Visitor]) -> Iterator[Request]:
    """Return posts into a community without end, each by the next author."""
    for number, one in enumerate(cycle(authors)):
        fields = {
            "csrfmiddlewaretoken": one.signed.token, "space": str(space.pk),
            "text": f"From host to host, number {number}.",
        }  # fmt: skip
        htmx = (("HX-Request", "true"),)
        yield Request("POST", "/posts/", one.signed.cookies, urlencode(fields), htmx, expected=DEED)


async def _live(site: Site, space: Space, authors: list[Visitor], report: Report) -> None:
    a, b = site.hosts["a"].machine.address, site.hosts["b"].machine.address
    watched = f'"space":"{space.pk}"'.encode()
    places = {"same host": (PORT, a), "other host": (PORT, b), "proxy": (BOTH, site.proxy.address)}
    pages = {
        name: Page(authors[0].signed.cookies, f"?space={space.pk}", watched) for name in places
    }
    for name, page in pages.items():
        await page.open(*places[name])
    writing = posts(space, authors)
    connection = await Connection.to(PORT, a)
    for _ in range(5):  # these do not count
        await connection.send(next(writing))
    await asyncio.sleep(1)
    for page in pages.values():
        page.heard.clear()
    sent, answered, wrong = [], [], 0
    for _, request in zip(range(POSTS), writing, strict=False):
        sent.append(time.perf_counter())
        status, _size = await connection.send(request)
        answered.append(time.perf_counter() - sent[-1])
        wrong += status not in DEED
        await asyncio.sleep(PAUSE)
    await asyncio.sleep(1)
    report.add("hosts.live.refused", wrong, f"of {POSTS}", 0)
    report.add("hosts.live.answer.p50", quantile(answered, 0.5), "ms")
    for name, page in pages.items():
        page.close()
        delays = [heard - moment for moment, heard in zip(sent, page.heard, strict=False)]
        report.add(f"hosts.live.{name}.not_heard", POSTS - len(delays), f"of {POSTS}", 0)
        report.add(f"hosts.live.{name}.p50", quantile(delays, 0.5), "ms")
        report.add(f"hosts.live.{name}.p99", quantile(delays, 0.99), "ms", 500)


def quantile(seconds: list[float], share: float) -> float:
    """Return the quantile in milliseconds (nearest rank)."""
    ordered = sorted(seconds)
    if not ordered:
        return float("nan")
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)] * 1000


def _token(page: httpx.Response) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    if found is None:
        raise Stop(f"{page.url} answers {page.status_code}, without a form.")
    return found[1]
