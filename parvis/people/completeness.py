"""What a profile still lacks, for its own person alone."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from parvis.people.models import Person

# The enough of it: two skills are more than one, but nobody is asked for more.
SKILLS: Final = 2


@dataclass(frozen=True)
class Lack:
    """One thing that would help colleagues; ``field`` is where one says it."""

    field: str
    icon: str
    said: Any


_LACKS: Final = (
    ("photo_id", Lack("photo", "camera", _("A photo: colleagues recognise you"))),
    ("title", Lack("title", "briefcase-business", _("What you do"))),
    ("department", Lack("department", "network", _("Where you belong: your department"))),
    ("site", Lack("site", "map-pin", _("Where you work"))),
    ("manager_id", Lack("manager", "user-round", _("Who your manager is: it draws the chart"))),
    ("languages", Lack("languages", "languages", _("The languages you speak"))),
    ("about", Lack("about", "pen-line", _("A few words about you"))),
)
_SKILLS: Final = Lack("skills", "lightbulb", _("Two things one may ask you about"))
PARTS: Final = len(_LACKS) + 1


def missing(person: Person) -> list[Lack]:
    """Return what a profile lacks, the most helpful first."""
    lacks = [lack for name, lack in _LACKS if not getattr(person, name)]
    return lacks + ([_SKILLS] if len(person.skills) < SKILLS else [])


def complete(person: Person) -> int:
    """Return how much of a profile is there, in percent."""
    return round(100 * (PARTS - len(missing(person))) / PARTS)
