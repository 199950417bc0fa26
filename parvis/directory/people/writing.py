"""Writes people set by set: a company of a hundred thousand in one transaction of seconds."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import connection
from django.utils import timezone
from psycopg.types.json import Jsonb

from parvis.directory.bulk import insert
from parvis.directory.console import Steps
from parvis.directory.people.candidate import FOLLOWED
from parvis.journal.models import Entry
from parvis.people.models import Person
from parvis.spaces.models import Space

BATCH: Final = 5000
CHANGEABLE: Final = (*FOLLOWED, "languages", "skills", "about", "locale", "time_zone")


def create(people: Sequence[dict[str, Any]], steps: Steps) -> None:
    """Insert people (rows with their numbers) without a password, their walls, the journal.

    The bulk form of the verb ``take_in``, which it follows in everything: a wall each, and an
    entry "person.taken_in" that is told to nobody.
    """
    now = timezone.now()
    for start in range(0, len(people), BATCH):
        batch = people[start : start + BATCH]
        for row in batch:
            row["password"] = UNUSABLE_PASSWORD_PREFIX + secrets.token_urlsafe(30)
            row.setdefault("joined_at", now)
        insert(Person, batch)
        walls = ({"kind": Space.Kind.WALL.value, "owner_id": row["id"]} for row in batch)
        insert(Space, [wall | {"created_at": now} for wall in walls])
        joined = {row["id"]: row["joined_at"] for row in batch}
        _journal("person.taken_in", {row["id"]: {} for row in batch}, joined)
        steps.advance(len(batch))


def _journal(
    verb: str, told: dict[int, dict[str, Any]], at: Mapping[int, datetime] | None = None
) -> None:
    """Write one quiet entry for each person: history, told to nobody; ``at`` says when it was."""
    now, moments = timezone.now(), at or {}
    insert(
        Entry,
        [
            {"verb": verb, "person_id": pk, "data": data, "quiet": True}
            | {"at": moments.get(pk, now)}
            for pk, data in told.items()
        ],
    )


type Changes = dict[int, dict[str, Any]]


def update(changes: Changes, steps: Steps) -> None:
    """Change profile fields (by person) and journal which ones, quietly."""
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
    _journal("person.changed", {pk: {"fields": sorted(told)} for pk, told in changes.items()})


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
