"""The files of our own exports that are plain rows: one table for both directions.

``people.jsonl``, ``communities.jsonl``, ``posts.jsonl`` and ``comments.jsonl`` have a form that
other networks' archives share; they are read in ``archive/`` and written in ``export/``.
"""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from django.db.models import Model

from parvis.files.models import File
from parvis.posts.models import LinkCard, Mention, Reaction, Revision, Saved
from parvis.spaces.models import Subscription


class Kind(Enum):
    """What a value is, and so how it is written and found again."""

    PLAIN = auto()
    MOMENT = auto()
    PERSON = auto()
    SPACE = auto()
    POST = auto()
    OWN = auto()  # the row's own id
    FILE = auto()


@dataclass(frozen=True)
class Shape:
    """One file: its rows, their order, and the columns by the names they have in the file."""

    file: str
    model: type[Model]
    order: tuple[str, ...]
    # name in the file → (column, kind)
    columns: dict[str, tuple[str, Kind]]
    # Columns by which a row that is here already is known.
    identity: tuple[str, ...]
    # Rows that cannot be without these.
    needed: tuple[str, ...]
    # The path to the space by which a row is private or not; empty: it is neither.
    space: str = ""


P, M = Kind.PLAIN, Kind.MOMENT

SUBSCRIPTIONS: Final = Shape(
    "subscriptions.jsonl",
    Subscription,
    ("space_id", "person_id"),
    {
        "person": ("person", Kind.PERSON),
        "space": ("space", Kind.SPACE),
        "state": ("state", P),
        "role": ("role", P),
        "level": ("level", P),
        "source": ("source", P),
        "home": ("comes_home", P),
        "read": ("last_read", M),
        "invited_by": ("invited_by", Kind.PERSON),
        "since": ("created_at", M),
    },
    ("person_id", "space_id"),
    ("person_id", "space_id"),
    "space",
)
REACTIONS: Final = Shape(
    "reactions.jsonl",
    Reaction,
    ("post_id", "person_id"),
    {
        "post": ("post", Kind.POST),
        "person": ("person", Kind.PERSON),
        "emoji": ("emoji", P),
        "at": ("at", M),
    },
    ("post_id", "person_id"),
    ("post_id", "person_id"),
    "post__space",
)
REVISIONS: Final = Shape(
    "revisions.jsonl",
    Revision,
    ("post_id", "at", "pk"),
    {
        "post": ("post", Kind.POST),
        "editor": ("editor", Kind.PERSON),
        "at": ("at", M),
        "title": ("title", P),
        "body": ("source", P),
    },
    ("post_id", "at"),
    ("post_id",),
    "post__space",
)
MENTIONS: Final = Shape(
    "mentions.jsonl",
    Mention,
    ("post_id", "person_id", "space_id"),
    {
        "post": ("post", Kind.POST),
        "person": ("person", Kind.PERSON),
        "space": ("space", Kind.SPACE),
    },
    ("post_id", "person_id", "space_id"),
    ("post_id",),
    "post__space",
)
SAVED: Final = Shape(
    "saved.jsonl",
    Saved,
    ("person_id", "post_id"),
    {"person": ("person", Kind.PERSON), "post": ("post", Kind.POST), "at": ("at", M)},
    ("person_id", "post_id"),
    ("person_id", "post_id"),
    "post__space",
)
FILES: Final = Shape(
    "files.jsonl",
    File,
    ("pk",),
    {
        "id": ("origin", Kind.OWN),
        "owner": ("owner", Kind.PERSON),
        "purpose": ("purpose", P),
        "post": ("post", Kind.POST),
        "space": ("space", Kind.SPACE),
        "position": ("position", P),
        "name": ("name", P),
        "alt": ("alt", P),
        "digest": ("digest", P),
        "type": ("content_type", P),
        "size": ("size", P),
        "width": ("width", P),
        "height": ("height", P),
        "created": ("created_at", M),
    },
    ("origin",),
    ("digest", "name"),
)
LINKS: Final = Shape(
    "links.jsonl",
    LinkCard,
    ("url", "pk"),
    {
        "url": ("url", P),
        "digest": ("digest", P),
        "state": ("state", P),
        "title": ("title", P),
        "description": ("description", P),
        "site": ("site", P),
        "fetched": ("fetched_at", M),
        "image": ("image", Kind.FILE),
    },
    ("digest",),
    ("url", "digest"),
)
# In the order in which they hang on each other.
HANGING: Final = (SUBSCRIPTIONS, REACTIONS, REVISIONS, MENTIONS, SAVED)
