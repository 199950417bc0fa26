"""How a space reaches oneself: notification level, mute, read marks."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis import access, journal
from parvis.kernel.errors import Refused
from parvis.people.models import Person
from parvis.spaces.models import Space, Subscription


def set_level(actor: Person, space: Space, level: str) -> None:
    """Choose what one is told of in a space: all, mentions, nothing."""
    access.require(actor, "tune", space)
    if level not in Subscription.Level.values:
        raise Refused(_("There is no such choice."))
    with transaction.atomic():
        changed = (
            Subscription.objects.filter(person=actor, space=space)
            .exclude(level=level)
            .update(level=level)
        )
        if changed:
            data = {"level": level}
            journal.record(actor, "space.level_changed", space=space, person=actor, data=data)


def mute(actor: Person, space: Space) -> None:
    """Keep a space out of one's home feed; one stays in it."""
    _set_comes_home(actor, space, comes_home=False)


def unmute(actor: Person, space: Space) -> None:
    """Let a space's posts come home again. Conversations never do: nothing changes."""
    _set_comes_home(actor, space, comes_home=True)


def _set_comes_home(actor: Person, space: Space, *, comes_home: bool) -> None:
    access.require(actor, "tune", space)
    if space.is_conversation:
        return
    with transaction.atomic():
        changed = (
            Subscription.objects.filter(person=actor, space=space)
            .exclude(comes_home=comes_home)
            .update(comes_home=comes_home)
        )
        if changed:
            verb = "space.unmuted" if comes_home else "space.muted"
            journal.record(actor, verb, space=space, person=actor)


def mark_read(actor: Person, space: Space, until: datetime | None = None) -> None:
    """Remember up to when one has read a space (now, if not told); never goes back.

    Not journalled: who read what when is nobody's business. Without a row in the space
    (a passer-by in an open community) nothing is kept.
    """
    access.require(actor, "read", space)
    moment = until or timezone.now()
    Subscription.objects.filter(person=actor, space=space).update(
        last_read=Greatest(Coalesce(F("last_read"), moment), moment)
    )
