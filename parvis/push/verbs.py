"""Deeds on one's devices: register one, remove one, choose what comes, try it."""

from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis import journal
from parvis.kernel.errors import Refused
from parvis.links.addresses import NotAllowed, read
from parvis.people.models import Person
from parvis.push import choices, wakes
from parvis.push.keys import decoded
from parvis.push.models import Device, Parcel, Preferences

MOST: Final = 10
POINT, SECRET = 65, 16


def register(
    actor: Person,
    *,
    endpoint: str,
    public: str,
    secret: str,
    session_key: str,
    language: str,
    name: str,
) -> Device:
    """Have a browser shown what the actor is told, for as long as they are signed in in it.

    Again it is renewed; of another person's it becomes the actor's, since it is in their hands.
    Beyond MOST the oldest goes. Raises Refused for what no browser says.
    """
    _check(endpoint, public, secret)
    with transaction.atomic():
        known = Device.objects.filter(endpoint=endpoint, person=actor).exists()
        Device.objects.filter(endpoint=endpoint).exclude(person=actor).delete()
        device, _made = Device.objects.update_or_create(
            endpoint=endpoint,
            defaults={
                "person": actor,
                "public": public,
                "secret": secret,
                "session_key": session_key,
                "language": language,
                "name": name[:80],
                "refusals": 0,
            },
        )
        if not known:
            journal.record(actor, "device.registered", person=actor)
        newest = Device.objects.filter(person=actor).order_by("-made_at").values("pk")[:MOST]
        Device.objects.filter(person=actor).exclude(pk__in=newest).delete()
    return device


def _check(endpoint: str, public: str, secret: str) -> None:
    """Refuse what is no subscription; where it leads is checked whenever something goes there."""
    try:
        scheme, _host, _port = read(endpoint)
        keys = len(decoded(public)), len(decoded(secret))
    except (NotAllowed, ValueError) as error:
        raise Refused(_("This browser’s subscription cannot be used.")) from error
    if scheme not in {"https", "http"} or keys != (POINT, SECRET):
        raise Refused(_("This browser’s subscription cannot be used."))


def remove(actor: Person, *, pk: int | None = None, endpoint: str | None = None) -> bool:
    """Show nothing more on one of one's own devices; tells whether there was one."""
    mine = Device.objects.filter(person=actor)
    mine = mine.filter(endpoint=endpoint) if pk is None else mine.filter(pk=pk)
    with transaction.atomic():
        gone, _by_kind = mine.delete()
        if gone:
            journal.record(actor, "device.removed", person=actor)
    return bool(gone)


def set_preferences(actor: Person, *, kinds: dict[str, bool], keeps_hours: bool) -> None:
    """Choose what comes to one's devices, and whether outside working hours."""
    with transaction.atomic():
        values = {"kinds": kinds, "keeps_hours": keeps_hours}
        Preferences.objects.update_or_create(person=actor, defaults=values)
        journal.record(actor, "device.preferences_changed", person=actor)


def try_out(actor: Person) -> int:
    """Send a word to all of one's devices, at any hour; returns to how many."""
    now = timezone.now()
    devices = list(Device.objects.alive(now).filter(person=actor))
    with transaction.atomic():
        for device in devices:
            fresh = {"kind": choices.TRIAL, "stamp": int(now.timestamp()), "due_at": now}
            Parcel.objects.update_or_create(
                device=device, subject=choices.TRIAL, defaults={**fresh, "attempts": 0}
            )
        if devices:
            wakes.send()
    return len(devices)


def refused(device: Device) -> None:
    """Note that a push service refused; it ends what it refuses five times in a row."""
    Device.objects.filter(pk=device.pk).update(refusals=F("refusals") + 1)
    Device.objects.filter(pk=device.pk, refusals__gte=5).delete()


def forget_the_dead() -> int:
    """Forget devices on which their person is not signed in any more; returns how many."""
    alive = Device.objects.alive().values("pk")
    gone, _by_kind = Device.objects.exclude(pk__in=alive).delete()
    return gone
