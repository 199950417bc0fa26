"""Threads of which one wants to hear no more."""

from django.db import transaction
from django.utils import timezone

from parvis import access, journal
from parvis.notifications.models import Muted, Notification
from parvis.people.models import Person
from parvis.posts.models import Post


def mute(actor: Person, post: Post) -> Post:
    """Hear no more of a post's thread, mentions excepted; what waits unread of it counts as read.

    Returns the thread. Raises NotVisible where one may not read it; again changes nothing.
    """
    access.require(actor, "read", post)
    thread = post.thread or post
    with transaction.atomic():
        _row, made = Muted.objects.get_or_create(person=actor, thread=thread)
        if made:
            journal.record(actor, "post.muted", space=thread.space, post=thread, person=actor)
        Notification.objects.filter(
            person=actor, read_at__isnull=True, post__in=_posts(thread)
        ).exclude(kind=Notification.Kind.MENTION).update(read_at=timezone.now())
    return thread


def unmute(actor: Person, post: Post) -> None:
    """Hear of a thread again; of one that is not muted, nothing changes."""
    with transaction.atomic():
        gone, _ = Muted.objects.filter(person=actor, thread=post.thread_id or post.pk).delete()
        if gone:
            journal.record(actor, "post.unmuted", space=post.space, post=post, person=actor)


def is_muted(person: Person, post: Post) -> bool:
    """Tell whether the person hears no more of a post's thread."""
    return Muted.objects.filter(person=person, thread=post.thread_id or post.pk).exists()


def muted(person: Person) -> list[Post]:
    """Return the threads one has muted and may still see, the latest first."""
    threads = Muted.objects.filter(person=person).order_by("-at").values_list("thread", flat=True)
    seen = access.visible(Post.objects.filter(pk__in=threads), person)
    found = {post.pk: post for post in seen.select_related("space", "space__owner", "author")}
    return [found[pk] for pk in threads if pk in found]


def _posts(thread: Post) -> list[int]:
    comments = Post.objects.filter(thread=thread).values_list("pk", flat=True)
    return [thread.pk, *comments]
