"""Follow people: a subscription to their wall."""

from django.db import transaction

from parvis import access, journal
from parvis.people.models import Person
from parvis.spaces.models import Space, Subscription
from parvis.spaces.verbs.rows import Role, State, count, counts


def follow(actor: Person, person: Person, *, quiet: bool = False) -> Subscription:
    """Follow a person. Whom they keep off their wall does not follow them: nothing changes."""
    access.require(actor, "follow", person)
    wall = Space.objects.get(kind=Space.Kind.WALL, owner=person)
    with transaction.atomic():
        subscription, made = Subscription.objects.get_or_create(
            person=actor, space=wall, defaults={"role": Role.FOLLOWER}
        )
        if made:
            count(wall, +1)
            journal.record(actor, "person.followed", space=wall, person=person, quiet=quiet)
    return subscription


def unfollow(actor: Person, person: Person) -> None:
    """Stop following a person; nothing happens if one does not."""
    wall = Space.objects.get(kind=Space.Kind.WALL, owner=person)
    with transaction.atomic():
        row = (
            Subscription.objects.select_for_update(of=("self",))
            .select_related("person")
            .filter(person=actor, space=wall, state=State.ACTIVE)
            .first()
        )
        if row is None:
            return
        row.delete()
        count(wall, -counts(row))
        journal.record(actor, "person.unfollowed", space=wall, person=person)
