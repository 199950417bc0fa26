"""What the company's rows take: how many, how many bytes a post, altogether."""

import psycopg

from bench.report import Report

ROOM_PER_POST = 1_200  # bytes beyond its text

_COUNTS = """
SELECT (SELECT count(*) FROM people_person), (SELECT count(*) FROM spaces_space),
  (SELECT count(*) FROM spaces_subscription), (SELECT count(*) FROM posts_post),
  (SELECT count(*) FROM posts_reaction), (SELECT count(*) FROM notifications_notification)
"""
# Of each table: the rows, then each index.
_SIZES = """
SELECT c.relname, pg_relation_size(c.oid) FROM pg_class c
WHERE c.oid = %(table)s::regclass
   OR c.oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = %(table)s::regclass)
ORDER BY 2 DESC
"""
_POSTS = """
SELECT pg_total_relation_size('posts_post')::float / greatest(count(*), 1),
  avg(octet_length(title) + octet_length(source)), avg(octet_length(html)), count(*)
FROM posts_post
"""
NAMES = ("people", "spaces", "subscriptions", "posts", "reactions", "notifications")


def take(connection: psycopg.Connection, report: Report) -> None:
    """Note rows and bytes; the bar is for what a post takes beyond its title and source."""
    for name, number in zip(NAMES, connection.execute(_COUNTS).fetchone() or (), strict=True):
        report.add(f"company.rows.{name}", float(number), "rows")
    row = connection.execute(_POSTS).fetchone()
    whole, text, html, _count = (float(value or 0) for value in row or (0, 0, 0, 0))
    report.add("company.post.whole", whole, "bytes")
    report.add("company.post.text", text, "bytes")
    report.add("company.post.html", html, "bytes")
    report.add("company.post.beyond_text", whole - text, "bytes", ROOM_PER_POST)
    size = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    report.add("company.database", float((size or (0,))[0]) / 1e6, "MB")


def sizes(connection: psycopg.Connection, table: str) -> list[tuple[str, int]]:
    """Return a table's and its indexes' sizes in bytes, largest first."""
    return [(name, int(size)) for name, size in connection.execute(_SIZES, {"table": table})]
