"""End sessions."""

from django.db import transaction

from parvis import access, journal
from parvis.people import signed_in
from parvis.people.models import Person, Session
from parvis.people.queries import sessions_of


def end_session(actor: Person, person: Person, mark: str) -> bool:
    """Sign one browser out (``mark`` as ``queries.sessions_of`` names it); tells if there was one.

    One's own, or by an administrator.
    """
    access.require(actor, "edit", person)
    keys = [s.session_key for s in sessions_of(person) if s.mark == mark]
    return _end(actor, person, keys)


def end_sessions(actor: Person, person: Person, *, but: str | None = None) -> bool:
    """Sign all of a person's browsers out, but the one with the session key ``but``."""
    access.require(actor, "edit", person)
    keys = Session.objects.filter(person=person).exclude(session_key=but or "")
    return _end(actor, person, list(keys.values_list("session_key", flat=True)))


def _end(actor: Person, person: Person, keys: list[str]) -> bool:
    with transaction.atomic():
        ended, _rows = Session.objects.filter(person=person, session_key__in=keys).delete()
        if ended:
            journal.record(actor, "session.revoked", person=person, data={"count": ended})
            signed_in.announce(person.pk)
    return bool(ended)
