"""The steps of the first five minutes, in their order.

``Person.welcome`` holds the one that somebody has come to: it is loaded with the person on every
page, so that those who are done cost nothing. NEW: they have not begun; empty: done, or not wanted.
"""

from typing import Final

from parvis.people.models import Person

NEW: Final = "new"
OVER: Final = ""
STEPS: Final = ("photo", "about", "communities", "people", "hello")


def is_for(person: object) -> bool:
    """Tell whether somebody is shown round at all: employees are."""
    return isinstance(person, Person) and person.kind == Person.Kind.EMPLOYEE


def reached(person: Person) -> str:
    """Return the step that somebody has come to; empty where there is nothing left."""
    if not is_for(person):
        return OVER
    return STEPS[0] if person.welcome == NEW else person.welcome


def after(step: str) -> str:
    """Return the step after one; empty after the last."""
    number = STEPS.index(step) + 1
    return STEPS[number] if number < len(STEPS) else OVER
