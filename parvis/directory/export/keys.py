"""The ids of an export: where a row came from, or else this network's name and its number."""

from datetime import UTC, datetime
from typing import Any

from parvis.directory.shapes import Kind, Shape


class Keys:
    """Names rows so that they are found again, here and anywhere else."""

    def __init__(self, own: str) -> None:
        self._own = own

    def of(self, kind: str, origin: str | None, pk: int | None) -> str | None:
        """Return a row's id; None for no row."""
        if pk is None:
            return None
        return origin or f"{self._own}:{kind}:{pk}"

    def post(self, origin: str | None, pk: int | None, thread: int | None) -> str | None:
        """Return a post's or a comment's id."""
        return self.of("comment" if thread else "post", origin, pk)

    def space(self, row: dict[str, Any], path: str) -> str | None:
        """Return a space's id; a wall's is "wall:" and its person's."""
        pk = row[f"{path}_id"]
        if pk is None:
            return None
        kind = row[f"{path}__kind"]
        if kind == "wall":
            owner = self.of("person", row[f"{path}__owner__origin"], row[f"{path}__owner_id"])
            return f"wall:{owner}"
        return self.of(str(kind), row[f"{path}__origin"], pk)


def needed(shape: Shape) -> list[str]:
    """Return the columns to ask the database for."""
    asked: list[str] = []
    for field, kind in shape.columns.values():
        asked += {
            Kind.PERSON: [f"{field}_id", f"{field}__origin"],
            Kind.POST: [f"{field}_id", f"{field}__origin", f"{field}__thread_id"],
            Kind.SPACE: [
                f"{field}_id",
                *(f"{field}__{part}" for part in ("kind", "origin", "owner_id", "owner__origin")),
            ],
            Kind.OWN: ["pk", "origin"],
            Kind.FILE: [f"{field}_id", f"{field}__origin"],
        }.get(kind, [field])
    return asked


def written(shape: Shape, row: dict[str, Any], keys: Keys) -> dict[str, Any]:
    """Return a row as it stands in the file."""
    line: dict[str, Any] = {}
    for name, (field, kind) in shape.columns.items():
        if kind is Kind.MOMENT:
            line[name] = moment(row[field])
        elif kind is Kind.PERSON:
            line[name] = keys.of("person", row[f"{field}__origin"], row[f"{field}_id"])
        elif kind is Kind.POST:
            post = (row[f"{field}__origin"], row[f"{field}_id"], row[f"{field}__thread_id"])
            line[name] = keys.post(*post)
        elif kind is Kind.SPACE:
            line[name] = keys.space(row, field)
        elif kind is Kind.OWN:
            line[name] = keys.of("file", row["origin"], row["pk"])
        elif kind is Kind.FILE:
            line[name] = keys.of("file", row[f"{field}__origin"], row[f"{field}_id"])
        else:
            line[name] = row[field]
    return line


def moment(at: datetime | None) -> str | None:
    """Return a time as it is written: UTC, ISO 8601, as exact as it is."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else None
