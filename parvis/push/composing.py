"""What a device shows of what waits for it: put together when it is sent, as things are then."""

from collections.abc import Iterable
from html import unescape
from typing import Final

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.company.current import current
from parvis.kernel.words import one_line
from parvis.notifications import queries
from parvis.notifications.sentences import sentence
from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.push import choices
from parvis.push.message import Message
from parvis.push.models import Parcel
from parvis.spaces.models import Subscription

# More than this at once are told in one.
APART: Final = 3
SHOWN: Final = 140

type Told = tuple[Message, list[Parcel]]


def compose(person: Person, parcels: list[Parcel]) -> list[Told]:
    """Return what is still news to the person, each with the parcels that it settles.

    What was read meanwhile, removed or closed to them is in none.
    """
    lines = {
        line.notification.pk: line
        for line in queries.lines_of(person, [p.notification_id for p in parcels])
        if line.notification.read_at is None
    }
    told: list[Told] = []
    for parcel in parcels:
        line = lines.get(parcel.notification_id or 0)
        if parcel.kind == choices.TRIAL:
            told.append((_trial(), [parcel]))
        elif line is not None:
            told.append((_of_line(line), [parcel]))
        elif parcel.space_id is not None:
            told += [(message, [parcel]) for message in _of_conversation(person, parcel)]
    return told if len(told) <= APART else [_several(told)]


def _of_line(line: queries.Line) -> Message:
    words = unescape(strip_tags(sentence(line)))
    url = reverse("notifications:open", args=[line.notification.pk])
    return Message(current().name, words, url, line.notification.subject)


def _of_conversation(person: Person, parcel: Parcel) -> Iterable[Message]:
    """Show the newest line that the person has not read, by its author's name."""
    mine = Subscription.objects.filter(
        person=person, space=parcel.space_id, state=Subscription.State.ACTIVE
    )
    subscription = mine.exclude(level=Subscription.Level.NOTHING).first()
    newest = (
        Post.objects.filter(space=parcel.space_id, removed_at__isnull=True)
        .exclude(author=person)
        .select_related("author", "space")
        .order_by("-pk")
        .first()
    )
    if subscription is None or newest is None:
        return
    read = subscription.last_read or subscription.created_at
    if newest.created_at <= read:
        return
    words = one_line(unescape(strip_tags(newest.html))) or _("A file")
    name = newest.space.name
    title = f"{newest.author.name} · {name}" if name else newest.author.name
    url = newest.space.get_absolute_url()
    yield Message(title, Truncator(words).chars(SHOWN), url, parcel.subject, urgent=True)


def _trial() -> Message:
    words = _("It works: this is how you will hear of things on this device.")
    return Message(current().name, words, reverse("push:devices"), choices.TRIAL, urgent=True)


def _several(told: list[Told]) -> Told:
    parcels = [parcel for _message, behind in told for parcel in behind]
    words = ngettext("%(count)s new thing for you", "%(count)s new things for you", len(told))
    body = words % {"count": len(told)}
    message = Message(current().name, body, reverse("notifications:list"), "several")
    return message, parcels
