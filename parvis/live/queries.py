"""Whose stream it is, and which spaces it may hear of."""

from types import SimpleNamespace
from typing import Any, cast

from django.db.models import Q

from parvis import access
from parvis.people import signed_in
from parvis.people.models import Person
from parvis.people.sessions import SessionStore
from parvis.spaces.models import Space, Subscription


def person_of_session(key: str) -> Person | None:
    """Return the active person whom a session key signs in, as on any page; else None."""
    if not key:
        return None
    request = cast("Any", SimpleNamespace(session=SessionStore(key)))
    person = signed_in.person_of(request)
    return person if isinstance(person, Person) else None


def watched_spaces(person: Person, named: list[int]) -> set[int]:
    """Return the spaces a person is in, and their own wall and those of ``named`` they may read."""
    inside = Subscription.objects.filter(person=person, state=Subscription.State.ACTIVE)
    spaces = set(inside.values_list("space", flat=True))
    own_or_named = Q(kind=Space.Kind.WALL, owner=person) | Q(pk__in=named)
    for space in Space.objects.filter(own_or_named).exclude(pk__in=spaces):
        if access.can(person, "read", space):
            spaces.add(space.pk)
    return spaces
