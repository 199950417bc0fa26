"""Questions of the first five minutes: what to offer, and how it goes."""

from dataclasses import dataclass
from typing import Final

from django.db import connection

from parvis.people.models import Person
from parvis.welcome.steps import NEW, OVER, STEPS

COMMUNITIES: Final = 5
PEOPLE: Final = 3

# Of the same department, and not of all of it: a sample says as much, at a bounded cost.
_SKILLS: Final = """
SELECT skill FROM (
  SELECT skills FROM people_person
  WHERE department = %s AND is_active AND skills <> '{}' LIMIT 500) near, unnest(skills) skill
GROUP BY skill ORDER BY count(*) DESC, skill LIMIT 12
"""
_TAKEN: Final = """
SELECT verb, coalesce(data->>'step', ''), coalesce(data->>'how', ''), count(*)
FROM journal_entry WHERE verb IN (
  'welcome.began', 'welcome.step', 'welcome.finished', 'welcome.dismissed')
GROUP BY 1, 2, 3
"""


def skills_nearby(person: Person) -> list[str]:
    """Return what colleagues of the same department are asked about, the commonest first."""
    if not person.department:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_SKILLS, [person.department])
        return [skill for (skill,) in cursor.fetchall()]


@dataclass(frozen=True)
class Step:
    """How many people did a step, and how many skipped it."""

    name: str
    done: int
    skipped: int


@dataclass(frozen=True)
class Progress:
    """How many people began, finished, dismissed it, are under way, and each step's figures."""

    began: int
    finished: int
    dismissed: int
    under_way: int
    steps: list[Step]


def progress() -> Progress:
    """Return how the first five minutes go for the company; two statements."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKEN)
        counted = {(verb, step, how): int(n) for verb, step, how, n in cursor.fetchall()}
    under_way = Person.objects.filter(is_active=True).exclude(welcome__in=(NEW, OVER))
    return Progress(
        began=counted.get(("welcome.began", "", ""), 0),
        finished=counted.get(("welcome.finished", "", ""), 0),
        dismissed=counted.get(("welcome.dismissed", "", ""), 0),
        under_way=under_way.count(),
        steps=[
            Step(
                step,
                counted.get(("welcome.step", step, "done"), 0),
                counted.get(("welcome.step", step, "skipped"), 0),
            )
            for step in STEPS
        ],
    )
