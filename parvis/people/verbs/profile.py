"""Change what a profile says."""

from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from parvis import access, journal
from parvis.kernel.errors import Refused
from parvis.people import signed_in
from parvis.people.models import Person

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
    "theme",
    "large_type",
    "shortcuts",
    "email",
    "photo",
    "cover",
)
# An e-mail address is a way in, so one's own does not change by an open browser alone.
FOR_ADMINISTRATORS: Final = frozenset({"email"})


def change_profile(actor: Person, person: Person, **changes: Any) -> Person:
    """Change profile fields (names in PROFILE_FIELDS); journals which ones changed.

    For oneself and administrators; the e-mail address for administrators only (Forbidden).
    Raises Refused when someone would be their own manager, directly or by a circle, and for a
    picture that is not for everybody to see; ValueError for another field.
    """
    access.require(actor, "edit", person)
    if unknown := set(changes) - set(PROFILE_FIELDS):
        raise ValueError(f"not a profile field: {sorted(unknown)}")
    changed = [name for name, value in changes.items() if getattr(person, name) != value]
    if not changed:
        return person
    if FOR_ADMINISTRATORS & set(changed):
        access.require(actor, "administer", None)
    if "manager" in changed:
        _refuse_circles(person, changes["manager"])
    for name in {"photo", "cover"} & set(changed):
        _refuse_private(changes[name])
    with transaction.atomic():
        for name in changed:
            setattr(person, name, changes[name])
        person.save(update_fields=changed)
        Person.objects.filter(pk=person.pk).update(version=F("version") + 1)
        journal.record(actor, "person.changed", person=person, data={"fields": changed})
        signed_in.announce(person.pk)
    return person


def _refuse_circles(person: Person, manager: Person | None) -> None:
    """Walk up from the new manager; the person must not be met."""
    met: set[int] = set()
    above = manager
    while above is not None and above.pk not in met:
        if above.pk == person.pk:
            raise Refused(_("Nobody can be their own manager, not even by a roundabout way."))
        met.add(above.pk)
        above = above.manager


def _refuse_private(picture: Any) -> None:
    if picture is not None and picture.purpose != "public":
        raise Refused(_("This picture cannot be used here."))
