"""Lists of posts besides the feed: by tag, kept for later; what concerns one person and post."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from parvis import access
from parvis.files.models import File
from parvis.journal.models import Entry
from parvis.people.models import Person
from parvis.posts import queries
from parvis.posts.models import Draft, Post, Reaction, Saved
from parvis.spaces.models import Space

PAGE: Final = 20


@dataclass(frozen=True)
class Page:
    """Ids of roots and comments, and the cursor of what follows."""

    ids: Sequence[int]
    before: int | None


def tagged(viewer: Person, tag: str, before: int | None = None) -> Page:
    """Return a page of what carries a tag and the viewer may read, newest first."""
    posts = Post.objects.filter(tags__contains=[tag]).exclude(tags=[])
    posts = access.visible(posts, viewer).exclude(space__kind=Space.Kind.CONVERSATION)
    if before is not None:
        posts = posts.filter(pk__lt=before)
    ids = list(posts.order_by("-pk").values_list("pk", flat=True)[: PAGE + 1])
    return Page(ids[:PAGE], ids[PAGE - 1] if len(ids) > PAGE else None)


def saved(viewer: Person, before: int | None = None) -> Page:
    """Return a page of what the viewer kept and may still read, last kept first."""
    readable = access.visible(Post.objects.all(), viewer)
    rows = Saved.objects.filter(person=viewer, post__in=readable)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk").values_list("pk", "post")[: PAGE + 1])
    more = found[PAGE - 1][0] if len(found) > PAGE else None
    return Page([post for _pk, post in found[:PAGE]], more)


def is_saved(viewer: Person, post: Post) -> bool:
    """Tell whether the viewer keeps a post."""
    return Saved.objects.filter(person=viewer, post=post).exists()


def reaction_of(viewer: Person, post: Post) -> str:
    """Return the viewer's reaction to a post; empty for none."""
    found = Reaction.objects.filter(person=viewer, post=post).values_list("emoji", flat=True)
    return found.first() or ""


def why_removed(post: Post) -> str:
    """Return the reason that was given when a post was removed; empty for none."""
    entries = Entry.objects.filter(verb="post.removed", post_id=post.pk).order_by("-at")
    data = entries.values_list("data", flat=True).first()
    return str((data or {}).get("reason") or "")


def comments_after(root_id: int, after: int) -> list[int]:
    """Return the ids of a thread's comments written after one, fifty at most."""
    return queries.comments_after(root_id, after, 50)


def wall_of(viewer: Person) -> Space:
    """Return one's own wall."""
    return Space.objects.get(kind=Space.Kind.WALL, owner=viewer)


def tags_like(viewer: Person, start: str, limit: int = 8) -> list[str]:
    """Return tags that begin so, the most used lately first, from posts the viewer may read."""
    lately = access.visible(Post.objects.exclude(tags=[]), viewer).order_by("-pk")
    counted: dict[str, int] = {}
    for tags in lately.values_list("tags", flat=True)[:2_000]:
        for tag in tags:
            if tag.startswith(start):
                counted[tag] = counted.get(tag, 0) + 1
    return sorted(counted, key=lambda tag: (-counted[tag], tag))[:limit]


def draft(viewer: Person, place: str) -> Draft | None:
    """Return what the viewer has begun to write in a place."""
    return Draft.objects.filter(person=viewer, place=place).first()


def files_of_draft(draft: Draft) -> list[File]:
    """Return the uploads that wait in a draft, in their order, without what is published."""
    waiting = draft.files.filter(file__post__isnull=True, file__owner=draft.person_id)
    return [one.file for one in waiting.select_related("file").order_by("pk")]
