"""Questions about posts. The hot ones are SQL, prepared: an outline of what is shown, then the
bodies of those fragments that are not in memory.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from parvis.kernel import hot

# What a fragment's key needs, and what concerns the viewer: small rows, by index only.
_COLUMNS: Final = """
  shown.place, shown.level, p.id, p.version, p.author_id, a.version, p.space_id,
  s.version, coalesce(o.version, 0), coalesce(l.state, ''), p.thread_id, p.reply_to_id,
  p.shares_id, p.kind, p.comments_count, p.pinned_at IS NOT NULL, p.accepted,
  p.removed_at IS NOT NULL,
  s.kind, s.visibility, s.policy, s.owner_id, s.archived_at IS NOT NULL,
  sub.state, sub.role, mine.emoji, kept.id IS NOT NULL
"""
_JOINS: Final = """
JOIN posts_post p ON p.id = shown.id
JOIN people_person a ON a.id = p.author_id
JOIN spaces_space s ON s.id = p.space_id
LEFT JOIN people_person o ON o.id = s.owner_id AND s.kind = 'wall'
LEFT JOIN posts_linkcard l ON l.id = p.link_id
LEFT JOIN spaces_subscription sub ON sub.space_id = s.id AND sub.person_id = %(viewer)s
LEFT JOIN posts_reaction mine ON mine.post_id = p.id AND mine.person_id = %(viewer)s
LEFT JOIN posts_saved kept ON kept.post_id = p.id AND kept.person_id = %(viewer)s
"""

# The levels of what is shown; WHOLE is a root on its own page, where no words are left out.
ROOT, COMMENT, ORIGINAL, WHOLE = 0, 1, 2, 3

# The posts asked for, the latest comments of each, and the originals that they share.
CARDS: Final = f"""
WITH asked AS (
  SELECT id, place FROM unnest(%(ids)s::bigint[]) WITH ORDINALITY AS t(id, place))
, shown AS (
  SELECT id, place, 0 AS level FROM asked
  UNION ALL
  SELECT latest.id, asked.place, 1 FROM asked CROSS JOIN LATERAL (
    SELECT id FROM posts_post WHERE thread_id = asked.id AND removed_at IS NULL
    ORDER BY id DESC LIMIT %(comments)s) latest
  UNION ALL
  SELECT p.shares_id, asked.place, 2 FROM asked JOIN posts_post p ON p.id = asked.id
  WHERE p.shares_id IS NOT NULL)
SELECT {_COLUMNS} FROM shown {_JOINS}
ORDER BY shown.place, shown.level, p.id
"""

# A page of a thread: first-level comments in their order, each followed by its answers. A removed
# one that has visible answers keeps its place.
_ORDERED: Final = """
  SELECT c.id, row_number() OVER (
      ORDER BY coalesce(c.reply_to_id, c.id), c.reply_to_id IS NOT NULL, c.id) AS place
  FROM posts_post c
  WHERE c.thread_id = %(thread)s AND (c.removed_at IS NULL OR EXISTS (
    SELECT 1 FROM posts_post r
    WHERE r.thread_id = %(thread)s AND r.reply_to_id = c.id AND r.removed_at IS NULL))
"""
# Where the page begins amid the answers to a comment, that comment comes along once more.
THREAD: Final = f"""
WITH ordered AS ({_ORDERED})
, page AS (
  SELECT id, place FROM ordered
  WHERE place > %(skip)s AND place <= %(skip)s + %(count)s)
, shown AS (
  SELECT id, place, 1 AS level FROM page
  UNION ALL
  SELECT p.reply_to_id, 0, 1 FROM posts_post p
  WHERE p.id = (SELECT id FROM page ORDER BY place LIMIT 1) AND p.reply_to_id IS NOT NULL)
SELECT {_COLUMNS} FROM shown {_JOINS}
ORDER BY shown.place
"""
PLACE: Final = f"SELECT place FROM ({_ORDERED}) ordered WHERE id = %(comment)s"

SOME: Final = f"""
WITH shown AS (
  SELECT id, place, 1 AS level
  FROM unnest(%(ids)s::bigint[]) WITH ORDINALITY AS t(id, place))
SELECT {_COLUMNS} FROM shown {_JOINS}
ORDER BY shown.place
"""

AFTER: Final = """
SELECT id FROM posts_post
WHERE thread_id = %(thread)s AND id > %(after)s AND removed_at IS NULL
ORDER BY id LIMIT %(count)s
"""

BODIES: Final = """
SELECT p.id, p.version, p.author_id, a.version, p.space_id, s.version, coalesce(o.version, 0),
  coalesce(l.state, ''),
  p.kind, p.title, p.html, p.language, p.reactions, p.comments_count, p.edited_at, p.accepted,
  p.pinned_at IS NOT NULL, p.removed_at IS NOT NULL, p.thread_id, p.reply_to_id, p.shares_id,
  a.name, a.handle, a.photo_id, a.title,
  s.kind, s.visibility, s.name, s.slug, s.picture_id, s.owner_id, o.name, o.handle, o.photo_id,
  l.url, l.title, l.description, l.site, l.image_id,
  CASE WHEN p.kind = 'question' THEN (
    SELECT c.id FROM posts_post c
    WHERE c.thread_id = p.id AND c.accepted AND c.removed_at IS NULL LIMIT 1) END
FROM posts_post p
JOIN people_person a ON a.id = p.author_id
JOIN spaces_space s ON s.id = p.space_id
LEFT JOIN people_person o ON o.id = s.owner_id AND s.kind = 'wall'
LEFT JOIN posts_linkcard l ON l.id = p.link_id
WHERE p.id = ANY(%(ids)s)
"""

FILES: Final = """
SELECT post_id, id, name, alt, size, content_type, width, height FROM files_file
WHERE post_id = ANY(%(ids)s) ORDER BY post_id, position, id
"""


class Outline(NamedTuple):
    """One thing to show, as small as can be: its versions, its place, how the viewer stands."""

    place: int
    level: int
    id: int
    version: int
    author_id: int
    author_version: int
    space_id: int
    space_version: int
    owner_version: int
    link_state: str
    thread_id: int | None
    reply_to_id: int | None
    shares_id: int | None
    kind: str
    comments_count: int
    pinned: bool
    accepted: bool
    removed: bool
    space_kind: str
    visibility: str
    policy: str
    owner_id: int | None
    archived: bool
    state: str | None
    role: str | None
    mine: str | None
    saved: bool

    @property
    def key(self) -> tuple[Any, ...]:
        """What a fragment of it is kept by: whatever changes what is shown is in it."""
        return _fragment_key(self)


class Body(NamedTuple):
    """All that a fragment shows of one post."""

    id: int
    version: int
    author_id: int
    author_version: int
    space_id: int
    space_version: int
    owner_version: int
    link_state: str
    kind: str
    title: str
    html: str
    language: str
    reactions: dict[str, int]
    comments_count: int
    edited_at: datetime | None
    accepted: bool
    pinned: bool
    removed: bool
    thread_id: int | None
    reply_to_id: int | None
    shares_id: int | None
    author_name: str
    author_handle: str
    author_photo_id: int | None
    author_title: str
    space_kind: str
    visibility: str
    space_name: str
    space_slug: str | None
    space_picture_id: int | None
    owner_id: int | None
    owner_name: str | None
    owner_handle: str | None
    owner_photo_id: int | None
    link_url: str | None
    link_title: str | None
    link_description: str | None
    link_site: str | None
    link_image_id: int | None
    answer_id: int | None

    @property
    def key(self) -> tuple[Any, ...]:
        """The same key as its outline's."""
        return _fragment_key(self)


def _fragment_key(one: Outline | Body) -> tuple[Any, ...]:
    return (
        one.id, one.version, one.author_version, one.space_version, one.owner_version,
        one.link_state,
    )  # fmt: skip


class Attached(NamedTuple):
    """A file of a post, as a fragment shows it."""

    id: int
    name: str
    alt: str
    size: int
    content_type: str
    width: int | None
    height: int | None


def outline(viewer_id: int, ids: Sequence[int], comments: int = 2) -> list[Outline]:
    """Return the posts asked for in their order, each followed by its latest ``comments`` and by
    the original it shares. Says nothing about whether the viewer may read them.
    """
    rows = hot.run(CARDS, {"ids": list(ids), "viewer": viewer_id, "comments": comments})
    return [Outline._make(row) for row in rows]


def some(viewer_id: int, ids: Sequence[int]) -> list[Outline]:
    """Return single comments, in the order asked for."""
    rows = hot.run(SOME, {"ids": list(ids), "viewer": viewer_id})
    return [Outline._make(row) for row in rows]


def thread(viewer_id: int, root_id: int, skip: int, count: int) -> list[Outline]:
    """Return ``count`` comments of a thread after the first ``skip``, in reading order.

    Where they begin amid the answers to a comment, it comes first, with place 0.
    """
    params = {"thread": root_id, "viewer": viewer_id, "skip": skip, "count": count}
    return [Outline._make(row) for row in hot.run(THREAD, params)]


def place_of(root_id: int, comment_id: int) -> int:
    """Return a comment's place in its thread, from 1; 0 when it has none."""
    rows = hot.run(PLACE, {"thread": root_id, "comment": comment_id})
    return int(rows[0][0]) if rows else 0


def comments_after(root_id: int, after: int, count: int) -> list[int]:
    """Return the ids of the visible comments of a thread written after one, oldest first."""
    return [r[0] for r in hot.run(AFTER, {"thread": root_id, "after": after, "count": count})]


def bodies(ids: Iterable[int]) -> list[Body]:
    """Return all that is shown of some posts, in any order."""
    return [Body._make(row) for row in hot.run(BODIES, {"ids": list(ids)})]


def files_of(ids: Iterable[int]) -> dict[int, list[Attached]]:
    """Return the files of some posts, in their order, by post."""
    found: dict[int, list[Attached]] = {}
    for post_id, *rest in hot.run(FILES, {"ids": list(ids)}):
        found.setdefault(post_id, []).append(Attached._make(rest))
    return found
