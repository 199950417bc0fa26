"""Reads the plain rows of our own exports back (see ``shapes``)."""

from collections.abc import Iterable
from itertools import batched
from typing import Any, Final

from django.db import connection, models, transaction

from parvis.directory.archive.reading import id_of, moment
from parvis.directory.archive.spaces import Spaces
from parvis.directory.bulk import insert
from parvis.directory.reading.words import storable
from parvis.directory.report import Report
from parvis.directory.shapes import Kind, Shape
from parvis.kernel.console import said

BATCH: Final = 1000


class Rows:
    """Finds what rows refer to, and inserts those that are not here yet."""

    def __init__(self, people: dict[str, int], spaces: Spaces, report: Report) -> None:
        self._people = people
        self._spaces = spaces
        self._report = report

    def bring(self, shape: Shape, lines: Iterable[tuple[int, dict[str, Any]]]) -> set[int]:
        """Insert the rows of a file; returns the spaces that they are about."""
        kind = shape.file.partition(".")[0]
        touched: set[int] = set()
        for batch in batched(lines, BATCH):
            with transaction.atomic():
                rows = self._read(shape, kind, list(batch))
                new = _not_here(shape, rows)
                insert(shape.model, new)
            touched.update(row["space_id"] for row in new if row.get("space_id"))
            self._report.count(kind, "created", len(new))
            self._report.count(kind, "unchanged", len(rows) - len(new))
        return touched

    def _read(
        self, shape: Shape, kind: str, batch: list[tuple[int, dict[str, Any]]]
    ) -> list[dict[str, Any]]:
        posts = self._posts(shape, batch)
        rows = []
        for number, line in batch:
            row = {
                column: value
                for name, (field, what) in shape.columns.items()
                for column, value in self._value(shape, field, what, line.get(name), posts)
            }
            if all(row.get(column) for column in shape.needed):
                rows.append(row)
            else:
                where = f"{shape.file} line {number}"
                self._report.skip(kind, said("what it belongs to is not in the archive"), where)
        return rows

    def _value(
        self, shape: Shape, field: str, kind: Kind, value: Any, posts: dict[str, int]
    ) -> list[tuple[str, Any]]:
        """Return the column and its value; nothing where the field's default should stand."""
        references = {
            Kind.PERSON: lambda: self._people.get(str(value)),
            Kind.POST: lambda: posts.get(str(value)),
            Kind.SPACE: lambda: self.space(value),
        }
        if kind in references:
            return [(f"{field}_id", references[kind]())]
        if kind is Kind.OWN:
            return [(field, id_of(value))]
        if kind is Kind.MOMENT:
            at = moment(value)
            return [(field, at)] if at or shape.model._meta.get_field(field).null else []
        # Pictures come after the files.
        return [] if kind is Kind.FILE else _plain(shape, field, value)

    def space(self, value: Any) -> int | None:
        """Find a space by its id in an export of ours."""
        key = str(value)
        if key.startswith("wall:"):
            return self._spaces.walls.get(self._people.get(key.removeprefix("wall:"), 0))
        return self._spaces.by_key.get(key)

    def _posts(self, shape: Shape, batch: list[tuple[int, dict[str, Any]]]) -> dict[str, int]:
        names = [name for name, (_field, kind) in shape.columns.items() if kind is Kind.POST]
        keys = [str(line[name]) for name in names for _number, line in batch if line.get(name)]
        return staged(keys)


def staged(keys: list[str]) -> dict[str, int]:
    """Find posts and comments of the archive by their keys."""
    if not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key, id FROM import_post WHERE key = ANY(%s) AND id IS NOT NULL", [keys]
        )
        return dict(cursor.fetchall())


def _not_here(shape: Shape, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out the rows that are here already, and the second of two that are the same."""
    first = shape.identity[0]
    there = shape.model._default_manager.filter(**{f"{first}__in": {row[first] for row in rows}})
    known = set(there.values_list(*shape.identity))
    new = []
    for row in rows:
        identity = tuple(row.get(column) for column in shape.identity)
        if identity not in known:
            known.add(identity)
            new.append(row)
    return new


def _plain(shape: Shape, name: str, value: Any) -> list[tuple[str, Any]]:
    field = shape.model._meta.get_field(name)
    if isinstance(field, models.BooleanField):
        return [(name, value is True)]
    if isinstance(field, (models.CharField, models.TextField)):
        text = storable(value) if isinstance(value, str) else ""
        if field.choices and text not in dict(field.flatchoices):
            return []
        return [(name, text[: field.max_length] if field.max_length else text)]
    whole = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31
    return [(name, value)] if whole else []
