"""The questions besides ``visible``: can, require, audience."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from parvis.access import actions
from parvis.access.conditions import Viewer
from parvis.access.errors import Forbidden, NotVisible
from parvis.access.rule import LETS_IN, READ, Who
from parvis.people.models import Person
from parvis.spaces.models import Space, Subscription


def can(actor: Viewer, action: str, thing: Any) -> bool:
    """Tell whether ``actor`` may do ``action`` (a name in ``actions.py``) to ``thing``."""
    if not isinstance(actor, Person) or not actor.is_active:
        return False
    return actions.allowed(actor, action, thing)


def require(actor: Viewer, action: str, thing: Any) -> None:
    """Return when allowed; raise NotVisible (404) or, if the thing is visible, Forbidden (403)."""
    if can(actor, action, thing):
        return
    if can(actor, "see", thing):
        raise Forbidden(action)
    raise NotVisible(action)


def rights(actor: Viewer, space: Space | actions.Standing) -> frozenset[str]:
    """Return every action that ``actor`` may do to a space, for a page.

    One statement, or none where their standing there is known.
    """
    if not isinstance(actor, Person) or not actor.is_active:
        return frozenset()
    return actions.all_allowed(actor, space)


def audience(space: Space, among: Collection[int] | None = None) -> QuerySet[Person]:
    """Return the active people who may read what is written in a space.

    ``among`` asks about these people alone, by key: for a few it spares reading all who are there.
    """
    who = READ[space.visibility]
    there = Subscription.objects.filter(space=space, state__in=LETS_IN[who])
    people = Person.objects.filter(is_active=True)
    if among is not None:
        there, people = there.filter(person__in=among), people.filter(pk__in=among)
    inside = Q(pk__in=there.values("person"))
    if who is Who.EMPLOYEES:
        inside |= ~Q(kind=Person.Kind.GUEST)
    return people.filter(inside)
