"""``/live``: server-sent events (WHATWG HTML, 9.2) in plain ASGI, before Django is reached.

``GET /live?space=42&thread=123`` with the session cookie. The stream carries nudges of the
spaces one follows, of those named in the query that one may read, and of oneself.

Each event's id is the moment it was sent. A page gives the moment up to which it knows
everything, ``since=`` when it was made or ``Last-Event-ID`` after a lost connection, and is told
first what was written after that.
"""

import asyncio
import json
import time
from array import array
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final
from urllib.parse import parse_qs

from django.conf import settings
from django.db import close_old_connections

from parvis.kernel.requests import number
from parvis.live.hub import Stream, hub
from parvis.live.queries import person_of_session, watched_spaces

type Scope = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
type Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

KEEP_ALIVE_SECONDS: Final = 25.0
MOST_NAMED_SPACES: Final = 20
# What was written carries the moment before its transaction ended, and machines' clocks differ:
# to be told twice costs a page one look, not to be told would cost it the news.
SLACK: Final = timedelta(seconds=2)

# Few threads, so that a storm of reconnections queues here and leaves the pages' connections be.
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="live")


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request for a stream; 401 for strangers, 405 for other methods."""
    if scope["method"] != "GET":
        await _refuse(send, 405)
        return
    session = session_key(scope)
    named = named_spaces(scope)
    person, spaces = await _rights(session, named)
    if person is None:
        await _refuse(send, 401)
        return
    stream = Stream(person, session, spaces)
    hub.add(stream)
    watcher = asyncio.create_task(_close_when_gone(stream, receive))
    try:
        for message in await _missed(stream, known_until(scope)):
            stream.tell(message)
        await _pour(stream, named, send)
    except OSError:
        pass
    finally:
        watcher.cancel()
        hub.discard(stream)


async def _pour(stream: Stream, named: list[int], send: Send) -> None:
    """Send what the stream is told until it closes."""
    await send(
        {
            "type": "http.response.start",
            "status": 200,
            "headers": [
                (b"content-type", b"text/event-stream; charset=utf-8"),
                (b"cache-control", b"no-store"),
                (b"x-accel-buffering", b"no"),
            ],
        }
    )
    at, goodbye = _now(), "{}"
    ready = f"retry: 2000\nid: {at}\nevent: ready\ndata: {{}}\n\n"
    await _write(send, ready + _nudges(at, stream.take()))
    while not stream.closed:
        messages = await stream.next(KEEP_ALIVE_SECONDS)
        if stream.recheck:
            stream.recheck = False
            person, spaces = await _rights(stream.session, named)
            if person != stream.person:
                goodbye = '{"signed_out":true}'
                break
            hub.move(stream, spaces)
            # What was heard under the old rights is told where the new ones still allow it.
            heard = [*messages, *await _missed(stream, at), *stream.take()]
            messages = ['{"what":"rights"}', *(m for m in heard if _concerns(m, spaces))]
        if not stream.closed:
            at = _now()
            await _write(send, _nudges(at, messages) or ": still here\n\n")
    await _write(send, f"event: bye\ndata: {goodbye}\n\n")
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def _nudges(at: int, messages: list[str]) -> str:
    return "".join(f"id: {at}\nevent: nudge\ndata: {message}\n\n" for message in messages)


def _concerns(message: str, spaces: "array[int]") -> bool:
    """Tell whether a message is about no space, or about one of these."""
    space = json.loads(message).get("space")
    return space is None or int(space) in spaces


async def _write(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _close_when_gone(stream: Stream, receive: Receive) -> None:
    while not stream.closed:
        message = await receive()
        if message["type"] == "http.disconnect":
            stream.close()


async def _refuse(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": []})
    await send({"type": "http.response.body", "body": b""})


async def _missed(stream: Stream, since: int | None) -> list[str]:
    """Return what to tell of the time after ``since``, up to when the stream began to hear."""
    if since is None:
        return []
    spaces = list(stream.spaces)
    news = await asyncio.get_running_loop().run_in_executor(_threads, _news, spaces, since)
    if news:
        # What was written may as well have reached the person: their counts and lists follow.
        whom = {"person": str(stream.person)}
        news = [*news, whom | {"what": "conversation"}, whom | {"what": "notification"}]
    return [json.dumps(words, separators=(",", ":")) for words in news]


def _news(spaces: list[int], since: int) -> list[dict[str, str]]:
    moment = datetime.fromtimestamp(since / 1000, tz=UTC) - SLACK
    close_old_connections()
    try:
        return hub.news_since(spaces, moment)
    finally:
        close_old_connections()


async def _rights(session: str, named: list[int]) -> tuple[int | None, "array[int]"]:
    return await asyncio.get_running_loop().run_in_executor(_threads, rights, session, named)


def rights(session: str, named: list[int]) -> tuple[int | None, "array[int]"]:
    """Look up whose session it is and which spaces its streams hear of; (None, …): nobody's."""
    close_old_connections()
    try:
        person = person_of_session(session)
        if person is None:
            return None, array("q")
        return person.pk, array("q", sorted(watched_spaces(person, named)))
    finally:
        close_old_connections()


def session_key(scope: Scope) -> str:
    """Return the session cookie of a request, or an empty string."""
    raw = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
    try:
        cookie = SimpleCookie(raw.decode("latin-1")).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return cookie.value if cookie else ""


def named_spaces(scope: Scope) -> list[int]:
    """Return the spaces that the page names in its query, at most twenty."""
    values = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("space", [])
    return [id_ for id_ in map(number, values) if id_ is not None][:MOST_NAMED_SPACES]


def known_until(scope: Scope) -> int | None:
    """Return the moment (milliseconds) up to which the page knows everything; None: not said."""
    last = b"".join(value for name, value in scope["headers"] if name == b"last-event-id")
    named = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("since", [])
    found = number(last.decode("latin-1")) or number(named[0] if named else None)
    return min(found, _now()) if found else None


def _now() -> int:
    return time.time_ns() // 1_000_000
