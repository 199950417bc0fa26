"""Let people go, welcome them back, name administrators."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis import access, journal
from parvis.kernel.errors import Refused
from parvis.people import signed_in
from parvis.people.models import Person, Session, SignInKey


def let_go(actor: Person | None, person: Person, *, quiet: bool = False) -> Person:
    """Cut a leaver off, at once and on every channel; their wall and posts stay.

    ``actor`` is an administrator, or None: the directory. Raises Forbidden for others, Refused for
    oneself and for the last administrator. Nothing happens to someone who has left already.
    """
    _require(actor)
    if actor == person:
        raise Refused(_("You cannot deactivate yourself: ask another administrator."))
    with transaction.atomic():
        _keep_an_administrator(person)
        left = Person.objects.filter(pk=person.pk, is_active=True).update(
            is_active=False, is_admin=False, left_at=timezone.now(), version=F("version") + 1
        )
        if left:
            Session.objects.filter(person=person).delete()
            SignInKey.objects.filter(person=person, used_at=None).delete()
            journal.record(actor, "person.left", person=person, quiet=quiet)
            signed_in.announce(person.pk)
    person.refresh_from_db()
    return person


def welcome_back(actor: Person | None, person: Person, *, quiet: bool = False) -> Person:
    """Let someone who left sign in again. They come back as an employee, not as administrator."""
    _require(actor)
    with transaction.atomic():
        back = Person.objects.filter(pk=person.pk, is_active=False).update(
            is_active=True, left_at=None, version=F("version") + 1
        )
        if back:
            journal.record(actor, "person.came_back", person=person, quiet=quiet)
            signed_in.announce(person.pk)
    person.refresh_from_db()
    return person


def appoint_administrator(actor: Person, person: Person, *, admin: bool = True) -> Person:
    """Make someone an administrator, or no longer.

    Raises Forbidden for others than administrators, Refused for guests, bots and people who left,
    and for the last administrator.
    """
    access.require(actor, "administer", None)
    if admin and not (person.is_active and person.kind == Person.Kind.EMPLOYEE):
        raise Refused(_("Only someone who works here can be an administrator."))
    with transaction.atomic():
        if not admin:
            _keep_an_administrator(person)
        changed = Person.objects.filter(pk=person.pk).exclude(is_admin=admin).update(is_admin=admin)
        if changed:
            journal.record(
                actor, "person.administrator_changed", person=person, data={"admin": admin}
            )
            signed_in.announce(person.pk)
    person.refresh_from_db()
    return person


def _require(actor: Person | None) -> None:
    if actor is not None:
        access.require(actor, "administer", None)


def _keep_an_administrator(person: Person) -> None:
    """Refuse when nobody would be left; locked, so that two at once cannot both succeed."""
    admins = Person.objects.select_for_update().filter(is_admin=True, is_active=True).order_by("pk")
    if {admin.pk for admin in admins} == {person.pk}:
        raise Refused(_("This is the only administrator: name another one first."))
