"""Reacting: one each, a new one replaces the old, the same again takes it back."""

from typing import Final

from django.db import transaction
from django.utils import timezone
from psycopg.types.json import Jsonb

from parvis import access, journal
from parvis.kernel import hot
from parvis.people.models import Person
from parvis.posts import text
from parvis.posts.models import Post, Reaction
from parvis.posts.verbs.heads import about, locked
from parvis.posts.verbs.writing import History

TAKE_BACK: Final = """
DELETE FROM posts_reaction WHERE post_id = %(post)s AND person_id = %(person)s RETURNING emoji
"""
TALLY: Final = """
UPDATE posts_post SET reactions = %(reactions)s, version = %(version)s WHERE id = %(post)s
"""


def react(actor: Person, post: Post, emoji: str, *, history: History | None = None) -> Post:
    """React to a post with a named reaction or an emoji; the same again takes it back.

    The count is kept under the post's row lock, so that none is lost.
    Raises NotVisible or Forbidden by the rule, Refused for what is neither.
    """
    access.require(actor, "react", post)
    emoji = text.read_reaction(emoji)
    with transaction.atomic():
        post = locked(post)
        before = _take_back(actor, post)
        if before is not None:
            _tally(post, before, -1)
        taken_back = before == emoji
        if not taken_back:
            at = history.at if history else timezone.now()
            hot.insert(Reaction(post=post, person=actor, emoji=emoji, at=at))
            _tally(post, emoji, +1)
        post.version += 1
        hot.run(
            TALLY, {"post": post.pk, "reactions": Jsonb(post.reactions), "version": post.version}
        )
        journal.record(
            actor,
            "post.unreacted" if taken_back else "post.reacted",
            space=post.space,
            post=post,
            quiet=history is not None,
            data=about(post, emoji=emoji),
            at=history.at if history else None,
        )
    return post


def _take_back(actor: Person, post: Post) -> str | None:
    """Delete the actor's reaction, if there is one, and return it."""
    gone = hot.run(TAKE_BACK, {"post": post.pk, "person": actor.pk})
    return gone[0][0] if gone else None


def _tally(post: Post, emoji: str, change: int) -> None:
    count = int(post.reactions.get(emoji, 0)) + change
    if count > 0:
        post.reactions[emoji] = count
    else:
        post.reactions.pop(emoji, None)
