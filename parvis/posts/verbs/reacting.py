"""Reacting: one each, a new one replaces the old, the same again takes it back."""

from django.db import transaction
from django.utils import timezone

from parvis import access, journal
from parvis.people.models import Person
from parvis.posts import text
from parvis.posts.models import Post, Reaction
from parvis.posts.verbs.heads import about, locked
from parvis.posts.verbs.writing import History


def react(actor: Person, post: Post, emoji: str, *, history: History | None = None) -> Post:
    """React to a post with a named reaction or an emoji; the same again takes it back.

    The count is kept under the post's row lock, so that none is lost.
    Raises NotVisible or Forbidden by the rule, Refused for what is neither.
    """
    access.require(actor, "react", post)
    emoji = text.read_reaction(emoji)
    with transaction.atomic():
        post = locked(post)
        before = Reaction.objects.filter(post=post, person=actor).first()
        if before is not None:
            before.delete()
            _tally(post, before.emoji, -1)
        taken_back = before is not None and before.emoji == emoji
        if not taken_back:
            at = history.at if history else timezone.now()
            Reaction.objects.create(post=post, person=actor, emoji=emoji, at=at)
            _tally(post, emoji, +1)
        post.version += 1
        post.save(update_fields=["reactions", "version"])
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


def _tally(post: Post, emoji: str, change: int) -> None:
    count = int(post.reactions.get(emoji, 0)) + change
    if count > 0:
        post.reactions[emoji] = count
    else:
        post.reactions.pop(emoji, None)
