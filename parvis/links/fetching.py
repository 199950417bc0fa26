"""Fetch one small thing from the open Internet, within bounds of time, size and place."""

import asyncio
from contextlib import aclosing
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

import httpx

from parvis.links.addresses import Destination, NotAllowed, destination

SECONDS: Final = 5.0
MOST_REDIRECTS: Final = 3
AGENT: Final = "Parvis (link preview)"
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True)
class Fetched:
    """What was found: where it was in the end, its media type, its bytes."""

    url: str
    content_type: str
    charset: str
    data: bytes


def fetch(url: str, *, types: tuple[str, ...], limit: int, whole: bool = False) -> Fetched | None:
    """Fetch a link; None where it is unreachable, not allowed, too slow or of no allowed type.

    ``types`` are beginnings of media types. Beyond ``limit`` bytes the rest is left, or with
    ``whole`` the thing is refused.
    """
    return asyncio.run(_fetch_in_time(url, types, limit, whole))


async def _fetch_in_time(
    url: str, types: tuple[str, ...], limit: int, whole: bool
) -> Fetched | None:
    try:
        async with asyncio.timeout(SECONDS):
            return await _follow(url, types, limit, whole)
    except (NotAllowed, TimeoutError, httpx.HTTPError, httpx.InvalidURL, httpx.StreamError):
        return None


async def _follow(url: str, types: tuple[str, ...], limit: int, whole: bool) -> Fetched | None:
    """Follow redirects, each checked as the first address was."""
    for _step in range(MOST_REDIRECTS + 1):
        there = await destination(url)
        async with _client() as client, aclosing(await _ask(client, url, there)) as answer:
            if answer.status_code in REDIRECTS and "location" in answer.headers:
                url = urljoin(url, answer.headers["location"])
                continue
            return await _read(url, answer, types, limit, whole)
    return None


def _client() -> httpx.AsyncClient:
    """No proxy, no cookies, no netrc from the environment: only what is said here."""
    return httpx.AsyncClient(
        trust_env=False,
        follow_redirects=False,
        timeout=SECONDS,
        limits=httpx.Limits(max_connections=1, max_keepalive_connections=0),
    )


async def _ask(client: httpx.AsyncClient, url: str, there: Destination) -> httpx.Response:
    """Ask the checked address itself, by the name it was asked for (Host, TLS)."""
    request = client.build_request(
        "GET",
        httpx.URL(url).copy_with(host=there.address, fragment=None),
        headers={
            "Host": there.host_header,
            "User-Agent": AGENT,
            "Accept": "text/html,application/xhtml+xml,image/*;q=0.8",
            "Accept-Language": "*",
            # Packed answers could unpack to far more than the limit.
            "Accept-Encoding": "identity",
        },
        extensions={"sni_hostname": there.host},
    )
    return await client.send(request, stream=True)


async def _read(
    url: str, answer: httpx.Response, types: tuple[str, ...], limit: int, whole: bool
) -> Fetched | None:
    content_type = answer.headers.get("content-type", "").split(";")[0].strip().lower()
    packed = answer.headers.get("content-encoding", "identity").lower() != "identity"
    if answer.status_code != 200 or packed or not content_type.startswith(types):
        return None
    data = bytearray()
    async for part in answer.aiter_raw():
        data += part
        if len(data) > limit:
            if whole:
                return None
            break
    return Fetched(url, content_type, answer.charset_encoding or "", bytes(data[:limit]))
