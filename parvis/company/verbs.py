"""Deeds on the company: set it up, change it."""

from typing import Any, Final

from django.contrib.auth.password_validation import validate_password
from django.db import connection, transaction
from django.utils.translation import gettext as _

from parvis import access, journal
from parvis.company import current
from parvis.company.models import Company
from parvis.files.verbs import keep
from parvis.kernel.errors import Refused
from parvis.live.nudges import nudge
from parvis.people.models import Person, SignInKey
from parvis.people.verbs import free_handle, take_in, use_key
from parvis.ui.accent import hue_of, is_colour

KEY: Final = 1
FIELDS: Final = ("name", "tagline", "logo", "accent", "brand", "language", "time_zone")


def set_up(
    secret: str,
    *,
    name: str,
    language: str,
    time_zone: str,
    person_name: str,
    email: str,
    password: str,
    logo: Any = None,
) -> Person | None:
    """Set the company up with its first administrator, and return them; None: no valid link.

    ``logo`` is an uploaded picture or nothing. Raises Refused for a picture that is none, and
    where there is an administrator already; Django's ValidationError for a weak password.
    Whatever is refused leaves the link good.
    """
    with transaction.atomic():
        key = use_key(secret)
        if key is None or key.purpose != SignInKey.Purpose.SETUP:
            return None
        _lock()
        if Person.objects.filter(is_admin=True, is_active=True).exists():
            raise Refused(_("The company is set up already."))
        person = _first_administrator(person_name, email, password, language, time_zone)
        Company.objects.update_or_create(
            pk=KEY,
            defaults={
                "name": name,
                "language": language,
                "time_zone": time_zone,
                "logo": keep(person, logo, purpose="public") if logo else None,
            },
        )
        journal.record(person, "company.set_up", person=person)
        _announce()
    return person


def _lock() -> None:
    """One set-up at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('parvis.company.set_up'))")


def _first_administrator(
    name: str, email: str, password: str, language: str, time_zone: str
) -> Person:
    known = Person.objects.filter(email__iexact=email).first() if email else None
    validate_password(password, known or Person(name=name, email=email))
    person = known or take_in(None, handle=free_handle(name), name=name, email=email)
    person.is_admin = person.is_active = True
    person.locale, person.time_zone = language, time_zone
    person.set_password(password)
    person.save()
    return person


def change_company(actor: Person, **changes: Any) -> Company:
    """Change what pages say and show of the company (names in FIELDS). For administrators.

    Raises ValueError for another field, Refused for a ``brand`` that is no colour.
    """
    access.require(actor, "administer", None)
    if unknown := set(changes) - set(FIELDS):
        raise ValueError(f"not a field of the company: {sorted(unknown)}")
    if changes.get("brand"):
        if not is_colour(changes["brand"]):
            raise Refused(_("A colour is written as # and six figures, like #0d5a63."))
        # What knows hues only (the icon on a phone's home screen) comes as near as it can.
        changes["accent"] = hue_of(changes["brand"])
    with transaction.atomic():
        company, _made = Company.objects.select_for_update().get_or_create(
            pk=KEY, defaults={"name": "Parvis"}
        )
        changed = [name for name, value in changes.items() if getattr(company, name) != value]
        if changed:
            for name in changed:
                setattr(company, name, changes[name])
            company.save(update_fields=changed)
            journal.record(actor, "company.changed", data={"fields": changed})
            _announce()
    return company


def _announce() -> None:
    """Have every process read the company anew once this commits."""
    nudge("everybody", what="rights")
    transaction.on_commit(current.forget)
