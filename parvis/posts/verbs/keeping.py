"""Pinning for everybody in a space, saving for oneself."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from parvis import access, journal
from parvis.people.models import Person
from parvis.posts.models import Post, Saved
from parvis.posts.verbs.heads import locked


def pin(actor: Person, post: Post) -> Post:
    """Keep a post on top of its space; raises NotVisible or Forbidden by the rule."""
    return _set_pin(actor, post, timezone.now(), "post.pinned")


def unpin(actor: Person, post: Post) -> Post:
    """Let a pinned post go its way; raises NotVisible or Forbidden by the rule."""
    return _set_pin(actor, post, None, "post.unpinned")


def _set_pin(actor: Person, post: Post, at: datetime | None, verb: str) -> Post:
    access.require(actor, "pin", post)
    with transaction.atomic():
        post = locked(post)
        if (post.pinned_at is None) != (at is None):
            post.pinned_at = at
            post.version += 1
            post.save(update_fields=["pinned_at", "version"])
            journal.record(actor, verb, space=post.space, post=post)
    return post


def save(actor: Person, post: Post) -> None:
    """Keep a post for later, for oneself alone; nothing happens if it is kept already.

    Not journalled, since administrators read the journal and this is nobody else's business.
    """
    access.require(actor, "save", post)
    Saved.objects.get_or_create(person=actor, post=post)


def unsave(actor: Person, post: Post) -> None:
    """No longer keep a post; nothing happens if one did not. Not journalled either."""
    Saved.objects.filter(person=actor, post=post).delete()
