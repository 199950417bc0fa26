"""Set a password."""

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from parvis import access, journal
from parvis.people import signed_in
from parvis.people.models import Person, Session, SignInKey


def set_password(actor: Person, person: Person, password: str, *, but: str | None = None) -> Person:
    """Set one's own password; other sessions than ``but`` (a session key) end, links die.

    Whoever knew the old password, or sits at a forgotten browser, is thereby out. Raises Forbidden
    for somebody else's, Django's ValidationError for a password that is too weak.
    """
    if actor != person:
        raise access.Forbidden("set_password")
    validate_password(password, person)
    with transaction.atomic():
        person.set_password(password)
        person.save(update_fields=["password"])
        Session.objects.filter(person=person).exclude(session_key=but or "").delete()
        SignInKey.objects.filter(person=person, used_at=None).delete()
        journal.record(actor, "person.password_changed", person=person)
        signed_in.announce(person.pk)
    return person
