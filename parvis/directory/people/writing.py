"""Writes people set by set: a company of a hundred thousand in one transaction of seconds."""

import secrets
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import connection
from django.utils import timezone
from psycopg.types.json import Jsonb

from parvis.directory.console import Steps
from parvis.directory.people.candidate import FOLLOWED
from parvis.people.models import Person

BATCH: Final = 2000
CHANGEABLE: Final = (*FOLLOWED, "languages", "skills", "about", "locale", "time_zone")


def create(people: Sequence[Person], steps: Steps) -> None:
    """Insert people without a password, their walls and what the journal says of it.

    The bulk form of the verb ``take_in``, which it follows in everything: a wall each, and an
    entry "person.taken_in" that is told to nobody.
    """
    for person in people:
        person.password = UNUSABLE_PASSWORD_PREFIX + secrets.token_urlsafe(30)
    for start in range(0, len(people), BATCH):
        batch = people[start : start + BATCH]
        Person.objects.bulk_create(batch)
        numbers = [person.pk for person in batch]
        _open_walls(numbers)
        _journal("person.taken_in", numbers)
        steps.advance(len(batch))


def _open_walls(people: list[int]) -> None:
    from parvis.spaces.models import Space

    Space.objects.bulk_create(Space(kind=Space.Kind.WALL, owner_id=pk) for pk in people)


def _journal(verb: str, people: Iterable[int], data: Sequence[dict[str, Any]] = ()) -> None:
    """Write one quiet entry for each person: history, told to nobody."""
    from parvis.journal.models import Entry

    now = timezone.now()
    people = list(people)
    told = data or [{}] * len(people)
    Entry.objects.bulk_create(
        Entry(at=now, verb=verb, person_id=pk, data=facts, quiet=True)
        for pk, facts in zip(people, told, strict=True)
    )


type Changes = dict[int, dict[str, Any]]


def update(changes: Changes, steps: Steps, new: set[int]) -> None:
    """Change profile fields (by person) and journal which ones, quietly; not of the ``new``."""
    if not changes:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE directory_changes (id bigint PRIMARY KEY, fields jsonb)"
            " ON COMMIT DROP"
        )
        with cursor.copy("COPY directory_changes (id, fields) FROM STDIN") as copy:
            for pk, fields in changes.items():
                copy.write_row((pk, Jsonb(fields)))
                steps.advance()
        cursor.execute("ANALYZE directory_changes")
        cursor.execute(_UPDATE)
        cursor.execute("DROP TABLE directory_changes")
    told = {pk: {"fields": sorted(fields)} for pk, fields in changes.items() if pk not in new}
    _journal("person.changed", told, list(told.values()))


def _set(column: str, kind: str = "text") -> str:
    if kind == "list":
        value = f"ARRAY(SELECT jsonb_array_elements_text(c.fields->'{column}'))"
    elif kind == "number":
        value = f"(c.fields->>'{column}')::bigint"
    else:
        value = f"c.fields->>'{column}'"
    return f"{column} = CASE WHEN c.fields ? '{column}' THEN {value} ELSE p.{column} END"


_UPDATE: Final = (
    "UPDATE people_person p SET version = p.version + 1, "
    + ", ".join(
        [
            *(_set(column) for column in CHANGEABLE if column not in ("languages", "skills")),
            _set("languages", "list"),
            _set("skills", "list"),
            _set("manager_id", "number"),
        ]
    )
    + " FROM directory_changes c WHERE p.id = c.id"
)
