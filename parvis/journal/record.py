"""Write what happened, and tell whoever listens, in the verb's own transaction."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils import timezone

from parvis.kernel import hot

if TYPE_CHECKING:
    from parvis.journal.models import Entry
    from parvis.people.models import Person
    from parvis.spaces.models import Space

type Listener = Callable[["Entry"], None]

_always: defaultdict[str, list[Listener]] = defaultdict(list)
_unless_quiet: defaultdict[str, list[Listener]] = defaultdict(list)


_then: ContextVar[datetime | None] = ContextVar("then", default=None)


@contextmanager
def as_of(moment: datetime) -> Iterator[None]:
    """Have what the verbs inside record carry this moment: a stretch of history brought in."""
    before = _then.set(moment)
    try:
        yield
    finally:
        _then.reset(before)


def connect(verb: str, listener: Listener, *, also_quiet: bool = False) -> None:
    """Call ``listener(entry)`` for each entry of a verb, in its transaction.

    ``also_quiet`` is for listeners that keep data true; the others tell people, and imported
    history is told to nobody.
    """
    known = (_always if also_quiet else _unless_quiet)[verb]
    if listener not in known:
        known.append(listener)


def record(
    actor: "Person | None",
    verb: str,
    *,
    space: "Space | None" = None,
    post: Any = None,
    person: "Person | None" = None,
    data: dict[str, Any] | None = None,
    quiet: bool = False,
    at: datetime | None = None,
) -> "Entry":
    """Write an entry and call its listeners; must run inside a transaction.

    ``post`` is a Post, ``person`` whom it concerns, ``data`` small JSON, ``at`` when it happened:
    now, unless it is history (see ``as_of``). Raises RuntimeError
    outside a transaction, since an entry without its deed (or the reverse) would be untrue.
    """
    # The package is imported while Django still loads its apps, before there are models.
    from parvis.journal.models import Entry

    if not connection.in_atomic_block:
        raise RuntimeError("journal.record belongs inside the verb's transaction")
    entry = Entry(
        at=at or _then.get() or timezone.now(),
        actor=actor,
        verb=verb,
        space=space,
        person=person,
        post_id=post.pk if post is not None else None,
        data=data or {},
        quiet=quiet,
    )
    hot.insert(entry)
    for listener in _always[verb]:
        listener(entry)
    if not quiet:
        for listener in _unless_quiet[verb]:
            listener(entry)
    return entry
