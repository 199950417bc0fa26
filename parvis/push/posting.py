"""Hand one message to a push service: in the open Internet over https, or a listed inside host."""

import asyncio
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

import httpx
from django.conf import settings

from parvis.links.addresses import NotAllowed, destination

SECONDS: Final = 10.0
AGENT: Final = "Parvis (web push)"
LONGEST_WAIT: Final = 3600
TRY_AGAIN: Final = frozenset({408, 425, 429})


class Fate(Enum):
    """What became of it."""

    TAKEN = auto()
    GONE = auto()  # the device has given up its subscription, or was never where it said
    LATER = auto()
    REFUSED = auto()


@dataclass(frozen=True)
class Answer:
    """What became of a message, and in how many seconds the service wants the next attempt."""

    fate: Fate
    wait: int = 0


@dataclass(frozen=True)
class Envelope:
    """A message ready to go."""

    endpoint: str
    headers: dict[str, str]
    body: bytes


async def post(envelope: Envelope) -> Answer:
    """Post one message; never raises for what a network does."""
    try:
        async with asyncio.timeout(SECONDS):
            return await _post(envelope)
    except NotAllowed:
        return Answer(Fate.GONE)
    except (TimeoutError, httpx.HTTPError, httpx.InvalidURL, httpx.StreamError):
        return Answer(Fate.LATER)


async def _post(envelope: Envelope) -> Answer:
    """Connect to the very address that was checked, under the name that was asked for."""
    there = await destination(envelope.endpoint, settings.PUSH_HOSTS)
    if there.scheme != "https" and not there.listed:
        raise NotAllowed("not encrypted")
    async with httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=SECONDS) as http:
        request = http.build_request(
            "POST",
            httpx.URL(envelope.endpoint).copy_with(host=there.address, fragment=None),
            headers={"Host": there.host_header, "User-Agent": AGENT, **envelope.headers},
            content=envelope.body,
            extensions={"sni_hostname": there.host},
        )
        answer = await http.send(request, stream=True)
        await answer.aclose()  # what it says is read by nobody
    return _fate(answer)


def _fate(answer: httpx.Response) -> Answer:
    status = answer.status_code
    if 200 <= status < 300:
        return Answer(Fate.TAKEN)
    if status in {404, 410}:
        return Answer(Fate.GONE)
    if status in TRY_AGAIN or status >= 500:
        wait = answer.headers.get("retry-after", "")
        seconds = int(wait) if wait.isascii() and wait.isdigit() and len(wait) < 9 else 0
        return Answer(Fate.LATER, min(seconds, LONGEST_WAIT))
    return Answer(Fate.REFUSED)
