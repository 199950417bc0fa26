"""What administrators look at: counts, people, communities, the worker, the journal."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet
from django.utils import timezone
from procrastinate.contrib.django.models import (
    ProcrastinateEvent,
    ProcrastinateJob,
    ProcrastinateWorker,
)

from parvis import access
from parvis.journal.models import Entry
from parvis.people.models import Person, SignInKey
from parvis.people.queries import by_words
from parvis.spaces.models import Space, Subscription

# A worker says every ten seconds that it lives.
ALIVE: Final = timedelta(seconds=60)
STATES: Final = ("here", "never", "left", "admins", "guests")


def numbers() -> dict[str, int]:
    """Return how many people and communities there are, in two statements."""
    people: dict[str, int] = Person.objects.aggregate(
        here=Count("pk", filter=Q(is_active=True)),
        never=Count("pk", filter=Q(is_active=True, last_login=None, kind=Person.Kind.EMPLOYEE)),
        left=Count("pk", filter=Q(is_active=False)),
        admins=Count("pk", filter=Q(is_active=True, is_admin=True)),
        week=Count("pk", filter=Q(last_login__gt=timezone.now() - timedelta(days=7))),
    )
    communities: dict[str, int] = Space.objects.filter(kind=Space.Kind.COMMUNITY).aggregate(
        communities=Count("pk", filter=Q(archived_at=None)),
        archived=Count("pk", filter=Q(archived_at__isnull=False)),
    )
    return {**people, **communities}


def people(state: str, words: str) -> QuerySet[Person]:
    """Return people by name: who is here, never came, left, administers or is a guest."""
    conditions = {
        "here": Q(is_active=True),
        "never": Q(is_active=True, last_login=None, kind=Person.Kind.EMPLOYEE),
        "left": Q(is_active=False),
        "admins": Q(is_active=True, is_admin=True),
        "guests": Q(is_active=True, kind=Person.Kind.GUEST),
    }
    found = Person.objects.filter(conditions.get(state, Q()))
    if words:
        by_address = Q(email__istartswith=words)
        exactly = by_words(found, words, by_address)
        return exactly if exactly.exists() else by_words(found, words, near=True)
    return found.order_by("search_name", "pk")


def open_invitation(person: Person) -> datetime | None:
    """Return until when the newest unused invitation of a person is good, or None."""
    keys = SignInKey.objects.filter(
        person=person,
        purpose=SignInKey.Purpose.INVITATION,
        used_at=None,
        expires_at__gt=timezone.now(),
    )
    found: datetime | None = keys.aggregate(last=Max("expires_at"))["last"]
    return found


def communities(viewer: Person) -> QuerySet[Any]:
    """Return all communities, archived ones last, with who runs them counted.

    ``named`` tells whether the viewer may know the name: an administrator learns of a secret
    community only that there is one.
    """
    managers = Subscription.objects.filter(
        space=OuterRef("pk"),
        role=Subscription.Role.MANAGER,
        state=Subscription.State.ACTIVE,
        person__is_active=True,
    )
    known = access.visible(Space.objects.filter(pk=OuterRef("pk")), viewer)
    return (
        Space.objects.filter(kind=Space.Kind.COMMUNITY)
        .annotate(named=Exists(known), managed=Exists(managers))
        .order_by(F("archived_at").asc(nulls_first=True), "managed", "-members_count", "pk")
    )


@dataclass(frozen=True, slots=True)
class Failed:
    """A job that was given up."""

    id: int
    task: str
    queue: str
    attempts: int
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Work:
    """What the worker is doing."""

    last_heartbeat: datetime | None
    workers: int
    queues: list[dict[str, Any]]
    failed: list[Failed]

    @property
    def alive(self) -> bool:
        """Tell whether a worker works."""
        last = self.last_heartbeat
        return last is not None and last > timezone.now() - ALIVE


def work() -> Work:
    """Return the worker's state: heartbeat, jobs by queue and status, the newest failed ones.

    Their arguments stay out: they may hold addresses.
    """
    beat = ProcrastinateWorker.objects.filter(
        last_heartbeat__gt=timezone.now() - timedelta(days=1)
    ).aggregate(last=Max("last_heartbeat"), workers=Count("pk", filter=_alive()))
    queues = ProcrastinateJob.objects.values("queue_name").annotate(
        **{
            status: Count("pk", filter=Q(status=status))
            for status in ("todo", "doing", "succeeded", "failed")
        }
    )
    failures = ProcrastinateEvent.objects.filter(job=OuterRef("pk"), type="failed")
    failed = (
        ProcrastinateJob.objects.filter(status="failed")
        .annotate(at=failures.order_by("-at").values("at")[:1])
        .order_by("-id")[:50]
    )
    return Work(
        beat["last"],
        beat["workers"],
        list(queues.order_by("queue_name")),
        [Failed(j.id, j.task_name, j.queue_name, j.attempts, j.at) for j in failed],
    )


def _alive() -> Q:
    return Q(last_heartbeat__gt=timezone.now() - ALIVE)


def journal(
    viewer: Person,
    *,
    verbs: Collection[str] = (),
    before: int | None = None,
    limit: int = 50,
) -> list[Entry]:
    """Return the newest entries (of ``verbs``, or all), older than ``before`` (an entry's key).

    What happened in conversations and in spaces the viewer may not know of stays out.
    """
    known = access.visible(Space.objects.exclude(kind=Space.Kind.CONVERSATION), viewer)
    entries = Entry.objects.filter(Q(space=None) | Q(space__in=known))
    if verbs:
        entries = entries.filter(verb__in=verbs)
    if before is not None:
        entries = entries.filter(pk__lt=before)
    return list(
        entries.select_related("actor", "person", "space", "space__owner").order_by("-pk")[:limit]
    )
