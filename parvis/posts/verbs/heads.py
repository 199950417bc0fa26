"""Keeping heads exact: the newest activity and the counts of thread and space."""

from datetime import datetime
from typing import Any, Final

from parvis import access
from parvis.kernel.hot import columns, instance, run
from parvis.posts.models import Post
from parvis.spaces.models import Space

LOCK: Final = f"SELECT {columns(Post, 'p')} FROM posts_post p WHERE id = %(id)s FOR NO KEY UPDATE"
LIFT_THREAD: Final = """
UPDATE posts_post SET comments_count = comments_count + 1, version = version + 1,
  last_activity = greatest(last_activity, %(at)s)
WHERE id = %(thread)s AND removed_at IS NULL RETURNING id
"""
LIFT_SPACE: Final = """
UPDATE spaces_space SET posts_count = posts_count + %(posts)s,
  last_activity = greatest(last_activity, %(at)s)
WHERE id = %(space)s
"""


def locked(post: Post) -> Post:
    """Return the post as it is now, locked until the transaction ends; its thread before it.

    Raises NotVisible where it or its thread has been removed meanwhile.
    """
    thread = _lock(post.thread_id) if post.thread_id else None
    fresh = _lock(post.pk)
    if fresh.removed_at is not None:
        raise access.NotVisible("locked")
    fresh.space, fresh.thread = post.space, thread
    return fresh


def _lock(pk: int) -> Post:
    for row in run(LOCK, {"id": pk}):
        if post := instance(Post, row):
            return post
    raise Post.DoesNotExist


def lift(space: Space, thread: Post | None, at: datetime) -> None:
    """Move thread and space to the newest activity, for a fresh post.

    Raises NotVisible where the thread has been removed meanwhile.
    """
    if thread is not None and not run(LIFT_THREAD, {"thread": thread.pk, "at": at}):
        raise access.NotVisible("comment")
    run(LIFT_SPACE, {"space": space.pk, "at": at, "posts": 0 if thread else 1})


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
