"""One-time keys: made, looked at, used up."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from parvis import access, journal
from parvis.people.models import Person, SignInKey

Purpose = SignInKey.Purpose


@dataclass(frozen=True, slots=True)
class Code:
    """A short-lived way in for someone without a mailbox: to be typed, or scanned as a QR."""

    digits: str
    path: str
    expires_at: datetime


def make_key(
    purpose: SignInKey.Purpose | str, person: Person | None, made_by: Person | None = None
) -> str:
    """Return a fresh one-time secret; only its hash is kept."""
    secret = secrets.token_urlsafe(24)
    _keep(digest_of(secret), purpose, person, made_by)
    return secret


def _keep(
    digest: str,
    purpose: SignInKey.Purpose | str,
    person: Person | None,
    made_by: Person | None,
) -> None:
    SignInKey.objects.create(
        purpose=purpose,
        person=person,
        digest=digest,
        made_by=made_by,
        expires_at=timezone.now() + SignInKey.LIFETIMES[purpose],
    )


def sign_in_link(person: Person) -> str:
    """Return the path of a one-time sign-in link that works for ten minutes."""
    return f"/enter/{make_key(Purpose.RESCUE, person)}"


def setup_link() -> str:
    """Return the path that sets up the company; links made before stop working."""
    with transaction.atomic():
        SignInKey.objects.filter(purpose=Purpose.SETUP, used_at=None).delete()
        return f"/setup/{make_key(Purpose.SETUP, None)}"


def give_code(actor: Person, person: Person) -> Code:
    """Give someone a code of ten digits and a link for a QR; earlier ones stop working.

    For their manager and for administrators; raises Forbidden for others, and for a code for an
    administrator or oneself. The QR carries a long secret of its own, so that it works even while
    typed codes are being guessed at and therefore slowed down.
    """
    access.require(actor, "give_code", person)
    with transaction.atomic():
        SignInKey.objects.filter(person=person, purpose=Purpose.CODE, used_at=None).delete()
        digits = "".join(secrets.choice("0123456789") for _ in range(10))
        _keep(_digest_of_code(digits), Purpose.CODE, person, actor)
        secret = make_key(Purpose.CODE, person, actor)
        journal.record(actor, "person.code_given", person=person)
    return Code(digits, f"/enter/{secret}", timezone.now() + SignInKey.LIFETIMES[Purpose.CODE])


def _valid() -> Q:
    """Neither used nor expired, and not of someone who left."""
    of_someone_here = Q(person__is_active=True) | Q(purpose=Purpose.SETUP, person=None)
    return Q(used_at=None, expires_at__gt=timezone.now()) & of_someone_here


def look_at_key(secret: str) -> SignInKey | None:
    """Return the key of a secret without using it up; None when unknown, used or expired."""
    return (
        SignInKey.objects.select_related("person")
        .filter(_valid(), digest=digest_of(secret))
        .first()
    )


def use_key(secret: str) -> SignInKey | None:
    """Use up a one-time secret and return its key; None when unknown, used or expired."""
    return _use(digest_of(secret))


def use_code(digits: str) -> SignInKey | None:
    """Use up a code of ten digits; the caller counts the tries. None when it is not valid."""
    return _use(_digest_of_code(digits))


def _use(digest: str) -> SignInKey | None:
    """One statement decides, so that two clicks at once cannot both succeed.

    A code and its QR are used up together.
    """
    with transaction.atomic():
        valid = SignInKey.objects.filter(_valid(), digest=digest).values("pk")
        used = SignInKey.objects.filter(pk__in=valid, used_at=None).update(used_at=timezone.now())
        if not used:
            return None
        key = SignInKey.objects.select_related("person").get(digest=digest)
        if key.purpose == Purpose.CODE:
            SignInKey.objects.filter(person=key.person, purpose=Purpose.CODE, used_at=None).delete()
    return key


def digest_of(secret: str) -> str:
    """Return the keyed hash (HMAC-SHA-256) under which a secret is kept."""
    return salted_hmac("parvis.people.sign_in_key", secret, algorithm="sha256").hexdigest()


def _digest_of_code(digits: str) -> str:
    """The same for a code: apart, so that a code opens no link and its tries stay counted.

    Keyed, because ten digits could be found again from a plain hash within seconds.
    """
    return salted_hmac("parvis.people.code", digits, algorithm="sha256").hexdigest()
