"""Who is signed in on a request, fast.

A session and its person come in one statement. While this process surely hears of changes (the
live hub listens to PostgreSQL's notices and says so through ``trust``), they are remembered and
cost no statement at all. Whatever changes a person or ends a session calls ``announce`` in its
transaction; every process forgets that person when it commits.

This feature stands below ``live``, which therefore registers itself here.
"""

import copy
import threading
import time
from collections import OrderedDict, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from parvis.people.models import Person, Session

REMEMBERED: Final = 8_000
# A bound for the case that nobody noticed that notices no longer come.
SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True)
class Opened:
    """A session that exists: its data, whose it is, and until when."""

    data: dict[str, Any]
    person: Person | None
    expires: datetime
    seen_at: datetime
    remembered: float = 0.0

    def copy(self) -> "Opened":
        """Return one that its request may change without touching what others get."""
        return replace(self, data=dict(self.data), person=copy.copy(self.person))


class Memory:
    """The sessions remembered by this process."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Opened] = OrderedDict()
        self._of: defaultdict[int, set[str]] = defaultdict(set)
        self._lock = threading.Lock()
        # Counts what was forgotten: what was read before that is not remembered after it.
        self.epoch = 0
        self.trusted: Callable[[], bool] = lambda: False
        self.tell: Callable[[int], None] = lambda person: None

    def get(self, key: str) -> Opened | None:
        """Return what is remembered and still good."""
        opened = self._kept.get(key) if self.trusted() else None
        if opened is None or opened.expires <= timezone.now():
            return None
        return opened if time.monotonic() - opened.remembered < SECONDS else None

    def keep(self, key: str, opened: Opened, epoch: int) -> None:
        """Remember, unless something was forgotten since ``epoch``."""
        with self._lock:
            if epoch != self.epoch or not self.trusted():
                return
            self._drop(key)
            self._kept[key] = replace(opened.copy(), remembered=time.monotonic())
            if opened.person is not None:
                self._of[opened.person.pk].add(key)
            while len(self._kept) > REMEMBERED:
                self._drop(next(iter(self._kept)))

    def forget(self, person: int | None = None, key: str | None = None) -> None:
        """Forget one session, all of a person's, or (both None) everything."""
        with self._lock:
            self.epoch += 1
            if key is not None:
                self._drop(key)
            elif person is not None:
                for known in list(self._of.get(person, ())):
                    self._drop(known)
            else:
                self._kept.clear()
                self._of.clear()

    def _drop(self, key: str) -> None:
        opened = self._kept.pop(key, None)
        if opened is None or opened.person is None:
            return
        keys = self._of[opened.person.pk]
        keys.discard(key)
        if not keys:
            del self._of[opened.person.pk]


memory = Memory()


def trust(listening: Callable[[], bool], tell: Callable[[int], None]) -> None:
    """Let sessions be remembered while ``listening()`` holds; ``tell(person)`` reaches everyone.

    Called once by the feature that listens, which also calls ``forget`` for what it hears.
    """
    memory.trusted = listening
    memory.tell = tell


def forget(person: int | None) -> None:
    """Forget a person's sessions in this process; None: everybody's."""
    memory.forget(person)


def forget_session(key: str | None) -> None:
    """Forget one session in this process."""
    if key:
        memory.forget(key=key)


def announce(person: int) -> None:
    """Have every process forget a person once the current transaction commits."""
    memory.tell(person)
    memory.forget(person)
    transaction.on_commit(lambda: memory.forget(person))


def opened(key: str, decode: Callable[[str], dict[str, Any]]) -> Opened | None:
    """Return the session with this key, from memory or in one statement; None when there is none.

    ``decode`` turns the stored text into the data.
    """
    remembered = memory.get(key)
    if remembered is not None:
        return remembered.copy()
    epoch = memory.epoch
    row = (
        Session.objects.select_related("person")
        .filter(session_key=key, expire_date__gt=timezone.now())
        .first()
    )
    if row is None:
        return None
    found = Opened(decode(row.session_data), row.person, row.expire_date, row.seen_at)
    memory.keep(key, found, epoch)
    return found


def person_of(request: HttpRequest) -> Person | AnonymousUser:
    """Return the active person whom the request's session signs in, by Django's own rules."""
    session: Any = request.session
    if session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return AnonymousUser()
    person: Person | None = session.person
    if person is None or str(person.pk) != session.get(SESSION_KEY) or not person.is_active:
        return AnonymousUser()
    if not _hash_holds(person, session.get(HASH_SESSION_KEY, "")):
        session.flush()
        return AnonymousUser()
    return person


def _hash_holds(person: Person, kept: str) -> bool:
    """Tell whether the session was opened with the person's present password."""
    candidates = (person.get_session_auth_hash(), *person.get_session_auth_fallback_hash())
    return bool(kept) and any(constant_time_compare(kept, hash_) for hash_ in candidates)
