"""Whether every counter and head says what the rows say: a sample of them, or all."""

from dataclasses import dataclass

import psycopg

SAMPLE = 400  # of spaces; five times as many posts

_SPACES = """
SELECT count(*), count(*) FILTER (WHERE s.last_activity IS DISTINCT FROM p.newest
  OR s.posts_count <> p.posts OR s.members_count <> m.members)
FROM spaces_space s
CROSS JOIN LATERAL (
  SELECT max(last_activity) AS newest, count(*) AS posts FROM posts_post
  WHERE space_id = s.id AND thread_id IS NULL AND removed_at IS NULL) p
CROSS JOIN LATERAL (
  SELECT count(*) AS members FROM spaces_subscription u JOIN people_person o ON o.id = u.person_id
  WHERE u.space_id = s.id AND u.state = 'active' AND o.is_active) m
WHERE s.id = ANY(%(ids)s)
"""
_THREADS = """
SELECT count(*), count(*) FILTER (WHERE r.comments_count <> c.comments
  OR r.last_activity <> greatest(to_timestamp((r.id >> 20) / 1000.0), c.newest))
FROM posts_post r CROSS JOIN LATERAL (
  SELECT count(*) AS comments, max(last_activity) AS newest FROM posts_post
  WHERE thread_id = r.id AND removed_at IS NULL) c
WHERE r.id = ANY(%(ids)s) AND r.thread_id IS NULL
"""
_REACTIONS = """
SELECT count(*), count(*) FILTER (WHERE p.reactions <> r.found)
FROM posts_post p CROSS JOIN LATERAL (
  SELECT coalesce(jsonb_object_agg(emoji, n), '{}') AS found FROM (
    SELECT emoji, count(*) AS n FROM posts_reaction WHERE post_id = p.id GROUP BY emoji) e) r
WHERE p.id = ANY(%(ids)s)
"""
_COMMENTS = """
SELECT count(*), count(*) FILTER (WHERE c.id <= r.id OR c.space_id <> r.space_id
  OR r.thread_id IS NOT NULL
  OR (c.reply_to_id IS NOT NULL AND (a.thread_id IS DISTINCT FROM c.thread_id
      OR a.reply_to_id IS NOT NULL OR a.id >= c.id)))
FROM posts_post c JOIN posts_post r ON r.id = c.thread_id
LEFT JOIN posts_post a ON a.id = c.reply_to_id
WHERE c.id = ANY(%(ids)s)
"""
_INSIDE = """
SELECT count(*), count(*) FILTER (WHERE s.visibility <> 'open' AND NOT EXISTS (
  SELECT 1 FROM spaces_subscription u
  WHERE u.space_id = p.space_id AND u.person_id = p.author_id AND u.state = 'active'))
FROM posts_post p JOIN spaces_space s ON s.id = p.space_id WHERE p.id = ANY(%(ids)s)
"""

# The same of everything, by joins of whole tables.
_ALL = {
    "spaces": """
WITH p AS (SELECT space_id, max(last_activity) AS newest, count(*) AS posts FROM posts_post
           WHERE thread_id IS NULL AND removed_at IS NULL GROUP BY space_id),
m AS (SELECT u.space_id, count(*) AS members FROM spaces_subscription u
      JOIN people_person o ON o.id = u.person_id
      WHERE u.state = 'active' AND o.is_active GROUP BY u.space_id)
SELECT count(*), count(*) FILTER (WHERE s.last_activity IS DISTINCT FROM p.newest
  OR s.posts_count <> coalesce(p.posts, 0) OR s.members_count <> coalesce(m.members, 0))
FROM spaces_space s LEFT JOIN p ON p.space_id = s.id LEFT JOIN m ON m.space_id = s.id""",
    "threads": """
WITH c AS (SELECT thread_id, count(*) AS comments, max(last_activity) AS newest FROM posts_post
           WHERE thread_id IS NOT NULL AND removed_at IS NULL GROUP BY thread_id)
SELECT count(*), count(*) FILTER (WHERE r.comments_count <> coalesce(c.comments, 0)
  OR r.last_activity <> greatest(to_timestamp((r.id >> 20) / 1000.0), c.newest))
FROM posts_post r LEFT JOIN c ON c.thread_id = r.id WHERE r.thread_id IS NULL""",
    "reactions": """
WITH e AS (SELECT post_id, emoji, count(*) AS n FROM posts_reaction GROUP BY post_id, emoji),
r AS (SELECT post_id, jsonb_object_agg(emoji, n) AS found FROM e GROUP BY post_id)
SELECT count(*), count(*) FILTER (WHERE p.reactions <> coalesce(r.found, '{}'))
FROM posts_post p LEFT JOIN r ON r.post_id = p.id""",
    "comments": _COMMENTS.replace("c.id = ANY(%(ids)s)", "true"),
    "authors": _INSIDE.replace("p.id = ANY(%(ids)s)", "true"),
}


@dataclass(frozen=True)
class Finding:
    """How many rows of one kind were looked at, and how many were wrong."""

    what: str
    looked_at: int
    wrong: int


def sample(connection: psycopg.Connection) -> list[Finding]:
    """Look at some, the largest among them."""
    spaces = _ids(
        connection,
        f"(SELECT id FROM spaces_space ORDER BY posts_count DESC LIMIT 20) UNION"
        f" (SELECT id FROM spaces_space ORDER BY hashint8(id) LIMIT {SAMPLE})",
    )
    size = max(SAMPLE * 5_000_000 // _about(connection), 1)
    posts = _ids(
        connection,
        "(SELECT id FROM posts_post WHERE thread_id IS NULL ORDER BY comments_count DESC LIMIT 5)"
        f" UNION (SELECT id FROM posts_post TABLESAMPLE SYSTEM ({min(size / 10_000, 100)})"
        f" REPEATABLE (1) LIMIT {SAMPLE * 5})",
    )
    asked = (
        ("spaces", _SPACES, spaces), ("threads", _THREADS, posts), ("reactions", _REACTIONS, posts),
        ("comments", _COMMENTS, posts), ("authors", _INSIDE, posts),
    )  # fmt: skip
    return [_finding(connection, what, sql, {"ids": ids}) for what, sql, ids in asked]


def everything(connection: psycopg.Connection) -> list[Finding]:
    """Look at every row."""
    return [_finding(connection, what, sql, {}) for what, sql in _ALL.items()]


def rules() -> Finding:
    """Bring every ruled community in line with its rule, which must change nothing."""
    from django.db import transaction

    from parvis.spaces import audience
    from parvis.spaces.models import Space

    spaces = list(Space.objects.filter(audience__isnull=False))
    wrong = 0
    for space in spaces:
        with transaction.atomic():
            effect = audience.apply(space)
            wrong += bool(effect.joined or effect.left)
            transaction.set_rollback(True)
    return Finding("rules", len(spaces), wrong)


def _about(connection: psycopg.Connection) -> int:
    row = connection.execute(
        "SELECT greatest(reltuples, 1) FROM pg_class WHERE oid = 'posts_post'::regclass"
    ).fetchone()
    return int(row[0]) if row else 1


def _ids(connection: psycopg.Connection, sql: str) -> list[int]:
    return [id_ for (id_,) in connection.execute(sql)]


def _finding(
    connection: psycopg.Connection, what: str, sql: str, params: dict[str, list[int]]
) -> Finding:
    row = connection.execute(sql, params).fetchone()
    looked_at, wrong = row or (0, 0)
    return Finding(what, int(looked_at), int(wrong))
