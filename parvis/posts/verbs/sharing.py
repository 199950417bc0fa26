"""Sharing: a post of one's own that shows another."""

from uuid import UUID

from django.db import transaction

from parvis import access, journal
from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.posts.verbs.writing import write
from parvis.spaces.models import Space


def share(
    actor: Person, post: Post, space: Space, source: str = "", *, key: UUID | None = None
) -> Post:
    """Show a post in another space, with words of one's own or none.

    Readers there see the original only if they may read it where it stands. Sharing a bare share
    shares its original. Raises NotVisible or Forbidden by the rule for either place, Refused for
    too long a text.
    """
    access.require(actor, "share", post)
    access.require(actor, "post", space)
    original = post
    if post.shares is not None and not post.source and access.can(actor, "share", post.shares):
        original = post.shares
    with transaction.atomic():
        shared = write(actor, space, source, None, None, key, shares=original)
        journal.record(
            actor,
            "post.shared",
            space=original.space,
            post=original,
            person=original.author,
            data={"as": str(shared.pk)},
        )
    return shared
