"""Reacting: one each, a new one replaces the old, the same again takes it back."""

from typing import Final

import psycopg
from django.db import transaction
from django.utils import timezone

from parvis import access, journal
from parvis.kernel import hot
from parvis.people.models import Person
from parvis.posts import text
from parvis.posts.models import Post
from parvis.posts.verbs.heads import about
from parvis.posts.verbs.writing import History

TRIES: Final = 5  # of one who clicks on several at once
REACT: Final = """
WITH before AS (
  DELETE FROM posts_reaction WHERE post_id = %(post)s AND person_id = %(person)s RETURNING emoji),
after AS (
  INSERT INTO posts_reaction (post_id, person_id, emoji, at)
  SELECT %(post)s, %(person)s, %(emoji)s::varchar, %(at)s
  WHERE NOT EXISTS (SELECT FROM before WHERE emoji = %(emoji)s::varchar)
  RETURNING emoji)
SELECT (SELECT emoji FROM before), (SELECT emoji FROM after)
"""
TALLY: Final = """
UPDATE posts_post SET version = version + 1, reactions = (
  SELECT coalesce(jsonb_object_agg(emoji, number), '{}') FROM (
    SELECT emoji, sum(number) AS number FROM (
      SELECT key AS emoji, value::int AS number FROM jsonb_each(reactions)
      UNION ALL SELECT %(before)s::text, -1
      UNION ALL SELECT %(after)s::text, 1) AS each
    WHERE emoji IS NOT NULL GROUP BY emoji HAVING sum(number) > 0) AS sums)
WHERE id = %(post)s AND removed_at IS NULL RETURNING reactions, version
"""


def react(actor: Person, post: Post, emoji: str, *, history: History | None = None) -> Post:
    """React to a post with a named reaction or an emoji; the same again takes it back.

    The count is moved last, so that all who react to a busy post wait for each other's commit
    alone; none is lost. Returns the post with its reactions as they are now.
    Raises NotVisible or Forbidden by the rule, Refused for what is neither.
    """
    access.require(actor, "react", post)
    emoji = text.read_reaction(emoji)
    tries = TRIES
    while True:
        try:
            return _react(actor, post, emoji, history)
        except psycopg.errors.UniqueViolation:  # their other click was faster, and is seen now
            tries -= 1
            if not tries:
                raise


@transaction.atomic
def _react(actor: Person, post: Post, emoji: str, history: History | None) -> Post:
    at = history.at if history else timezone.now()
    values = {"post": post.pk, "person": actor.pk, "emoji": emoji, "at": at}
    ((before, after),) = hot.run(REACT, values)
    journal.record(
        actor,
        "post.reacted" if after else "post.unreacted",
        space=post.space,
        post=post,
        quiet=history is not None,
        data=about(post, emoji=emoji),
        at=history.at if history else None,
    )
    tally = hot.run(TALLY, {"post": post.pk, "before": before, "after": after})
    if not tally:
        raise access.NotVisible("react")  # removed meanwhile
    ((post.reactions, post.version),) = tally
    return post
