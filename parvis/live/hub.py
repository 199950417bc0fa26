"""The hub: one LISTEN connection a process, from which all its streams are fed."""

import asyncio
import contextlib
import json
import logging
from array import array
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

import psycopg
from django.db import connections

from parvis.live.nudges import CHANNEL

type News = Callable[[list[int], datetime], list[dict[str, str]]]

log = logging.getLogger(__name__)

RECONNECT_AFTER: Final = (0.2, 1.0, 3.0, 10.0)


class Stream:
    """One open page: whom it belongs to, which spaces it watches, what it has yet to be told."""

    __slots__ = ("_pending", "_wake", "closed", "person", "recheck", "session", "spaces")

    def __init__(self, person: int, session: str, spaces: "array[int]") -> None:
        self.person = person
        self.session = session
        self.spaces = spaces
        self.recheck = False
        self.closed = False
        self._pending: dict[str, None] = {}
        self._wake = asyncio.Event()

    def tell(self, message: str) -> None:
        """Queue a message; the same one waiting already is told once (a slow page stays small)."""
        self._pending[message] = None
        self._wake.set()

    def ask_again(self) -> None:
        """Have the stream's rights looked up before anything else is told."""
        self.recheck = True
        self._wake.set()

    def close(self) -> None:
        """End the stream."""
        self.closed = True
        self._wake.set()

    async def next(self, within: float) -> list[str]:
        """Wait for messages, at most ``within`` seconds; returns what there is, maybe nothing."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), within)
        self._wake.clear()
        return self.take()

    def take(self) -> list[str]:
        """Return what waits to be told, and forget it."""
        messages = list(self._pending)
        self._pending.clear()
        return messages


class Hub:
    """Knows who watches what in this process."""

    def __init__(self) -> None:
        self._by_space: defaultdict[int, set[Stream]] = defaultdict(set)
        self._by_person: defaultdict[int, set[Stream]] = defaultdict(set)
        self._forgetters: list[Callable[[int | None], None]] = []
        self.news_since: News = lambda spaces, moment: []
        self.listening = False
        self._task: asyncio.Task[None] | None = None

    def on_change_of_rights(self, forget: Callable[[int | None], None]) -> None:
        """Call ``forget(person_id)`` when a person's rights change; with None: forget all."""
        self._forgetters.append(forget)

    def on_opening(self, news: News) -> None:
        """Ask ``news(space_ids, moment)`` what a page has missed that opens its stream."""
        self.news_since = news

    def add(self, stream: Stream) -> None:
        """Let a stream hear of its spaces and its person."""
        self._by_person[stream.person].add(stream)
        for space in stream.spaces:
            self._by_space[space].add(stream)

    def discard(self, stream: Stream) -> None:
        """Forget a stream."""
        self._drop(self._by_person, stream.person, stream)
        for space in stream.spaces:
            self._drop(self._by_space, space, stream)

    def move(self, stream: Stream, spaces: "array[int]") -> None:
        """Watch other spaces from now on."""
        self.discard(stream)
        stream.spaces = spaces
        self.add(stream)

    @staticmethod
    def _drop(index: defaultdict[int, set[Stream]], key: int, stream: Stream) -> None:
        watchers = index.get(key)
        if watchers is not None:
            watchers.discard(stream)
            if not watchers:
                del index[key]

    def __len__(self) -> int:
        return sum(len(streams) for streams in self._by_person.values())

    def start(self) -> None:
        """Begin listening in the running event loop."""
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._listen())

    async def stop(self) -> None:
        """Stop listening and end every stream."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None
        for streams in list(self._by_person.values()):
            for stream in list(streams):
                stream.close()

    async def _listen(self) -> None:
        """Listen for ever; after a lost connection nothing cached is trusted."""
        attempt = 0
        while True:
            try:
                async with await connect() as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    attempt = 0
                    self._everybody()
                    self.listening = True
                    async for notice in connection.notifies():
                        self.hear(json.loads(notice.payload))
            except (psycopg.Error, OSError) as error:
                log.warning("live: the listening connection was lost: %s", error)
            finally:
                self.listening = False
                self._forget(None)
            await asyncio.sleep(RECONNECT_AFTER[min(attempt, len(RECONNECT_AFTER) - 1)])
            attempt += 1

    def hear(self, words: dict[str, Any]) -> None:
        """Pass one nudge on to those it concerns."""
        kind, _, key = words.pop("topic").partition(":")
        if kind == "space" and words.get("what") == "rights":
            for stream in self._by_space.get(int(key), ()):
                stream.ask_again()
        elif kind == "space":
            message = json.dumps({"space": key, **words}, separators=(",", ":"))
            for stream in self._by_space.get(int(key), ()):
                stream.tell(message)
        elif kind == "person" and words.get("what") == "rights":
            self._forget(int(key))
            for stream in self._by_person.get(int(key), ()):
                stream.ask_again()
        elif kind == "person":
            message = json.dumps({"person": key, **words}, separators=(",", ":"))
            for stream in self._by_person.get(int(key), ()):
                stream.tell(message)
        elif kind == "everybody":
            self._everybody()

    def _everybody(self) -> None:
        self._forget(None)
        for streams in self._by_person.values():
            for stream in streams:
                stream.ask_again()

    def _forget(self, person: int | None) -> None:
        for forget in self._forgetters:
            forget(person)


async def connect() -> psycopg.AsyncConnection[Any]:
    """Open the listening connection with the parameters of Django's own."""
    params = connections["default"].get_connection_params()
    wanted = {
        key: value
        for key, value in params.items()
        if key not in ("cursor_factory", "context", "prepare_threshold", "server_side_binding")
    }
    return await psycopg.AsyncConnection.connect(**wanted, autocommit=True)


hub = Hub()
