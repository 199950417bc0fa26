"""Deeds on files: keep an upload, hang it on a post, take it off, describe it."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis import access, journal
from parvis.files import content, images, pace, shelf
from parvis.files.models import File
from parvis.kernel.errors import Refused
from parvis.kernel.words import one_line
from parvis.people.models import Person
from parvis.spaces.models import Space

MOST_PER_POST: Final = 20
# What one person may have lying about unpublished, as a multiple of the largest upload.
MOST_WAITING: Final = 20

Purpose = File.Purpose
_ID = re.compile(r"[0-9]{1,18}")


class Bytes:
    """Bytes at hand, as an upload: for archives and the sample company."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name: str | None = name
        self.size: int | None = len(data)
        self._data = data

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes in parts."""
        file = io.BytesIO(self._data)
        while part := file.read(shelf.BLOCK):
            yield part


def keep(
    actor: Person | None,
    upload: Any,
    *,
    purpose: str = Purpose.ATTACHMENT,
    space: Space | None = None,
    alt: str = "",
    origin: str | None = None,
    created_at: datetime | None = None,
    quiet: bool = False,
) -> File:
    """Check an upload by its bytes, store it, and return its row.

    ``upload`` is a Django UploadedFile or ``Bytes``. An attachment belongs to nobody but the
    actor until a post of theirs is published with it; ``space`` (for that space's managers) and
    ``public`` take pictures only. Actor None is the system. Pictures are encoded anew. Raises
    NotVisible or Forbidden by the rule, Refused for what is too big, damaged or in disguise,
    TooFast for too many in a while (unless ``quiet``).
    """
    if actor is not None:
        access.require(actor, "see", None)
        if purpose == Purpose.SPACE:
            access.require(actor, "manage", space)
        if not quiet:
            pace.check(actor)
            if purpose == Purpose.ATTACHMENT:
                _must_have_room(actor, upload.size or 0)
    name = content.clean_name(upload.name)
    with shelf.arriving() as raw, shelf.arriving() as encoded:
        _receive(raw, upload)
        picture = images.encode_anew(raw, encoded)
        if picture is None:
            if purpose != Purpose.ATTACHMENT:
                raise Refused(_("Please choose a picture: JPEG, PNG, GIF, WebP or AVIF."))
            raw.seek(0)
            content_type = content.recognise(raw.read(content.HEAD), name)
        else:
            name, content_type = _fitting(name, picture), picture.content_type
        chosen = encoded if picture else raw
        with transaction.atomic():
            shelf.hold()
            file = File.objects.create(
                owner=actor,
                purpose=purpose,
                space=space,
                name=name,
                alt=alt.strip()[:500],
                size=_size_of(chosen),
                digest=shelf.place(chosen),
                content_type=content_type,
                width=picture.width if picture else None,
                height=picture.height if picture else None,
                created_at=created_at or timezone.now(),
                origin=origin,
            )
            about = {"file": file.pk}
            journal.record(actor, "file.kept", space=space, data=about, quiet=quiet, at=created_at)
    return file


def keep_bytes(actor: Person | None, name: str, data: bytes, **options: Any) -> File:
    """Keep bytes at hand (see ``keep`` for the options): for archives and the sample company."""
    return keep(actor, Bytes(name, data), **options)


def keep_form(actor: Person, data: Any, uploads: Any) -> list[int]:
    """Read the attachments of a form and return the ids of the actor's files, in order.

    ``data`` (a QueryDict) names uploads made before in ``files``, each perhaps described in
    ``alt-ID``; ``uploads`` (a MultiValueDict) may carry files chosen without JavaScript in
    ``upload``. Raises Refused as ``keep`` does.
    """
    named = read_form(data)
    describe(actor, named)
    return [*named, *(keep(actor, upload).pk for upload in uploads.getlist("upload"))]


def read_form(data: Any) -> dict[int, str]:
    """Return the ids of the uploads that a form (a QueryDict) names, each with its description."""
    ids = [int(value) for value in data.getlist("files") if _ID.fullmatch(value)]
    return {pk: data.get(f"alt-{pk}", "") for pk in ids}


def describe(actor: Person, alts: Mapping[int, str]) -> None:
    """Say what is to be seen in one's own pictures; others' are left as they are."""
    for file in File.objects.filter(pk__in=alts, owner=actor):
        alt = one_line(alts[file.pk])[:500]
        if alt != file.alt:
            File.objects.filter(pk=file.pk).update(alt=alt)


def attach(actor: Person, post: Any, ids: Iterable[int], written: Any = None) -> None:
    """Hang the actor's unpublished uploads on their fresh post, in this order.

    Called inside the post's own verb (see ``posts.verbs.ATTACHERS``). Raises Refused for too
    many, and for a file that is not theirs or hangs elsewhere: one must not publish with a post
    what one could not have read.
    """
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return
    if len(wanted) > MOST_PER_POST:
        raise Refused(_("A post can carry %(limit)s files at most.") % {"limit": MOST_PER_POST})
    waiting = File.objects.select_for_update().filter(
        pk__in=wanted, owner=actor, post__isnull=True, purpose=Purpose.ATTACHMENT
    )
    files = {file.pk: file for file in waiting}
    if len(files) < len(wanted):
        raise Refused(_("One of the files is no longer there. Please add it again."))
    for position, pk in enumerate(wanted):
        files[pk].post_id = post.pk
        files[pk].position = position
    File.objects.bulk_update(files.values(), ["post", "position"])


def arrange(actor: Person, post: Any, ids: Iterable[int]) -> bool:
    """Make these the post's files, in this order, while it is edited; tells whether any changed.

    Files of the post that are not named are thrown away; new ones must be
    the actor's own uploads. Called inside the edit's verb. Raises Refused as ``attach`` does.
    """
    wanted = list(dict.fromkeys(ids))
    present = {file.pk: file for file in File.objects.select_for_update().filter(post=post)}
    if list(wanted) == [file.pk for file in sorted(present.values(), key=_place)]:
        return False
    gone = [pk for pk in present if pk not in wanted]
    File.objects.filter(pk__in=gone).delete()
    attach(actor, post, [pk for pk in wanted if pk not in present])
    if len(wanted) > MOST_PER_POST:
        raise Refused(_("A post can carry %(limit)s files at most.") % {"limit": MOST_PER_POST})
    for position, pk in enumerate(wanted):
        File.objects.filter(pk=pk, post=post).update(position=position)
    return True


def discard(actor: Person, file: File) -> None:
    """Throw away one's own upload before it is published; nothing happens to any other."""
    File.objects.filter(
        pk=file.pk, owner=actor, post__isnull=True, purpose=Purpose.ATTACHMENT
    ).delete()


def _place(file: File) -> tuple[int, int]:
    return file.position, file.pk


def _receive(raw: io.BufferedRandom, upload: Any) -> None:
    limit: int = settings.UPLOAD_LIMIT
    try:
        size = shelf.fill(raw, upload.chunks(), limit)
    except shelf.TooBig as error:
        raise Refused(
            _("This file is too big: %(limit)s at most.") % {"limit": filesizeformat(limit)}
        ) from error
    if size == 0:
        raise Refused(_("This file is empty."))


def _must_have_room(actor: Person, coming: int) -> None:
    """Refuse more than a sensible heap of uploads that no post carries (a day clears it)."""
    waiting = File.objects.filter(
        post__isnull=True, purpose=Purpose.ATTACHMENT, owner=actor
    ).aggregate(size=Sum("size"))["size"]
    if (waiting or 0) + coming > MOST_WAITING * settings.UPLOAD_LIMIT:
        raise Refused(_("You have many files waiting to be published. Please publish them first."))


def _fitting(name: str, picture: images.Picture) -> str:
    """Return the picture's name with the ending of what it became."""
    ending = content.ending_of(name)
    if ending == picture.ending or (ending in (".jpeg", ".jpe") and picture.ending == ".jpg"):
        return name
    known = content.PICTURE_ENDINGS | {".bmp"}
    stem = name[: -len(PurePosixPath(name).suffix)] if ending in known else name
    return f"{stem[:190]}{picture.ending}"


def _size_of(file: io.BufferedRandom) -> int:
    file.flush()
    return file.seek(0, io.SEEK_END)
