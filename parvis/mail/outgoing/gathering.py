"""Make letters of what waited long enough: what belongs to one thread in one, and a crowd in one.

Everything here happens in one transaction a person, so that a worker that is killed leaves
either what waited or the letter, never both or neither.
"""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from parvis.mail import choices
from parvis.mail.models import Choice, Letter, Preferences, Waiting
from parvis.mail.outgoing import hours
from parvis.notifications.models import Cause
from parvis.people import house
from parvis.people.models import Person

# More threads than this come in one letter.
APART: Final = 3
# What would be due within this comes along.
ALONG: Final = timedelta(minutes=10)
AT_ONCE: Final = 500

type Line = list[int]


def gather(now: datetime | None = None) -> int:
    """Make the letters that are due; returns how many people were looked at."""
    now = now or timezone.now()
    company = house.current()
    looked = 0
    last = 0
    while people := _due(now, last):
        for person in people:
            _gather_for(person, company, now)
        looked += len(people)
        last = people[-1]
    return looked


def _due(now: datetime, after: int) -> list[int]:
    waiting = Waiting.objects.filter(due_at__lte=now, person__gt=after)
    return list(waiting.order_by("person").values_list("person", flat=True).distinct()[:AT_ONCE])


@transaction.atomic
def _gather_for(key: int, company: house.House, now: datetime) -> None:
    waiting = list(
        Waiting.objects.filter(person=key, due_at__lte=now + ALONG)
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("notification__post")
        .order_by("notification")
    )
    person = Person.objects.filter(pk=key).first()
    if person is None:
        return
    preferences = choices.of(person)
    later = hours.postponed(preferences, hours.zone_of(person, company), now)
    if later is not None:
        waiting = _only_urgent(waiting, preferences, later)
    groups = _groups([w for w in waiting if w.notification.read_at is None])
    until = _newest([w.notification_id for w in waiting])
    for group in groups:
        _write(person, group, until, urgent=later is not None, now=now)
    for row in waiting:
        row.due_at = None
        row.told_until = max(row.told_until, until.get(row.notification_id, 0))
    Waiting.objects.bulk_update(waiting, ["due_at", "told_until"])


def _only_urgent(
    waiting: list[Waiting], preferences: Preferences, later: datetime
) -> list[Waiting]:
    """Put off until working hours what the person did not mark as urgent; returns the rest."""
    urgent_places = set(
        Choice.objects.filter(person=preferences.person_id, urgent=True).values_list(
            "space", flat=True
        )
    )
    urgent = [
        w
        for w in waiting
        if w.notification.kind in preferences.urgent or w.notification.space_id in urgent_places
    ]
    others = [w.pk for w in waiting if w not in urgent]
    Waiting.objects.filter(pk__in=others).update(due_at=later)
    return urgent


def _groups(waiting: list[Waiting]) -> list[list[Waiting]]:
    """Put together what is about one thread; too many of these make one."""
    by_thread: defaultdict[str, list[Waiting]] = defaultdict(list)
    for row in waiting:
        post = row.notification.post
        about = f"line {row.pk}" if post is None else f"thread {post.thread_id or post.pk}"
        by_thread[about].append(row)
    groups = list(by_thread.values())
    return groups if len(groups) <= APART else [waiting]


def _newest(lines: list[int]) -> dict[int, int]:
    causes = Cause.objects.filter(notification__in=lines).order_by()
    return dict(causes.values_list("notification").annotate(Max("id")))


def _write(
    person: Person, group: list[Waiting], until: dict[int, int], *, urgent: bool, now: datetime
) -> None:
    lines: list[Line] = [
        [w.notification_id, w.told_until, until.get(w.notification_id, 0)] for w in group
    ]
    first = lines[0]
    threads = {p.thread_id or p.pk for w in group if (p := w.notification.post) is not None}
    Letter.objects.bulk_create(
        [
            Letter(
                person=person,
                kind=Letter.Kind.NEWS,
                key=f"news:{first[0]}:{first[2]}",
                post_id=threads.pop() if len(threads) == 1 else None,
                about={"lines": lines},
                urgent=urgent,
                due_at=now,
            )
        ],
        ignore_conflicts=True,
    )
