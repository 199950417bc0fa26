"""Letters that did not arrive: reports are read, an address that keeps failing is paused.

A report counts only if it brings back the headers of a letter that we really wrote to that
person: their answer's address, which nobody can make up.
"""

import re
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from parvis import access, journal
from parvis.mail import addresses
from parvis.mail.incoming.message import Message
from parvis.mail.incoming.models import Failure
from parvis.mail.models import Preferences
from parvis.mail.tokens import Forged
from parvis.people.models import Person

WITHIN: Final = timedelta(days=30)
# So many failures, on so many days, pause an address.
FAILURES: Final = 3
DAYS: Final = 2
ADDRESS: Final = re.compile(r"[\w.+%=-]{1,90}@[\w.-]{1,200}")


def take_in(message: Message) -> int:
    """Note the failures that a report tells of; returns how many counted."""
    person = _written_to(message)
    if person is None:
        return 0
    count = 0
    for failure in message.failures:
        if not _is_lasting(failure) or not _is_of(failure, message, person):
            continue
        Failure.objects.create(
            person=person,
            address=person.email,
            status=failure["status"],
            why=failure["why"],
        )
        count += 1
    if count:
        _pause_if_it_keeps_failing(person)
    return count


def note(person: Person, code: int, why: str) -> None:
    """Note that the relay itself would not take a letter for a person's address."""
    with transaction.atomic():
        Failure.objects.create(person=person, address=person.email, status=str(code), why=why[:300])
        _pause_if_it_keeps_failing(person)


def paused() -> Any:
    """Return whose address takes no mail of ours, for the IT department; the latest first.

    Each row (of Preferences) knows how many letters came back (``came_back``), and the last
    one's status and words.
    """
    of_person = Failure.objects.filter(person=OuterRef("person"), address=OuterRef("person__email"))
    last = of_person.order_by("-at", "-pk")
    counted = of_person.order_by().values("person").annotate(n=Count("pk")).values("n")
    return (
        _paused()
        .select_related("person")
        .annotate(
            last_status=Coalesce(Subquery(last.values("status")[:1]), Value("")),
            last_why=Coalesce(Subquery(last.values("why")[:1]), Value("")),
            came_back=Coalesce(Subquery(counted), 0),
        )
        .order_by("-refused_at", "-pk")
    )


def paused_count() -> int:
    """Return how many addresses take no mail of ours."""
    return _paused().count()


def _paused() -> QuerySet[Preferences]:
    return Preferences.objects.filter(refused_at__isnull=False, person__is_active=True)


def resume(actor: Person, person: Person) -> bool:
    """Write to a paused address again; tells whether it was paused.

    Raises Forbidden unless the actor administers.
    """
    access.require(actor, "administer", None)
    with transaction.atomic():
        row = Preferences.objects.filter(person=person, refused_at__isnull=False)
        if not row.update(refused_at=None, refused_why=""):
            return False
        Failure.objects.filter(person=person).delete()
        journal.record(actor, "mail.resumed", person=person)
    return True


def _is_lasting(failure: dict[str, str]) -> bool:
    """Tell a refusal from a delay, and from a full mailbox or a letter that was too long."""
    return failure["action"] == "failed" and not failure["status"].startswith("4")


def _is_of(failure: dict[str, str], message: Message, person: Person) -> bool:
    """Tell whether it is the address we wrote to, or one it was passed on to."""
    to = {addresses.bare(address) for address in message_to(message)}
    return failure["address"] == person.email.lower() or person.email.lower() in to


def message_to(message: Message) -> list[str]:
    """Return to whom the letter that came back was addressed."""
    return [address for _name, address in message.returned.get("to", [])]


def _written_to(message: Message) -> Person | None:
    """Return the person whose own answer's address stands in the returned headers."""
    returned = message.returned
    written = [address for _name, address in returned.get("reply-to", [])]
    for value in returned.get("list-unsubscribe", []):
        written += ADDRESS.findall(value)
    for address in written[:20]:
        try:
            answer = addresses.read(address)
        except Forged:
            continue
        if answer is not None and not answer.expired:
            return Person.objects.filter(pk=answer.person).exclude(email="").first()
    return None


def _pause_if_it_keeps_failing(person: Person) -> None:
    lately = Failure.objects.filter(
        person=person, address=person.email, at__gte=timezone.now() - WITHIN
    ).order_by("-at")
    moments = list(lately.values_list("at", "why", "status")[:50])
    days = {at.date() for at, _why, _status in moments}
    if len(moments) < FAILURES or len(days) < DAYS:
        return
    _at, why, status = moments[0]
    row, _made = Preferences.objects.get_or_create(person=person)
    if row.refused_at is None:
        row.refused_at, row.refused_why = timezone.now(), (why or status)[:300]
        row.save(update_fields=["refused_at", "refused_why"])
        journal.record(None, "mail.paused", person=person, data={"status": status})
