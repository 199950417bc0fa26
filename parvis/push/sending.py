"""Send what is due: claimed, put together as things are now, handed over, forgotten.

A worker that is killed on the way leaves parcels that are claimed for two minutes; what it had
handed over already replaces itself on the device, since it has the same tag.
"""

import asyncio
import logging
from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.utils import timezone, translation

from parvis.mail import choices as mail_choices
from parvis.mail.outgoing import hours
from parvis.people import house
from parvis.people.models import Person
from parvis.push import choices, verbs
from parvis.push.composing import Told, compose
from parvis.push.keys import Keys, ours
from parvis.push.message import headers, sealed
from parvis.push.models import Device, Parcel
from parvis.push.posting import Answer, Envelope, Fate, post

log = logging.getLogger(__name__)

BATCH: Final = 200
TOGETHER: Final = 20
MOST_ATTEMPTS: Final = 8
CLAIMED_FOR: Final = timedelta(minutes=2)

CLAIM: Final = """
UPDATE push_parcel SET claimed_until = %(until)s, attempts = attempts + 1
WHERE id IN (
  SELECT id FROM push_parcel
  WHERE due_at <= %(now)s AND (claimed_until IS NULL OR claimed_until < %(now)s)
  ORDER BY due_at LIMIT %(most)s FOR UPDATE SKIP LOCKED)
RETURNING id
"""


def send(now: datetime | None = None) -> int:
    """Send what is due; returns how many messages were taken."""
    taken = 0
    while settings.PUSH and (parcels := _claim(now or timezone.now())):
        taken += _send(parcels, now or timezone.now())
    return taken


def _claim(now: datetime) -> list[Parcel]:
    values: dict[str, Any] = {"now": now, "until": now + CLAIMED_FOR, "most": BATCH}
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, values)
        ids = [id_ for (id_,) in cursor.fetchall()]
    found = Parcel.objects.filter(pk__in=ids).select_related("device__person")
    return list(found.order_by("due_at", "pk"))


def _send(parcels: list[Parcel], now: datetime) -> int:
    by_device: defaultdict[Device, list[Parcel]] = defaultdict(list)
    for parcel in parcels:
        by_device[parcel.device].append(parcel)
    keys = ours()
    ready: list[tuple[Device, Told, Envelope]] = []
    alive = set(Device.objects.alive(now).filter(pk__in=[d.pk for d in by_device]))
    for device, waiting in by_device.items():
        if device in alive:
            ready += _for_device(device, waiting, keys, now)
        else:
            device.delete()
    answers = asyncio.run(_post_all([envelope for _device, _told, envelope in ready]))
    for (device, told, _envelope), answer in zip(ready, answers, strict=True):
        _settle(device, told[1], answer, now)
    return sum(answer.fate is Fate.TAKEN for answer in answers)


def _for_device(
    device: Device, waiting: list[Parcel], keys: Keys, now: datetime
) -> list[tuple[Device, Told, Envelope]]:
    """Return what goes to a device now; what is no news any more is dropped."""
    person = device.person
    due = _not_postponed(person, waiting, now)
    language = _language(person, device)
    with translation.override(language):
        messages = compose(person, due)
        made = [(device, told, _envelope(device, told, keys, language)) for told in messages]
    going = {parcel.pk for _message, behind in messages for parcel in behind}
    _forget([parcel for parcel in due if parcel.pk not in going])
    return made


def _envelope(device: Device, told: Told, keys: Keys, language: str) -> Envelope:
    message = told[0]
    body = sealed(device, message.told(device, language))
    return Envelope(device.endpoint, headers(device, keys, message), body)


def _language(person: Person, device: Device) -> str:
    known = dict(settings.LANGUAGES)
    wanted = (person.locale, device.language, house.current().language)
    return next((code for code in wanted if code in known), settings.LANGUAGE_CODE)


def _not_postponed(person: Person, waiting: list[Parcel], now: datetime) -> list[Parcel]:
    """Put off until working hours what is not urgent to the person; returns the rest."""
    preferences = mail_choices.of(person)
    preferences.keeps_hours = choices.of(person).keeps_hours
    later = hours.postponed(preferences, hours.zone_of(person, house.current()), now)
    if later is None:
        return waiting
    urgent = {*preferences.urgent, choices.TRIAL}
    off = [parcel.pk for parcel in waiting if parcel.kind not in urgent]
    quiet: dict[str, Any] = {"due_at": later, "claimed_until": None, "attempts": 0}
    Parcel.objects.filter(pk__in=off).update(**quiet)
    return [parcel for parcel in waiting if parcel.kind in urgent]


async def _post_all(envelopes: list[Envelope]) -> list[Answer]:
    room = asyncio.Semaphore(TOGETHER)

    async def one(envelope: Envelope) -> Answer:
        async with room:
            return await post(envelope)

    return await asyncio.gather(*(one(envelope) for envelope in envelopes))


def _settle(device: Device, parcels: list[Parcel], answer: Answer, now: datetime) -> None:
    if answer.fate is Fate.GONE:
        Device.objects.filter(pk=device.pk).delete()
    elif answer.fate is Fate.LATER:
        for parcel in parcels:
            _try_later(parcel, answer.wait, now)
    else:
        if answer.fate is Fate.REFUSED:
            log.warning("a push service refuses what is meant for %s", device)
            verbs.refused(device)
        _forget(parcels)


def _try_later(parcel: Parcel, wait: int, now: datetime) -> None:
    if parcel.attempts >= MOST_ATTEMPTS:
        _forget([parcel])
        return
    after = max(timedelta(seconds=wait), timedelta(minutes=1) * 2 ** (parcel.attempts - 1))
    Parcel.objects.filter(pk=parcel.pk).update(due_at=now + after, claimed_until=None)


def _forget(parcels: list[Parcel]) -> None:
    """Forget what has been settled; what became news again meanwhile goes again."""
    for parcel in parcels:
        mine = Parcel.objects.filter(pk=parcel.pk)
        if not mine.filter(stamp=parcel.stamp).delete()[0]:
            mine.update(claimed_until=None)
