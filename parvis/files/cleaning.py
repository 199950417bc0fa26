"""Throw away what nobody needs: uploads never published, pictures no longer used, stray bytes.

Everything is a day old before it goes, so that what is being written is never touched.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from parvis.files import shelf
from parvis.files.models import File

AFTER: Final = timedelta(days=1)


def clean() -> tuple[int, int]:
    """Delete unneeded rows, then unneeded bytes; returns how many of each."""
    rows, _by_model = _unneeded().delete()
    return rows, sum(_clean_folder(folder) for folder in _folders())


def _unneeded() -> QuerySet[File]:
    """Uploads that no post carries, and pictures that no row of any feature points to."""
    old = File.objects.filter(created_at__lt=timezone.now() - AFTER)
    unpublished = old.filter(purpose=File.Purpose.ATTACHMENT, post__isnull=True)
    pictures = old.exclude(purpose=File.Purpose.ATTACHMENT)
    for relation in _relations():
        pointing = relation.related_model._base_manager.filter(
            **{relation.field.name: OuterRef("pk")}
        )
        pictures = pictures.filter(~Exists(pointing))
        unpublished = unpublished.filter(~Exists(pointing))
    return File.objects.filter(pk__in=[*_keys(unpublished), *_keys(pictures)])


def _relations() -> list[Any]:
    """Every foreign key to a file, of whichever feature (``related_name="+"`` hides most)."""
    fields = File._meta.get_fields(include_hidden=True)
    return [field for field in fields if field.one_to_many and field.auto_created]


def _keys(files: QuerySet[File]) -> list[int]:
    return list(files.values_list("pk", flat=True))


def _folders() -> Iterator[Path]:
    incoming = shelf.root() / shelf.INCOMING
    if incoming.is_dir():
        yield incoming
    yield from sorted(shelf.root().glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]"))


def _clean_folder(folder: Path) -> int:
    """Delete the old files of a folder that no row needs; while someone adds, leave it be."""
    candidates = [path for path in folder.iterdir() if _is_old(path)]
    if not candidates:
        return 0
    with transaction.atomic():
        if not shelf.hold_alone():
            return 0
        digests = {path.name.split(".")[0] for path in candidates}
        needed = set(File.objects.filter(digest__in=digests).values_list("digest", flat=True))
        # Looked at again: it may have been touched before the lock was ours.
        gone = [p for p in candidates if p.name.split(".")[0] not in needed and _is_old(p)]
        for path in gone:
            path.unlink(missing_ok=True)
    return len(gone)


def _is_old(path: Path) -> bool:
    try:
        return path.stat().st_mtime < (timezone.now() - AFTER).timestamp()
    except FileNotFoundError:
        return False
