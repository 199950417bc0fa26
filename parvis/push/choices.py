"""What a person gets on their devices where they chose nothing, and what they chose."""

from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parvis.notifications.models import Notification
from parvis.people.models import Person
from parvis.push.models import Preferences

Kind = Notification.Kind

MESSAGE: Final = "message"
# A person tries whether it works.
TRIAL: Final = "trial"

# A phone rings for what is said to oneself; the rest is there when one looks.
DEFAULTS: Final[dict[str, bool]] = {
    MESSAGE: True,
    Kind.MENTION: True,
    Kind.REPLY: True,
    Kind.COMMENT: True,
    Kind.WALL: True,
    Kind.REACTION: False,
    Kind.POST: False,
    Kind.INVITATION: True,
    Kind.REQUEST: True,
    Kind.ACCEPTED: True,
    Kind.ROLE: True,
}
LABELS: Final[dict[str, Any]] = {MESSAGE: _("Messages to me"), **dict(Kind.choices)}


def label(kind: str) -> str | Promise:
    """Return what a kind is called."""
    name: str | Promise = LABELS[kind]
    return name


def of(person: Person) -> Preferences:
    """Return what a person chose, or an unsaved row of defaults."""
    found = Preferences.objects.filter(person=person).first()
    return found or Preferences(person=person)


def wants(preferences: Preferences, kind: str) -> bool:
    """Tell whether a kind comes to the person's devices."""
    return bool(preferences.kinds.get(kind, DEFAULTS.get(kind, False)))
