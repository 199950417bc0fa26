"""What a person gets by mail where they chose nothing, and what they chose."""

from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parvis.mail.models import Choice, Preferences
from parvis.notifications.models import Notification
from parvis.people.models import Person
from parvis.spaces.models import Space, Subscription

Kind = Notification.Kind
How = Preferences.How

ANNOUNCEMENT: Final = "announcement"

# What concerns oneself comes soon; what one may as well read some day waits for the summary.
DEFAULTS: Final[dict[str, str]] = {
    Kind.MENTION: How.SOON,
    Kind.REPLY: How.SOON,
    Kind.COMMENT: How.SOON,
    Kind.WALL: How.SOON,
    Kind.REACTION: How.DIGEST,
    Kind.POST: How.DIGEST,
    Kind.INVITATION: How.SOON,
    Kind.REQUEST: How.SOON,
    Kind.ACCEPTED: How.SOON,
    Kind.ROLE: How.SOON,
    ANNOUNCEMENT: How.NOW,
}
LABELS: Final[dict[str, Any]] = {
    **dict(Kind.choices),
    ANNOUNCEMENT: _("Announcements"),
}
# In this order in tokens, hence only ever added to.
KINDS: Final = tuple(DEFAULTS)

# Kinds that tell of a post in a space; the others tell of one's place in it.
OF_POSTS: Final = (Kind.MENTION, Kind.REPLY, Kind.COMMENT, Kind.WALL, Kind.REACTION, Kind.POST)


def label(kind: str) -> str | Promise:
    """Return what a kind is called."""
    name: str | Promise = LABELS[kind]
    return name


def of(person: Person) -> Preferences:
    """Return what a person chose, or an unsaved row of defaults."""
    found = Preferences.objects.filter(person=person).first()
    return found or Preferences(person=person)


def how(preferences: Preferences, kind: str) -> str:
    """Return how one kind comes to the person."""
    chosen: str = preferences.kinds.get(kind, DEFAULTS[kind])
    return chosen


def spaces_of(person: Person) -> list[Choice]:
    """Return one's choice for each community and wall one is in, by name; rows or defaults."""
    rows = (
        Subscription.objects.filter(person=person, state=Subscription.State.ACTIVE)
        .exclude(space__kind=Space.Kind.CONVERSATION)
        .select_related("space", "space__owner")
    )
    chosen = {choice.space_id: choice for choice in Choice.objects.filter(person=person)}
    spaces = sorted(
        (row.space for row in rows), key=lambda space: (space.is_wall, space.place_name.casefold())
    )
    return [_choice(chosen.get(space.pk), person, space) for space in spaces]


def _choice(row: Choice | None, person: Person, space: Space) -> Choice:
    if row is None:
        return Choice(person=person, space=space)
    row.space = space
    return row
