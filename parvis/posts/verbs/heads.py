"""Keeping heads exact: the newest activity and the counts of thread and space."""

from datetime import datetime
from typing import Any

from django.db.models import F
from django.db.models.functions import Greatest

from parvis import access
from parvis.posts.models import Post
from parvis.spaces.models import Space


def locked(post: Post) -> Post:
    """Return the post as it is now, locked until the transaction ends; its thread before it.

    Raises NotVisible where it or its thread has been removed meanwhile.
    """
    if post.thread_id:
        _lock(post.thread_id)
    fresh = _lock(post.pk)
    if fresh.removed_at is not None:
        raise access.NotVisible("locked")
    return fresh


def _lock(pk: int) -> Post:
    locking = Post.objects.select_for_update(of=("self",), no_key=True)
    return locking.select_related("space", "thread").get(pk=pk)


def lift(space: Space, thread: Post | None, at: datetime) -> None:
    """Move thread and space to the newest activity, for a fresh post.

    Raises NotVisible where the thread has been removed meanwhile.
    """
    counted: dict[str, Any] = {}
    if thread is None:
        counted = {"posts_count": F("posts_count") + 1}
    elif not Post.objects.filter(pk=thread.pk, removed_at__isnull=True).update(
        comments_count=F("comments_count") + 1,
        last_activity=Greatest("last_activity", at),
        version=F("version") + 1,
    ):
        raise access.NotVisible("comment")
    Space.objects.filter(pk=space.pk).update(last_activity=Greatest("last_activity", at), **counted)


def lower(post: Post) -> None:
    """After a removal, work the newest activity of thread and space out anew."""
    if post.thread_id:
        thread = _lock(post.thread_id)
        newest = (
            Post.objects.filter(thread=thread, removed_at__isnull=True)
            .order_by("-last_activity")
            .values_list("last_activity", flat=True)
            .first()
        )
        thread.last_activity = max(thread.created_at, newest or thread.created_at)
        thread.comments_count -= 1
        thread.version += 1
        thread.save(update_fields=["last_activity", "comments_count", "version"])
    space = Space.objects.select_for_update(no_key=True).get(pk=post.space_id)
    roots = Post.objects.filter(space=space, thread__isnull=True, removed_at__isnull=True)
    top = roots.order_by("-last_activity", "-id").values_list("last_activity", flat=True).first()
    space.last_activity = top
    if not post.thread_id:
        space.posts_count -= 1
    space.save(update_fields=["last_activity", "posts_count"])


def about(post: Post, **data: Any) -> dict[str, Any]:
    """Return a journal entry's data; it names the thread of a comment, for the open pages."""
    return {**data, "thread": str(post.thread_id)} if post.thread_id else data
