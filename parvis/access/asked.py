"""The questions besides ``visible``: can, require, audience."""

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


def audience(space: Space) -> QuerySet[Person]:
    """Return the active people who may read what is written in a space."""
    who = READ[space.visibility]
    inside = Q(
        pk__in=Subscription.objects.filter(space=space, state__in=LETS_IN[who]).values("person")
    )
    if who is Who.EMPLOYEES:
        inside |= ~Q(kind=Person.Kind.GUEST)
    return Person.objects.filter(inside, is_active=True)
