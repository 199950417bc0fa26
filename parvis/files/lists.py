"""The files and photos of a place, as far as one may read them."""

from dataclasses import dataclass
from typing import Final

from parvis import access
from parvis.access.conditions import Viewer
from parvis.files.models import File
from parvis.spaces.models import Space

PAGE: Final = 30


@dataclass(frozen=True)
class Shelf:
    """A page of files, newest post first, and the cursor of what follows."""

    files: list[File]
    following: str


def photos(viewer: Viewer, space: Space, after: str = "") -> Shelf:
    """Return a page of the pictures that were attached to what is written in a space."""
    return _shelf(viewer, space, after, pictures=True)


def documents(viewer: Viewer, space: Space, after: str = "") -> Shelf:
    """Return a page of the other files, each with its post and that post's author."""
    return _shelf(viewer, space, after, pictures=False)


def _shelf(viewer: Viewer, space: Space, after: str, *, pictures: bool) -> Shelf:
    """One statement. ``after`` is the cursor of the page before: a post's key and a file's."""
    files = File.objects.filter(
        purpose=File.Purpose.ATTACHMENT, post__space=space, width__isnull=not pictures
    )
    files = access.visible(files, viewer).select_related("post__author")
    post, key = _read(after)
    if post:
        files = files.filter(post__lte=post).exclude(post=post, pk__lte=key)
    found = list(files.order_by("-post", "pk")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Shelf(found[:PAGE], f"{last.post_id}-{last.pk}" if last else "")


def _read(cursor: str) -> tuple[int, int]:
    post, _, key = cursor.partition("-")
    if not (post.isdecimal() and key.isdecimal() and len(cursor) < 40):
        return 0, 0
    return min(int(post), 2**63 - 1), min(int(key), 2**63 - 1)
