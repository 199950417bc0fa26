"""Invite people, who then name themselves and set a password, or just come in."""

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.translation import gettext as _

from parvis import access, journal
from parvis.kernel.errors import Refused
from parvis.people import signed_in
from parvis.people.models import Person, SignInKey
from parvis.people.verbs.keys import make_key, use_key
from parvis.people.verbs.taking_in import free_handle, take_in


def invite(actor: Person, *, name: str, email: str = "", **fields: Any) -> Person:
    """Take someone in and write to them, where they have an address. For administrators.

    Raises Refused when somebody already has the address.
    """
    access.require(actor, "administer", None)
    email = email.strip()
    if email and (known := Person.objects.filter(email__iexact=email).first()):
        raise Refused(_("%(name)s already has the address %(email)s.") % vars_of(known, email))
    with transaction.atomic():
        person = take_in(
            actor,
            handle=free_handle(name or email.split("@", maxsplit=1)[0]),
            name=name,
            email=email,
            **fields,
        )
        _tell(actor, person)
    return person


def invite_again(actor: Person, person: Person) -> None:
    """Write the invitation once more; Refused for who has left or has no address."""
    access.require(actor, "administer", None)
    if not person.is_active or not person.email:
        raise Refused(_("There is no address to write to: give them a code instead."))
    with transaction.atomic():
        _tell(actor, person)


def invitation_link(actor: Person, person: Person) -> str:
    """Return the path of a fresh invitation, to be handed over; Refused for who has left.

    An administrator may invite others, but not make a way in to another administrator's place:
    Forbidden.
    """
    access.require(actor, "administer", None)
    access.require(actor, "give_code", person)
    with transaction.atomic():
        journal.record(actor, "person.invited", person=person, data={"how": "link"})
        return f"/enter/{make_key(SignInKey.Purpose.INVITATION, person, actor)}"


def accept_invitation(secret: str, *, name: str = "", password: str = "") -> Person | None:
    """Use up an invitation; set the name and the password where given. None: it is not valid.

    Raises Django's ValidationError for a password that is too weak (the invitation stays good).
    """
    with transaction.atomic():
        key = use_key(secret)
        if key is None or key.person is None:
            return None
        person = key.person
        if name:
            person.name = name
        if password:
            validate_password(password, person)
            person.set_password(password)
        person.save(update_fields=["name", "password"])
        SignInKey.objects.filter(
            person=person, purpose=SignInKey.Purpose.INVITATION, used_at=None
        ).delete()
        journal.record(person, "person.invitation_accepted", person=person)
        signed_in.announce(person.pk)
    return person


def _tell(actor: Person, person: Person) -> None:
    # Deferred in this transaction; the worker makes the key, so that no secret waits in a queue.
    from parvis.people.tasks import send_invitation

    journal.record(actor, "person.invited", person=person, data={"how": "mail"})
    if person.email:
        send_invitation.defer(person=person.pk, by=actor.pk)


def vars_of(person: Person, email: str) -> dict[str, str]:
    """Return the words of the message about an address that is taken."""
    return {"name": str(person), "email": email}
