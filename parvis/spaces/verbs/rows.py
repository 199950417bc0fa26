"""What the verbs share: a space's row held, a person's row in it, the count kept."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from parvis.kernel.errors import Refused
from parvis.people.models import Person
from parvis.spaces.models import Space, Subscription

Role = Subscription.Role
State = Subscription.State


@contextmanager
def held(space: Space) -> Iterator[None]:
    """Hold a space's row for a transaction, ``space`` itself being made fresh.

    Whoever changes who is in a space holds its row first, so that decisions that need two rows
    (the last manager, the count) are true. Posts may still be written meanwhile.
    """
    with transaction.atomic():
        space.refresh_from_db(from_queryset=Space.objects.select_for_update(no_key=True))
        yield


def row_of(space: Space, person: Person) -> Subscription | None:
    """Return a person's row in a space, carrying both; None without one."""
    row = Subscription.objects.filter(space=space, person=person).first()
    if row is not None:
        row.space, row.person = space, person
    return row


def row_or_blank(space: Space, person: Person) -> Subscription:
    """Return a person's row in a space, or an unsaved one that is in no state: a stranger's."""
    return row_of(space, person) or Subscription(space=space, person=person, state="")


def activate(row: Subscription) -> None:
    """Let a person in who waited, and count them."""
    row.state = State.ACTIVE
    row.save(update_fields=["state"])
    count(row.space, +1)


def count(space: Space, change: int) -> None:
    """Add to the number of a space's people; ``members_count`` counts who has not left."""
    Space.objects.filter(pk=space.pk).update(members_count=F("members_count") + change)


def counts(row: Subscription) -> int:
    """Return 1 when a row is part of the space's count, else 0."""
    return int(row.is_active and row.person.is_active)


def keep_a_manager(space: Space, leaver: Person) -> None:
    """Refuse what would leave a community without anybody who runs it."""
    others = Subscription.objects.filter(
        space=space, role=Role.MANAGER, state=State.ACTIVE, person__is_active=True
    )
    if not others.exclude(person=leaver).exists():
        raise Refused(_("A community needs a manager: name another one first."))
