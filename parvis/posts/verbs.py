"""Deeds on posts: publish, comment, react, edit, remove."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from parvis import access, journal
from parvis.kernel.ids import id_at
from parvis.people.models import Person
from parvis.posts import text
from parvis.posts.models import Mention, Post, Reaction, Revision
from parvis.spaces.models import Space


@dataclass(frozen=True)
class History:
    """Where and when an imported post was written: told to nobody, found again by its origin."""

    at: datetime
    origin: str | None = None


def publish(
    actor: Person,
    space: Space,
    source: str,
    *,
    title: str = "",
    kind: str = Post.Kind.MESSAGE,
    markup: str = Post.Format.MARKDOWN,
    files: list[int] | None = None,
    history: History | None = None,
) -> Post:
    """Write a post in a space, or a line in a conversation.

    ``files`` are ids of the actor's own uploads, in order. ``history`` places it in the past.
    Raises NotVisible or Forbidden by the rule, Refused for an empty or too long text.
    """
    access.require(actor, "post", space)
    return _write(actor, space, source, files, history, title=title, kind=kind, format=markup)


def comment(
    actor: Person,
    post: Post,
    source: str,
    *,
    markup: str = Post.Format.MARKDOWN,
    files: list[int] | None = None,
    history: History | None = None,
) -> Post:
    """Comment on a post, or answer a comment; a third level becomes an answer at the second."""
    access.require(actor, "comment", post)
    root = post.thread or post
    first_level = post if post.thread_id and not post.reply_to_id else post.reply_to
    return _write(
        actor,
        post.space,
        source,
        files,
        history,
        thread=root,
        reply_to=first_level,
        format=markup,
    )


def _write(
    actor: Person,
    space: Space,
    source: str,
    files: list[int] | None,
    history: History | None,
    **fields: Any,
) -> Post:
    """Make the row with all that hangs on it, keep the heads exact, journal it."""
    written = text.read(source, fields["format"], with_files=bool(files))
    at = history.at if history else timezone.now()
    thread: Post | None = fields.get("thread")
    with transaction.atomic():
        post = Post(
            space=space,
            author=actor,
            source=written.source,
            html=written.html,
            language=written.language,
            tags=written.tags,
            last_activity=at,
            origin=history.origin if history else None,
            **fields,
        )
        if history:
            post.pk = id_at(history.at)
        post.save(force_insert=True)
        _name(post, written)
        for attach in ATTACHERS:
            attach(actor, post, files or [], written)
        _raise_heads(space, thread, at)
        journal.record(
            actor,
            "post.commented" if thread else "post.published",
            space=space,
            post=post,
            quiet=history is not None,
            data={"thread": str(thread.pk)} if thread else {},
        )
    return post


# What higher or sibling features hang on a fresh post: called with the actor, the post, the ids
# of uploads and the text as read, inside the verb's transaction.
ATTACHERS: list[Any] = []


def _name(post: Post, written: "text.Written") -> None:
    """Keep who and what is mentioned; what the author cannot see stays plain text."""
    people = access.visible(Person.objects.filter(handle__in=written.handles), post.author)
    spaces = access.visible(Space.objects.filter(slug__in=written.slugs), post.author)
    Mention.objects.bulk_create(
        [
            *(Mention(post=post, person=person) for person in people),
            *(Mention(post=post, space=space) for space in spaces),
        ]
    )


def _raise_heads(space: Space, thread: Post | None, at: datetime) -> None:
    """Move thread and space to the newest activity, in one order everywhere: thread, space."""
    if thread is not None:
        Post.objects.filter(pk=thread.pk).update(
            comments_count=F("comments_count") + 1,
            last_activity=Greatest("last_activity", at),
            version=F("version") + 1,
        )
    counted = {} if thread is not None else {"posts_count": F("posts_count") + 1}
    Space.objects.filter(pk=space.pk).update(last_activity=Greatest("last_activity", at), **counted)


def react(actor: Person, post: Post, emoji: str, *, history: History | None = None) -> Post:
    """React to a post with a named reaction or an emoji; the same again takes it back.

    The count is kept under the post's row lock, so that none is lost.
    Raises Refused for what is neither.
    """
    access.require(actor, "react", post)
    emoji = text.read_reaction(emoji)
    with transaction.atomic():
        post = Post.objects.select_for_update(of=("self",)).select_related("space").get(pk=post.pk)
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
            data={"emoji": emoji},
        )
    return post


def _tally(post: Post, emoji: str, change: int) -> None:
    count = int(post.reactions.get(emoji, 0)) + change
    if count > 0:
        post.reactions[emoji] = count
    else:
        post.reactions.pop(emoji, None)


def edit(actor: Person, post: Post, source: str, *, title: str = "") -> Post:
    """Change a post's words; what it said before stays visible in its history."""
    access.require(actor, "edit", post)
    written = text.read(source, post.format, with_files=post.files.exists())
    with transaction.atomic():
        post = Post.objects.select_for_update(of=("self",)).select_related("space").get(pk=post.pk)
        Revision.objects.create(
            post=post, editor=actor, title=post.title, source=post.source, html=post.html
        )
        post.title = title
        post.source, post.html = written.source, written.html
        post.language, post.tags = written.language, written.tags
        post.edited_at = timezone.now()
        post.version += 1
        post.save()
        Mention.objects.filter(post=post).delete()
        _name(post, written)
        journal.record(actor, "post.edited", space=post.space, post=post)
    return post


def remove(actor: Person, post: Post, *, reason: str = "") -> None:
    """Take a post away for everybody; moderators keep a trace. Its comments go with a root."""
    access.require(actor, "remove", post)
    with transaction.atomic():
        post = Post.objects.select_for_update(of=("self",)).select_related("space").get(pk=post.pk)
        if post.removed_at is not None:
            return
        post.removed_at, post.removed_by = timezone.now(), actor
        post.version += 1
        post.save(update_fields=["removed_at", "removed_by", "version"])
        _lower_heads(post)
        journal.record(actor, "post.removed", space=post.space, post=post, data={"reason": reason})


def _lower_heads(post: Post) -> None:
    """After a removal, work the newest activity of thread and space out anew."""
    if post.thread_id:
        thread = Post.objects.select_for_update().get(pk=post.thread_id)
        comments = Post.objects.filter(thread=thread, removed_at__isnull=True)
        newest = comments.order_by("-last_activity").first()
        thread.last_activity = max(
            thread.created_at, newest.last_activity if newest else thread.created_at
        )
        thread.comments_count = comments.count()
        thread.version += 1
        thread.save(update_fields=["last_activity", "comments_count", "version"])
    space = Space.objects.select_for_update().get(pk=post.space_id)
    roots = Post.objects.filter(space=space, thread__isnull=True, removed_at__isnull=True)
    top = roots.order_by("-last_activity", "-id").first()
    space.last_activity = top.last_activity if top else None
    space.posts_count = roots.count()
    space.save(update_fields=["last_activity", "posts_count"])
