"""Deeds on spaces: open, join, leave, follow, roles."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from parvis import access, journal
from parvis.journal.models import Entry
from parvis.kernel.errors import Refused
from parvis.people.models import Person
from parvis.spaces.models import Space, Subscription

Role = Subscription.Role
State = Subscription.State


def open_wall(entry: Entry) -> None:
    """Give a new person their wall; listens to ``person.taken_in``."""
    if entry.person is not None:
        Space.objects.get_or_create(kind=Space.Kind.WALL, owner=entry.person)


def open_community(actor: Person, *, name: str, quiet: bool = False, **fields: Any) -> Space:
    """Open a community with the actor as its manager.

    ``fields``: description, visibility, policy, audience, slug, created_at, origin.
    Raises Forbidden for guests, Refused for a name without letters.
    """
    access.require(actor, "open_community", None)
    fields.setdefault("slug", free_slug(name))
    with transaction.atomic():
        space = Space.objects.create(
            kind=Space.Kind.COMMUNITY, name=name, owner=actor, members_count=1, **fields
        )
        Subscription.objects.create(
            person=actor, space=space, role=Role.MANAGER, level=Subscription.Level.ALL
        )
        journal.record(actor, "community.opened", space=space, quiet=quiet)
    return space


def free_slug(name: str) -> str:
    """Return an address for a community's name that no other has; raises Refused for none."""
    base = slugify(name)[:70] or slugify(name, allow_unicode=True)[:70]
    if not base:
        raise Refused(_("Please give the community a name with letters in it."))
    slug, number = base, 1
    while Space.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


def follow(actor: Person, person: Person, *, quiet: bool = False) -> Subscription:
    """Follow a person: a subscription to their wall."""
    access.require(actor, "follow", person)
    wall = Space.objects.get(kind=Space.Kind.WALL, owner=person)
    with transaction.atomic():
        subscription, made = Subscription.objects.get_or_create(
            person=actor, space=wall, defaults={"role": Role.FOLLOWER}
        )
        if made:
            _count(wall, +1)
            journal.record(actor, "person.followed", space=wall, person=person, quiet=quiet)
    return subscription


def unfollow(actor: Person, person: Person) -> None:
    """Stop following a person; nothing happens if one does not."""
    wall = Space.objects.get(kind=Space.Kind.WALL, owner=person)
    with transaction.atomic():
        gone, _rows = Subscription.objects.filter(
            person=actor, space=wall, role=Role.FOLLOWER
        ).delete()
        if gone:
            _count(wall, -1)
            journal.record(actor, "person.unfollowed", space=wall, person=person)


def join(actor: Person, space: Space, *, quiet: bool = False) -> Subscription:
    """Join an open community or accept an invitation; ask to join a closed one.

    Returns the subscription, ``active`` or ``requested``.
    """
    access.require(actor, "join", space)
    with transaction.atomic():
        space = Space.objects.select_for_update().get(pk=space.pk)
        subscription, _made = Subscription.objects.get_or_create(
            person=actor, space=space, defaults={"state": State.REQUESTED}
        )
        if subscription.state == State.ACTIVE:
            return subscription
        invited = subscription.state == State.INVITED
        if invited or space.visibility == Space.Visibility.OPEN:
            _activate(subscription)
            journal.record(actor, "space.joined", space=space, person=actor, quiet=quiet)
        else:
            journal.record(actor, "space.asked_to_join", space=space, person=actor, quiet=quiet)
    return subscription


def leave(actor: Person, space: Space) -> None:
    """Leave a space. The last manager of a community names another one first (Refused)."""
    access.require(actor, "leave", space)
    with transaction.atomic():
        space = Space.objects.select_for_update().get(pk=space.pk)
        subscription = Subscription.objects.get(person=actor, space=space)
        if subscription.manages and space.is_community:
            _keep_a_manager(space, actor)
        subscription.delete()
        _count(space, -1)
        journal.record(actor, "space.left", space=space, person=actor)


def open_conversation(
    actor: Person, people: list[Person], *, name: str = "", quiet: bool = False
) -> Space:
    """Return the conversation of exactly these people and the actor, opening it when new.

    A named one is always new. Raises NotVisible for a person the actor may not see, Refused for
    nobody or more than fifty.
    """
    people = list({person.pk: person for person in people if person.pk != actor.pk}.values())
    if not people:
        raise Refused(_("Choose at least one person to write to."))
    if len(people) > 49:
        raise Refused(_("A conversation holds fifty people at most; a community suits more."))
    for person in people:
        access.require(actor, "message", person)
    everybody = [actor, *people]
    if not name and (known := _conversation_of(everybody)):
        return known
    with transaction.atomic():
        space = Space.objects.create(
            kind=Space.Kind.CONVERSATION,
            visibility=Space.Visibility.SECRET,
            owner=actor,
            name=name,
            members_count=len(everybody),
        )
        Subscription.objects.bulk_create(
            Subscription(
                person=person,
                space=space,
                level=Subscription.Level.ALL,
                comes_home=False,
                last_read=timezone.now() if person == actor else None,
            )
            for person in everybody
        )
        journal.record(actor, "conversation.opened", space=space, quiet=quiet)
    return space


def _conversation_of(people: list[Person]) -> Space | None:
    """Find the unnamed conversation whose people are exactly these."""
    spaces = Space.objects.filter(kind=Space.Kind.CONVERSATION, name="", members_count=len(people))
    for person in people:
        spaces = spaces.filter(
            pk__in=Subscription.objects.filter(person=person, state=State.ACTIVE).values("space")
        )
    return spaces.first()


def _activate(subscription: Subscription) -> None:
    subscription.state = State.ACTIVE
    subscription.save(update_fields=["state"])
    _count(subscription.space, +1)


def _count(space: Space, change: int) -> None:
    Space.objects.filter(pk=space.pk).update(members_count=F("members_count") + change)


def _keep_a_manager(space: Space, leaver: Person) -> None:
    others = Subscription.objects.filter(space=space, role=Role.MANAGER, state=State.ACTIVE)
    if not others.exclude(person=leaver).exists():
        raise Refused(_("You are its only manager: name another one first."))
