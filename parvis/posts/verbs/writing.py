"""Writing: publish, comment, edit."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis import access, journal
from parvis.files.verbs import arrange
from parvis.kernel import hot
from parvis.kernel.errors import Refused
from parvis.kernel.ids import id_at, moment_of
from parvis.kernel.words import one_line
from parvis.people.models import Person
from parvis.posts import text
from parvis.posts.models import Post, Revision
from parvis.posts.verbs import once
from parvis.posts.verbs.heads import about, lift, locked
from parvis.posts.verbs.mentioning import Names, keep_mentions, names_in
from parvis.spaces.models import Space

LONGEST_TITLE: Final = 300

type Attacher = Callable[[Person, Post, list[int], text.Written], None]

# What higher or sibling features hang on a fresh post: called with the actor, the post, the ids
# of uploads and the text as read, inside the verb's transaction.
ATTACHERS: list[Attacher] = []


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
    key: UUID | None = None,
) -> Post:
    """Write a post in a space, or a line in a conversation.

    ``files`` are ids of the actor's own uploads, in order. ``history`` places it in the past.
    ``key`` is the form's: the same sent twice gives the same post. Raises NotVisible or
    Forbidden by the rule, Refused for an empty or too long text.
    """
    access.require(actor, "post", space)
    if kind not in Post.Kind.values:
        raise Refused(_("There is no such kind of post."))
    fields = {"kind": kind, "title": read_title(title), "format": markup}
    return write(actor, space, source, files, history, key, **fields)


def comment(
    actor: Person,
    post: Post,
    source: str,
    *,
    markup: str = Post.Format.MARKDOWN,
    files: list[int] | None = None,
    history: History | None = None,
    key: UUID | None = None,
) -> Post:
    """Comment on a post, or answer a comment; a third level becomes an answer at the second.

    Raises what ``publish`` raises.
    """
    access.require(actor, "comment", post)
    first_level = post if post.thread_id and not post.reply_to_id else post.reply_to
    fields = {"thread": post.thread or post, "reply_to": first_level, "format": markup}
    return write(actor, post.space, source, files, history, key, **fields)


def write(
    actor: Person,
    space: Space,
    source: str,
    files: list[int] | None,
    history: History | None,
    key: UUID | None,
    **fields: Any,
) -> Post:
    """Make the row with all that hangs on it, keep the heads exact, journal it.

    The rule has been asked; ``fields`` are the model's. Returns the post made before where the
    key is known.
    """
    names = names_in(actor, source)
    written = _read(source, names, files, history, fields)
    with transaction.atomic():
        known = once.claim(actor, key)
        if known is not None:
            return known
        pk = id_at(history.at if history else timezone.now())
        post = Post(
            pk=pk,
            space=space,
            author=actor,
            source=written.source,
            html=written.html,
            language=written.language,
            tags=written.tags,
            last_activity=moment_of(pk),
            origin=history.origin if history else None,
            **fields,
        )
        hot.insert(post)
        keep_mentions(post, names, written.handles, fresh=True)
        for attach in ATTACHERS:
            attach(actor, post, files or [], written)
        once.settle(actor, key, post)
        journal.record(
            actor,
            "post.commented" if post.thread_id else "post.published",
            space=space,
            post=post,
            quiet=history is not None,
            data=about(post),
            at=history.at if history else None,
        )
        # Last, since all who write here wait for each other from now to the commit.
        lift(space, post.thread, post.last_activity)
    return post


def _read(
    source: str,
    names: Names,
    files: list[int] | None,
    history: History | None,
    fields: dict[str, Any],
) -> text.Written:
    return text.read(
        source,
        fields.get("format", Post.Format.MARKDOWN),
        names.addresses,
        with_files=bool(files) or bool(fields.get("title")) or fields.get("shares") is not None,
        imported=history is not None,
    )


def read_title(title: str) -> str:
    """Return a title as it is kept: one line; raises Refused when it is too long."""
    title = one_line(text.clean(title))
    if len(title) > LONGEST_TITLE:
        raise Refused(
            _("That title is too long: %(most)s characters fit.") % {"most": LONGEST_TITLE}
        )
    return title


def edit(
    actor: Person,
    post: Post,
    source: str,
    *,
    title: str | None = None,
    files: list[int] | None = None,
) -> Post:
    """Change a post's words, and its files where ``files`` names those it should have.

    What it said before stays visible in its history; nothing is written where nothing changed.
    A ``title`` of None leaves it as it is. Raises what ``publish`` raises.
    """
    access.require(actor, "edit", post)
    names = names_in(post.author, source)
    with transaction.atomic():
        post = locked(post)
        title = post.title if title is None else read_title(title)
        others = title or post.shares_id
        written = text.read(
            source,
            post.format,
            names.addresses,
            with_files=bool(others or (post.files.exists() if files is None else files)),
            imported=len(post.source) > text.LONGEST,
        )
        arranged = files is not None and arrange(actor, post, files)
        if (written.source, title) == (post.source, post.title) and not arranged:
            if files is not None:  # a picture may have been described anew
                post.version += 1
                post.save(update_fields=["version"])
            return post
        Revision.objects.create(
            post=post, editor=actor, title=post.title, source=post.source, html=post.html
        )
        post.title = title
        post.source, post.html = written.source, written.html
        post.language, post.tags = written.language, written.tags
        post.edited_at = timezone.now()
        post.version += 1
        post.save(
            update_fields=["title", "source", "html", "language", "tags", "edited_at", "version"]
        )
        keep_mentions(post, names, written.handles)
        journal.record(actor, "post.edited", space=post.space, post=post, data=about(post))
    return post
