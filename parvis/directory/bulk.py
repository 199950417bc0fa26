"""Many rows at once through COPY: ten times as fast as INSERT, and as exact."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Field, JSONField, Model
from psycopg import sql
from psycopg.types.json import Jsonb


def new_numbers(model: type[Model], count: int) -> list[int]:
    """Return so many fresh keys of a model whose keys the database counts."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [model._meta.db_table, model._meta.pk.column, count],
        )
        return [number for (number,) in cursor.fetchall()]


def insert(model: type[Model], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows given by column name ("owner_id"); what is not given gets the field's default.

    A row without its key gets a fresh one, written into it. Nothing of ``save()`` or of signals
    runs; the database's constraints hold as ever.
    """
    if not rows:
        return
    key = model._meta.pk
    nameless = [row for row in rows if key.attname not in row]
    for row, number in zip(nameless, new_numbers(model, len(nameless)), strict=True):
        row[key.attname] = number
    # What the database works out by itself cannot be copied in.
    columns = [field for field in model._meta.concrete_fields if not field.generated]
    defaults = {field.attname: field.get_default() for field in columns}
    shapes = [(field.attname, isinstance(field, JSONField)) for field in columns]
    with connection.cursor() as cursor, cursor.copy(_statement(model, columns)) as copy:
        for row in rows:
            values = []
            for name, is_json in shapes:
                value = row.get(name, defaults[name])
                values.append(Jsonb(value) if is_json and value is not None else value)
            copy.write_row(values)


def _statement(model: type[Model], columns: Iterable["Field[Any, Any]"]) -> sql.Composed:
    return sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join([sql.Identifier(str(field.column)) for field in columns]),
    )
