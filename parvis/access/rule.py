"""The rule itself: two small tables, and the two ways to read them.

A space is *seen* (one knows that it exists) by some, *read* by some. The tables say who, by
visibility. ``condition`` reads a table as a database condition, ``holds`` as a plain answer.

A ban silences: in an open space a banned person still reads, as open means open to all.
"""

from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from django.db.models import Q

from parvis.spaces.models import Space, Subscription

if TYPE_CHECKING:
    from parvis.people.models import Person

State = Subscription.State
Visibility = Space.Visibility


class Who(Enum):
    """Whom a table lets in."""

    EMPLOYEES = auto()  # everybody but guests, and whoever is in it
    EMPLOYEES_AND_INVITED = auto()  # everybody but guests, and whoever is in it or invited
    INVITED = auto()  # whoever is in it or invited
    MEMBERS = auto()  # whoever is in it


type Table = dict[str, Who]

SEEN: Final[Table] = {
    Visibility.OPEN: Who.EMPLOYEES_AND_INVITED,
    Visibility.CLOSED: Who.EMPLOYEES_AND_INVITED,
    Visibility.SECRET: Who.INVITED,
}
READ: Final[Table] = {
    Visibility.OPEN: Who.EMPLOYEES,
    Visibility.CLOSED: Who.MEMBERS,
    Visibility.SECRET: Who.MEMBERS,
}

# The tables' entries that employees pass without a subscription.
OPEN_TO_EMPLOYEES: Final = (Who.EMPLOYEES, Who.EMPLOYEES_AND_INVITED)

# The subscription states that let a person in, beside being an employee. A guest is a guest
# by invitation only: sees an open or closed space once invited, reads it once they accepted.
LETS_IN: Final[dict[Who, tuple[str, ...]]] = {
    Who.EMPLOYEES: (State.ACTIVE,),
    Who.EMPLOYEES_AND_INVITED: (State.ACTIVE, State.INVITED),
    Who.INVITED: (State.ACTIVE, State.INVITED),
    Who.MEMBERS: (State.ACTIVE,),
}


def holds(table: Table, viewer: "Person", space: Space, state: str | None) -> bool:
    """Tell whether a table lets an active viewer in, who stands to the space in ``state``."""
    who = table[space.visibility]
    if state in LETS_IN[who]:
        return True
    return who in OPEN_TO_EMPLOYEES and viewer.is_employee


def condition(table: Table, viewer: "Person", path: str = "") -> Q:
    """Return the condition on rows whose space lies at ``path`` ("", "space__", …)."""
    subscribed = Subscription.objects.filter(person=viewer).values("space")
    allowed = Q(pk__in=[])
    for who in Who:
        kinds = [visibility for visibility, let_in in table.items() if let_in is who]
        if not kinds:
            continue
        inside = Q(**{f"{path}pk__in": subscribed.filter(state__in=LETS_IN[who])})
        if who in OPEN_TO_EMPLOYEES and viewer.is_employee:
            inside = Q()
        allowed |= Q(**{f"{path}visibility__in": kinds}) & inside
    return allowed
