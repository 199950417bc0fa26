"""Where the bytes lie: a folder of files, each named by the SHA-256 of what it holds.

    ab/cd/abcd…        the stored bytes
    ab/cd/abcd….face   what was made from them (see ``images``)
    incoming/          what is still arriving

A file is written to ``incoming``, flushed to the disk and then renamed into its place, so that a
crash leaves either the whole file or nothing. Only the server's own account can read any of it.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BufferedRandom
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection

INCOMING: Final = "incoming"
BLOCK: Final = 1024 * 1024
# One advisory lock of the database for the whole folder: shared by those who add, taken alone by
# the one who throws away, so that nothing is thrown away while a row for it is being written.
LOCK: Final = 0x7061727669730001


class TooBig(Exception):
    """More bytes came than are allowed."""


@contextmanager
def arriving() -> Iterator[BufferedRandom]:
    """Offer an empty file in ``incoming`` to write to; it is gone afterwards unless placed."""
    descriptor, name = tempfile.mkstemp(dir=_folder(root() / INCOMING))
    os.close(descriptor)
    path = Path(name)
    try:
        with path.open("w+b") as file:
            yield file
    finally:
        path.unlink(missing_ok=True)


def fill(file: BufferedRandom, chunks: Iterable[bytes], limit: int) -> int:
    """Write chunks to a file and return how many bytes came; raises TooBig beyond the limit."""
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise TooBig
        file.write(chunk)
    file.flush()
    return size


def hold() -> None:
    """Keep what is placed from being thrown away until the present transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [LOCK])


def hold_alone() -> bool:
    """Tell whether nobody is adding just now; if so, nobody can until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        row = cursor.fetchone()
    return bool(row and row[0])


def place(file: BufferedRandom) -> str:
    """Move an arrived file to its place and return its digest. The same bytes are kept once.

    To be called between ``hold()`` and the end of the transaction that writes the row.
    """
    file.flush()
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    _settle(file, path_of(digest))
    return digest


def place_variant(file: BufferedRandom, digest: str, variant: str) -> Path:
    """Move what was made from a stored file beside it and return where it lies."""
    file.flush()
    path = path_of(digest, variant)
    _settle(file, path)
    return path


def path_of(digest: str, variant: str = "") -> Path:
    """Return where stored bytes, or what was made from them, lie."""
    name = f"{digest}.{variant}" if variant else digest
    return root() / digest[:2] / digest[2:4] / name


def root() -> Path:
    """Return the files' folder."""
    return Path(settings.FILES_ROOT)


def _settle(file: BufferedRandom, path: Path) -> None:
    if path.exists():
        # Touched, so that the cleaning takes it for new.
        os.utime(path)
        return
    folder = _folder(path.parent)
    os.fsync(file.fileno())
    Path(file.name).rename(path)
    _flush(folder)


def _folder(path: Path) -> Path:
    """Make a folder for our eyes only, and its parents up to the root."""
    if path.is_dir():
        return path
    if path != root():
        _folder(path.parent)
        path.mkdir(mode=0o700, exist_ok=True)
        _flush(path.parent)
    else:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
