"""Take a person in."""

import re
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from parvis import access, journal
from parvis.people.models import Person


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


def free_handle(name: str) -> str:
    """Return a handle for a name ("Zoé Martin": zoe.martin) that nobody has."""
    base = re.sub(r"[^a-z0-9]+", ".", slugify(name).replace("-", "."))[:50].strip(".") or "person"
    taken = set(Person.objects.filter(handle__startswith=base).values_list("handle", flat=True))
    handle, number = base, 1
    while handle in taken:
        number += 1
        handle = f"{base}{number}"
    return handle
