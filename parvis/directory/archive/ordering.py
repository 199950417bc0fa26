"""Puts what is staged in order: what is here already, what hangs where, at which level."""

from typing import Any, Final

from django.db import connection

from parvis.directory.report import Report
from parvis.kernel.console import said

_KINDS: Final = {0: "posts", 1: "comments", 2: "comments"}
_INDEX: Final = "CREATE INDEX ON import_post (key); ANALYZE import_post"
_TWICE: Final = """
DELETE FROM import_post d USING (
  SELECT key, min(n) AS n FROM import_post GROUP BY key HAVING count(*) > 1) first
WHERE d.key = first.key AND d.n <> first.n RETURNING d.level, d.key
"""
_KNOWN: Final = """
UPDATE import_post i SET id = p.id, space_id = p.space_id, thread = p.thread_id
FROM posts_post p WHERE p.origin = i.key;
UPDATE import_post i SET id = p.id, space_id = p.space_id, thread = p.thread_id
FROM posts_post p WHERE i.id IS NULL AND p.id = i.own AND p.origin IS NULL
"""
# A comment that names no post hangs where its parent hangs.
_ROOT_OF_PARENT: Final = """
UPDATE import_post c SET root = p.root FROM import_post p
WHERE c.level > 0 AND c.root IS NULL AND p.key = c.parent AND p.root IS NOT NULL
"""
_ROOT_HERE: Final = """
UPDATE import_post c SET thread = p.id, space_id = p.space_id FROM posts_post p
WHERE c.level > 0 AND c.id IS NULL AND p.origin = c.root AND p.thread_id IS NULL
  AND NOT EXISTS (SELECT FROM import_post r WHERE r.key = c.root AND r.level = 0)
"""
_NO_ROOT: Final = """
DELETE FROM import_post c WHERE c.level > 0 AND c.id IS NULL AND c.thread IS NULL
  AND NOT EXISTS (SELECT FROM import_post r WHERE r.key = c.root AND r.level = 0)
RETURNING c.level, c.key
"""
_PARENT_HERE: Final = """
UPDATE import_post c SET top_id = coalesce(p.reply_to_id, p.id), parent = NULL
FROM posts_post p WHERE c.level > 0 AND p.origin = c.parent
  AND p.thread_id = coalesce(c.thread, (
    SELECT r.id FROM import_post r WHERE r.key = c.root AND r.level = 0))
  AND NOT EXISTS (SELECT FROM import_post q WHERE q.key = c.parent)
"""
_NO_PARENT: Final = """
UPDATE import_post c SET parent = NULL WHERE c.level > 0 AND c.parent IS NOT NULL
  AND NOT EXISTS (SELECT FROM import_post p WHERE p.key = c.parent AND p.level > 0)
RETURNING c.level, c.key
"""
_PARENT_ELSEWHERE: Final = """
UPDATE import_post c SET parent = NULL FROM import_post p
WHERE c.level > 0 AND p.key = c.parent AND p.root IS DISTINCT FROM c.root
RETURNING c.level, c.key
"""
# What is deeper than two levels answers at the second, under the first-level comment above it.
_LEVELS: Final = """
WITH RECURSIVE tree (key, depth, top, top_id) AS (
  SELECT key, CASE WHEN top_id IS NULL THEN 1 ELSE 2 END,
         CASE WHEN top_id IS NULL THEN key END, top_id
  FROM import_post WHERE level > 0 AND parent IS NULL
  UNION ALL
  SELECT c.key, 2, t.top, t.top_id
  FROM import_post c JOIN tree t ON c.parent = t.key WHERE c.level > 0
)
UPDATE import_post c SET level = t.depth, top_id = t.top_id,
  top = CASE WHEN t.depth = 2 THEN t.top END
FROM tree t WHERE t.key = c.key
"""
_CIRCLES: Final = """
WITH RECURSIVE tree (key) AS (
  SELECT key FROM import_post WHERE level > 0 AND parent IS NULL
  UNION ALL
  SELECT c.key FROM import_post c JOIN tree t ON c.parent = t.key WHERE c.level > 0
)
UPDATE import_post c SET parent = NULL
WHERE c.level > 0 AND NOT EXISTS (SELECT FROM tree t WHERE t.key = c.key)
RETURNING c.level, c.key
"""
_MOMENTS: Final = """
UPDATE import_post c SET created = coalesce(
  (SELECT p.created FROM import_post p WHERE p.key = c.parent),
  (SELECT r.created FROM import_post r WHERE r.key = c.root AND r.level = 0),
  (SELECT to_timestamp((c.thread >> 20) / 1000.0)))
WHERE c.created IS NULL
"""
_QUESTIONS: Final = """
UPDATE import_post q SET data = jsonb_set(q.data::jsonb, '{kind}', '"question"')::text
FROM import_post c WHERE c.level > 0 AND c.root = q.key AND q.level = 0
  AND c.data::jsonb ? 'x' AND NOT q.data::jsonb ? 'kind'
"""
_READY: Final = "CREATE INDEX ON import_post (level, n) WHERE id IS NULL; ANALYZE import_post"
_COUNT: Final = """
SELECT level > 0, count(*) FILTER (WHERE id IS NOT NULL), count(*) FILTER (WHERE id IS NULL)
FROM import_post GROUP BY 1 ORDER BY 1
"""


def put_in_order(report: Report) -> int:
    """Resolve every row of the table; returns how many are to be written."""
    with connection.cursor() as cursor:
        cursor.execute(_INDEX)
        _tell(cursor, _TWICE, report, said("the same id again: the first one counts"), skip=True)
        cursor.execute(_KNOWN)
        while _changed(cursor, _ROOT_OF_PARENT):
            pass
        cursor.execute(_ROOT_HERE)
        _tell(cursor, _NO_ROOT, report, said("its post is not in the archive"), skip=True)
        cursor.execute(_PARENT_HERE)
        _tell(
            cursor,
            _NO_PARENT,
            report,
            said("its parent is no comment of the archive: under the post"),
        )
        _tell(
            cursor, _PARENT_ELSEWHERE, report, said("its parent is elsewhere: under its own post")
        )
        _tell(cursor, _CIRCLES, report, said("parents in a circle: under the post"))
        cursor.execute(_MOMENTS)
        cursor.execute(_QUESTIONS)
        cursor.execute(_LEVELS)
        cursor.execute(_READY)
        cursor.execute(_COUNT)
        waiting = 0
        for is_comment, known, new in cursor.fetchall():
            report.count("comments" if is_comment else "posts", "unchanged", known)
            waiting += new
    return waiting


def _changed(cursor: Any, statement: str) -> int:
    cursor.execute(statement)
    return int(cursor.rowcount)


def _tell(cursor: Any, statement: str, report: Report, reason: str, *, skip: bool = False) -> None:
    cursor.execute(statement)
    for level, key in cursor.fetchall():
        (report.skip if skip else report.note)(_KINDS[level], reason, key)
