"""Deeds on persons: take in, change, let go, sign-in keys."""

import hashlib
import secrets
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from parvis import access, journal
from parvis.people.models import Person, SignInKey

# What may change by hand or from a directory, in the order of the forms.
PROFILE_FIELDS: Final = (
    "name",
    "title",
    "department",
    "site",
    "country",
    "manager",
    "languages",
    "skills",
    "about",
    "locale",
    "time_zone",
    "email",
)


def take_in(
    actor: Person | None, *, handle: str, name: str, quiet: bool = False, **fields: Any
) -> Person:
    """Create a person (actor None: the system, at set-up or from a directory) and their wall.

    The wall is opened by the journal's listener in the same transaction. A person without a
    password signs in by link or code until they set one. Raises Forbidden for an actor who is
    no administrator.
    """
    if actor is not None:
        access.require(actor, "administer", None)
    with transaction.atomic():
        person = Person(handle=handle.lower(), name=name, **fields)
        person.set_unusable_password()
        person.save()
        journal.record(actor, "person.taken_in", person=person, quiet=quiet)
    return person


def make_key(
    purpose: SignInKey.Purpose | str, person: Person | None, made_by: Person | None = None
) -> str:
    """Return a fresh one-time secret; only its hash is kept. Codes are ten readable digits."""
    if purpose == SignInKey.Purpose.CODE:
        secret = "".join(secrets.choice("0123456789") for _ in range(10))
    else:
        secret = secrets.token_urlsafe(24)
    SignInKey.objects.create(
        purpose=purpose, person=person, digest=digest_of(secret), made_by=made_by, expires_at=None
    )
    return secret


def sign_in_link(person: Person) -> str:
    """Return the path of a one-time sign-in link that works for ten minutes."""
    secret = make_key(SignInKey.Purpose.RESCUE, person)
    return f"/enter/{secret}"


def use_key(secret: str) -> SignInKey | None:
    """Use up a one-time secret and return its key; None when unknown, used or expired.

    One statement decides, so that two clicks at once cannot both succeed.
    """
    now = timezone.now()
    used = SignInKey.objects.filter(
        digest=digest_of(secret), used_at__isnull=True, expires_at__gt=now
    ).update(used_at=now)
    if not used:
        return None
    return SignInKey.objects.select_related("person").get(digest=digest_of(secret))


def digest_of(secret: str) -> str:
    """Return the SHA-256 under which a secret is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def change_profile(actor: Person, person: Person, **changes: Any) -> Person:
    """Change profile fields (names in PROFILE_FIELDS); journals which ones changed."""
    access.require(actor, "edit", person)
    changed = [name for name, value in changes.items() if getattr(person, name) != value]
    if not changed:
        return person
    with transaction.atomic():
        for name in changed:
            setattr(person, name, changes[name])
        person.save(update_fields=changed)
        Person.objects.filter(pk=person.pk).update(version=F("version") + 1)
        journal.record(actor, "person.changed", person=person, data={"fields": changed})
    return person
