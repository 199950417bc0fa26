"""Whose stream it is, and which spaces it may hear of."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils.crypto import constant_time_compare

from parvis import access
from parvis.people.models import Person
from parvis.spaces.models import Space, Subscription

_sessions = import_module(settings.SESSION_ENGINE)


def person_of_session(key: str) -> Person | None:
    """Return the active person whom a session key signs in, by Django's own rules; else None."""
    if not key:
        return None
    session = _sessions.SessionStore(key).load()
    if session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    person = Person.objects.filter(pk=session.get(SESSION_KEY), is_active=True).first()
    if person is None:
        return None
    if not constant_time_compare(session.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash()):
        return None
    return person


def watched_spaces(person: Person, named: list[int]) -> set[int]:
    """Return the spaces a person is in, and those of ``named`` whose posts they may read."""
    inside = Subscription.objects.filter(person=person, state=Subscription.State.ACTIVE)
    spaces = set(inside.values_list("space", flat=True))
    for space in Space.objects.filter(pk__in=set(named) - spaces):
        if access.can(person, "read", space):
            spaces.add(space.pk)
    return spaces
