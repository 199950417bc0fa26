"""Questions about one's conversations: the list, a stretch of lines, who is there, what is unread.

Lines are posts without a thread in a space of kind conversation. Whether the viewer may read is
asked before (``room``); the list names only conversations that one is in.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from parvis import access
from parvis.access.actions import Standing, standing
from parvis.kernel import hot
from parvis.kernel.ids import moment_of
from parvis.people.models import Person
from parvis.spaces.models import Space

PAGE: Final = 40
NEWEST: Final = 2**63 - 1
MOST_UNREAD: Final = 100

# The smallest id of a line that was written after one last read (see ``kernel.ids``).
_UNREAD_FROM: Final = """
((floor(extract(epoch FROM coalesce(sub.last_read, sub.created_at)) * 1000))::bigint + 1 << 20)
"""
_SHOWN: Final = "p.thread_id IS NULL AND p.removed_at IS NULL"

# Conversations never come home: what is told of them is looked up among the few rows that do not.
MINE: Final = f"""
WITH mine AS (
  SELECT s.id, s.name, s.members_count, coalesce(s.last_activity, s.created_at) AS at,
    {_UNREAD_FROM} AS unread_from
  FROM spaces_subscription sub JOIN spaces_space s ON s.id = sub.space_id
  WHERE sub.person_id = %(viewer)s AND sub.state = 'active' AND NOT sub.comes_home
    AND s.kind = 'conversation'
  ORDER BY at DESC, s.id DESC LIMIT %(count)s OFFSET %(skip)s)
SELECT mine.id, mine.name, mine.members_count, mine.at, line.id, line.author_id, a.name,
  line.words, line.files, (
    SELECT count(*) FROM (
      SELECT 1 FROM posts_post p
      WHERE p.space_id = mine.id AND {_SHOWN} AND p.id >= mine.unread_from
        AND p.author_id <> %(viewer)s
      LIMIT {MOST_UNREAD}) few)
FROM mine
LEFT JOIN LATERAL (
  SELECT p.id, p.author_id, left(p.source, 200) AS words,
    EXISTS (SELECT 1 FROM files_file f WHERE f.post_id = p.id) AS files
  FROM posts_post p WHERE p.space_id = mine.id AND {_SHOWN}
  ORDER BY p.id DESC LIMIT 1) line ON true
LEFT JOIN people_person a ON a.id = line.author_id
ORDER BY mine.at DESC, mine.id DESC
"""

OTHERS: Final = """
SELECT space.id, person.id, person.name, person.handle, person.photo_id, person.is_active,
  person.last_read
FROM unnest(%(spaces)s::bigint[]) AS space(id)
JOIN LATERAL (
  SELECT p.id, p.name, p.handle, p.photo_id, p.is_active, sub.last_read
  FROM spaces_subscription sub JOIN people_person p ON p.id = sub.person_id
  WHERE sub.space_id = space.id AND sub.state = 'active' AND p.id <> %(viewer)s
  ORDER BY sub.id LIMIT %(count)s) person ON true
"""

UNREAD: Final = f"""
SELECT count(*) FROM spaces_subscription sub JOIN spaces_space s ON s.id = sub.space_id
WHERE sub.person_id = %(person)s AND sub.state = 'active' AND NOT sub.comes_home
  AND sub.level <> 'nothing' AND s.kind = 'conversation'
  AND s.last_activity > coalesce(sub.last_read, sub.created_at)
  AND EXISTS (
    SELECT 1 FROM posts_post p
    WHERE p.space_id = s.id AND {_SHOWN} AND p.id >= {_UNREAD_FROM}
      AND p.author_id <> %(person)s)
"""

_LINES: Final = f"""
SELECT p.id, p.version, p.author_id, a.name, a.handle, a.photo_id, coalesce(l.state, ''),
  mine.emoji
FROM posts_post p
JOIN people_person a ON a.id = p.author_id
LEFT JOIN posts_linkcard l ON l.id = p.link_id
LEFT JOIN posts_reaction mine ON mine.post_id = p.id AND mine.person_id = %(viewer)s
WHERE p.space_id = %(space)s AND {_SHOWN}
"""
BEFORE: Final = f"{_LINES} AND p.id < %(edge)s ORDER BY p.id DESC LIMIT %(count)s"
AFTER: Final = f"{_LINES} AND p.id > %(edge)s ORDER BY p.id LIMIT %(count)s"
FOUND: Final = f"""{_LINES} AND kernel_fold(p.source) LIKE kernel_fold(%(pattern)s)
ORDER BY p.id DESC LIMIT %(count)s"""


class Face(NamedTuple):
    """Someone in a conversation, as ``ui`` draws them."""

    pk: int
    name: str
    handle: str
    photo_id: int | None
    is_active: bool
    last_read: datetime | None

    @property
    def photo_url(self) -> str | None:
        """Return the address of the photo, or None for initials."""
        return f"/files/{self.photo_id}/face" if self.photo_id else None


class Row(NamedTuple):
    """One conversation in the list."""

    id: int
    name: str
    members_count: int
    at: datetime
    line_id: int | None
    author_id: int | None
    author_name: str | None
    words: str | None
    files: bool | None
    unread: int


class Line(NamedTuple):
    """One line, without its words: those come from memory by ``key``."""

    id: int
    version: int
    author_id: int
    author_name: str
    author_handle: str
    photo_id: int | None
    link_state: str
    mine: str | None

    @property
    def at(self) -> datetime:
        """Return when it was written."""
        return moment_of(self.id)


class Stretch(NamedTuple):
    """Lines in their order, the line before them, and whether there are more either way."""

    lines: list[Line]
    before: Line | None
    older: bool
    newer: bool


def room(viewer: Person, space_id: int) -> Standing:
    """Return how the viewer stands to a conversation they may read; raises NotVisible otherwise.

    Two statements: the space, the subscription.
    """
    space = Space.objects.filter(pk=space_id, kind=Space.Kind.CONVERSATION).first()
    if space is None:
        raise access.NotVisible("read")
    found = standing(viewer, space)
    if not found.reads:
        access.require(viewer, "read", space)
    return found


def mine(viewer: Person, skip: int = 0) -> tuple[list[Row], bool]:
    """Return one's conversations, the most recent first, and whether there are more."""
    params = {"viewer": viewer.pk, "skip": skip, "count": PAGE + 1}
    rows = [Row._make(row) for row in hot.run(MINE, params)]
    return rows[:PAGE], len(rows) > PAGE


def others(viewer: Person, spaces: Iterable[int], count: int = 4) -> dict[int, list[Face]]:
    """Return the first people besides the viewer of each conversation."""
    found: defaultdict[int, list[Face]] = defaultdict(list)
    params = {"viewer": viewer.pk, "spaces": list(spaces), "count": count}
    for space, *person in hot.run(OTHERS, params):
        found[space].append(Face._make(person))
    return found


def unread(viewer: Person) -> int:
    """Return in how many conversations something waits to be read (one statement)."""
    return int(hot.run(UNREAD, {"person": viewer.pk})[0][0])


def latest(viewer: Person, space: Space) -> Stretch:
    """Return the newest lines."""
    return before(viewer, space, NEWEST, newer=False)


def before(
    viewer: Person, space: Space, edge: int, *, count: int = PAGE, newer: bool = True
) -> Stretch:
    """Return the last lines before an id."""
    params = {"viewer": viewer.pk, "space": space.pk, "edge": edge, "count": count + 1}
    rows = [Line._make(row) for row in hot.run(BEFORE, params)][::-1]
    previous = rows.pop(0) if len(rows) > count else None
    return Stretch(rows, previous, older=previous is not None, newer=newer)


def after(viewer: Person, space: Space, edge: int, *, count: int = PAGE) -> Stretch:
    """Return the first lines after an id; the line of that id comes along as the one before."""
    params = {"viewer": viewer.pk, "space": space.pk, "edge": edge - 1, "count": count + 2}
    rows = [Line._make(row) for row in hot.run(AFTER, params)]
    previous = rows.pop(0) if rows and rows[0].id == edge else None
    return Stretch(rows[:count], previous, older=edge > 0, newer=len(rows) > count)


def around(viewer: Person, space: Space, id_: int) -> Stretch:
    """Return the lines around one, for a link that leads to it."""
    half = PAGE // 2
    up_to = before(viewer, space, id_ + 1, count=half)
    later = after(viewer, space, id_, count=half)
    return Stretch([*up_to.lines, *later.lines], up_to.before, up_to.older, later.newer)


def one(viewer: Person, space: Space, id_: int) -> Stretch:
    """Return a single line (none, where it is gone), with the one before."""
    found = before(viewer, space, id_ + 1, count=1)
    lines = [line for line in found.lines if line.id == id_]
    return Stretch(lines, found.before, older=False, newer=False)


def search(viewer: Person, space: Space, words: str) -> list[Line]:
    """Return the newest lines that contain these words, whatever case and accents."""
    escaped = (
        words.replace("\x00", "").replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    )
    params = {"viewer": viewer.pk, "space": space.pk, "count": PAGE, "pattern": f"%{escaped}%"}
    return [Line._make(row) for row in hot.run(FOUND, params)]


def title(name: str, people: Sequence[Face], members_count: int) -> str:
    """Return what a conversation is called: its name, else its people's names."""
    if name:
        return name
    if not people:
        return _("Just you")
    named = [person.name for person in people[:3]]
    more = members_count - 1 - len(named)
    if more > 0:
        return _("%(names)s and %(count)s more") % {"names": _(", ").join(named), "count": more}
    if len(named) > 1:
        return _("%(names)s and %(last)s") % {"names": _(", ").join(named[:-1]), "last": named[-1]}
    return named[0]
