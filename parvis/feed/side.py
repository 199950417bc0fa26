"""The right column of home: people and places one may like, conversations that fell asleep."""

from datetime import timedelta
from typing import Any, Final

from django.utils import timezone

from parvis.people.models import Person
from parvis.spaces.models import Space, Subscription

ASLEEP_AFTER: Final = timedelta(days=7)
FORGOTTEN_AFTER: Final = timedelta(days=120)


def sleepy_conversations(viewer: Person, limit: int = 3) -> list[dict[str, Any]]:
    """Return one's conversations that fell quiet a while ago, the latest first.

    Each as ``space``, ``name`` (its own, or its people's) and ``people``; two statements.
    """
    now = timezone.now()
    mine = Subscription.objects.filter(person=viewer, state=Subscription.State.ACTIVE)
    spaces = list(
        Space.objects.filter(
            kind=Space.Kind.CONVERSATION,
            pk__in=mine.values("space"),
            last_activity__range=(now - FORGOTTEN_AFTER, now - ASLEEP_AFTER),
        ).order_by("-last_activity")[:limit]
    )
    others = Subscription.objects.filter(
        space__in=spaces, state=Subscription.State.ACTIVE, person__is_active=True
    ).exclude(person=viewer)
    people: dict[int, list[Person]] = {space.pk: [] for space in spaces}
    for subscription in others.select_related("person"):
        people[subscription.space_id].append(subscription.person)
    return [
        {
            "space": space,
            "people": people[space.pk],
            "name": space.name or ", ".join(person.name for person in people[space.pk]),
        }
        for space in spaces
        if people[space.pk]
    ]
