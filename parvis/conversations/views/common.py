"""What the pages share: the list beside, what a conversation is called."""

from typing import Any

from parvis.conversations import queries
from parvis.people.models import Person
from parvis.spaces.models import Space


def list_context(viewer: Person, current: Space | None = None, skip: int = 0) -> dict[str, Any]:
    """Return what the list of conversations shows (two statements)."""
    rows, more = queries.mine(viewer, skip)
    spaces = {row.id for row in rows} | ({current.pk} if current else set())
    people = queries.others(viewer, spaces)
    shown = [
        {
            "row": row,
            "title": queries.title(row.name, people[row.id], row.members_count),
            "faces": people[row.id][:2],
            "mine": row.author_id == viewer.pk,
            "named": row.members_count > 2 and row.author_id != viewer.pk,
        }
        for row in rows
    ]
    context: dict[str, Any] = {"conversations": shown, "current": current}
    context["older_list"] = skip + len(rows) if more else None
    if current is not None:
        faces = people[current.pk]
        context["title"] = queries.title(current.name, faces, current.members_count)
        context["faces"] = faces
    return context
