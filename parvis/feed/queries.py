"""Which posts stand in a stream: merged at read time, ids only, in one prepared statement each.

The home feed takes the newest heads of one's subscriptions (``space.last_activity``), and from
each of these spaces only as many posts as can still matter: the 20 newest posts can only live in
the 20 spaces with the newest heads. Its cost grows with one's subscriptions, not with the
company. ``docs/feed.md`` tells why each other way was turned down.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from parvis.feed.cursor import Cursor
from parvis.kernel.hot import run
from parvis.people.models import Person
from parvis.spaces.models import Space

PAGE: Final = 20

# What one follows, and one's own wall, which nobody need follow to have it at home.
_MINE: Final = """
  SELECT s.space_id, sp.last_activity
  FROM spaces_subscription s JOIN spaces_space sp ON sp.id = s.space_id
  WHERE s.person_id = %(person)s AND s.state = 'active' AND s.comes_home
    AND sp.last_activity IS NOT NULL
  UNION
  SELECT id, last_activity FROM spaces_space
  WHERE kind = 'wall' AND owner_id = %(person)s AND visibility = 'open' AND %(employee)s
    AND last_activity IS NOT NULL
"""

# The top heads, with the oldest activity that can still matter: none of a 21st space.
_TOP: Final = """
, top AS (SELECT * FROM heads WHERE head IS NOT NULL ORDER BY head DESC LIMIT %(count)s)
, bound AS (
  SELECT CASE WHEN count(*) < %(count)s THEN '-infinity'::timestamptz ELSE min(head) END AS oldest
  FROM top)
"""

HOME_FIRST: Final = f"""
WITH heads AS (SELECT space_id, last_activity AS head FROM ({_MINE}) mine)
{_TOP}
SELECT p.id, p.last_activity
FROM top CROSS JOIN bound CROSS JOIN LATERAL (
  SELECT id, last_activity FROM posts_post
  WHERE space_id = top.space_id AND thread_id IS NULL AND removed_at IS NULL
    AND last_activity >= bound.oldest
  ORDER BY last_activity DESC, id DESC LIMIT %(count)s) p
ORDER BY p.last_activity DESC, p.id DESC LIMIT %(count)s
"""

# Further down, a space whose head is too new is probed for its newest older post.
HOME_AFTER: Final = f"""
WITH heads AS (
  SELECT mine.space_id,
    CASE WHEN mine.last_activity < %(activity)s THEN mine.last_activity ELSE (
      SELECT last_activity FROM posts_post
      WHERE space_id = mine.space_id AND thread_id IS NULL AND removed_at IS NULL
        AND (last_activity, id) < (%(activity)s, %(post)s)
      ORDER BY last_activity DESC, id DESC LIMIT 1) END AS head
  FROM ({_MINE}) mine)
{_TOP}
SELECT p.id, p.last_activity
FROM top CROSS JOIN bound CROSS JOIN LATERAL (
  SELECT id, last_activity FROM posts_post
  WHERE space_id = top.space_id AND thread_id IS NULL AND removed_at IS NULL
    AND (last_activity, id) < (%(activity)s, %(post)s) AND last_activity >= bound.oldest
  ORDER BY last_activity DESC, id DESC LIMIT %(count)s) p
ORDER BY p.last_activity DESC, p.id DESC LIMIT %(count)s
"""

# Newest posts first, whatever their comments: heads are probed, since a space keeps one only.
HOME_BY_TIME: Final = f"""
WITH heads AS (
  SELECT mine.space_id, (
      SELECT id FROM posts_post
      WHERE space_id = mine.space_id AND thread_id IS NULL AND removed_at IS NULL
        AND id < %(post)s
      ORDER BY id DESC LIMIT 1) AS head
  FROM ({_MINE}) mine)
, top AS (SELECT * FROM heads WHERE head IS NOT NULL ORDER BY head DESC LIMIT %(count)s)
, bound AS (
  SELECT CASE WHEN count(*) < %(count)s THEN 0 ELSE min(head) END AS oldest FROM top)
SELECT p.id, p.last_activity
FROM top CROSS JOIN bound CROSS JOIN LATERAL (
  SELECT id, last_activity FROM posts_post
  WHERE space_id = top.space_id AND thread_id IS NULL AND removed_at IS NULL
    AND id < %(post)s AND id >= bound.oldest
  ORDER BY id DESC LIMIT %(count)s) p
ORDER BY p.id DESC LIMIT %(count)s
"""

SPACE: Final = """
SELECT id, last_activity FROM posts_post
WHERE space_id = %(space)s AND thread_id IS NULL AND removed_at IS NULL
  AND (last_activity, id) < (%(activity)s, %(post)s)
ORDER BY last_activity DESC, id DESC LIMIT %(count)s
"""

PINNED: Final = """
SELECT id, last_activity FROM posts_post
WHERE space_id = %(space)s AND pinned_at IS NOT NULL AND removed_at IS NULL
ORDER BY pinned_at DESC LIMIT 3
"""

NEWER: Final = f"""
SELECT count(*), 0 FROM (
  SELECT 1 FROM ({_MINE}) mine CROSS JOIN LATERAL (
    SELECT id FROM posts_post p
    WHERE p.space_id = mine.space_id AND p.thread_id IS NULL AND p.removed_at IS NULL
      AND p.last_activity > %(activity)s AND p.author_id <> %(person)s
    LIMIT %(count)s) newer
  WHERE mine.last_activity > %(activity)s
  LIMIT %(count)s) found
"""

NEWEST: Final = Cursor(datetime.max.replace(tzinfo=UTC), 2**63 - 1)


@dataclass(frozen=True)
class Page:
    """The posts of one page of a stream, by id, and where the next one starts."""

    ids: Sequence[int]
    activities: Sequence[datetime]
    following: Cursor | None


def home(viewer: Person, after: Cursor | None = None, *, by_time: bool = False) -> Page:
    """Return a page of home: the posts of all spaces one is in that come home, and of one's wall.

    ``after`` is the last post of the page before; newest activity first, or with ``by_time``
    newest post first. No post is shown that one may not read: an active subscription lets one
    in, whatever the space, and one's own wall is open to who is no guest.
    """
    params: dict[str, Any] = {"person": viewer.pk, "employee": viewer.is_employee}
    if by_time:
        return _page(HOME_BY_TIME, params | {"post": after.post if after else NEWEST.post})
    if after is None:
        return _page(HOME_FIRST, params)
    return _page(HOME_AFTER, params | {"activity": after.activity, "post": after.post})


def in_space(space: Space, after: Cursor | None = None) -> Page:
    """Return a page of a space's posts, newest activity first; ask access for the space before."""
    after = after or NEWEST
    activity = "infinity" if after is NEWEST else after.activity
    return _page(SPACE, {"space": space.pk, "activity": activity, "post": after.post})


def pinned(space: Space) -> Sequence[int]:
    """Return the ids of a space's pinned posts, last pinned first, three at most."""
    return [id_ for id_, _activity in run(PINNED, {"space": space.pk})]


def newer_than(viewer: Person, top: Cursor) -> int:
    """Return how many posts by others moved above ``top`` in the home feed, at most 20."""
    ((count, _),) = run(
        NEWER,
        {
            "person": viewer.pk,
            "employee": viewer.is_employee,
            "activity": top.activity,
            "count": PAGE,
        },
    )
    return int(count)


def _page(sql: str, params: dict[str, Any]) -> Page:
    rows = run(sql, params | {"count": PAGE})
    ids = [row[0] for row in rows]
    activities = [row[1] for row in rows]
    following = Cursor(activities[-1], ids[-1]) if len(rows) == PAGE else None
    return Page(ids, activities, following)
