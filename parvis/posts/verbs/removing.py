"""Removing: gone for everybody; who moderates the space keeps a trace."""

from django.db import transaction
from django.utils import timezone

from parvis import access, journal
from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.posts.verbs.heads import about, locked, lower


def remove(actor: Person, post: Post, *, reason: str = "") -> None:
    """Take a post away for everybody. Its comments go with a root; answers to a comment stay.

    Raises NotVisible or Forbidden by the rule.
    """
    access.require(actor, "remove", post)
    with transaction.atomic():
        post = locked(post)
        post.removed_at, post.removed_by = timezone.now(), actor
        post.accepted = False
        post.version += 1
        post.save(update_fields=["removed_at", "removed_by", "accepted", "version"])
        lower(post)
        journal.record(
            actor,
            "post.removed",
            space=post.space,
            post=post,
            person=post.author,
            data=about(post, reason=reason[:500]),
        )
