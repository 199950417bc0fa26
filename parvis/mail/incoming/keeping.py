"""Messages on the shelf: each lies in a file for a day, so that nothing is lost."""

import hashlib
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, Final
from uuid import uuid4

from django.conf import settings
from django.utils import timezone

from parvis.mail import links
from parvis.mail.incoming.models import Failure, Notice, Received
from parvis.mail.incoming.reasons import Turned

A_DAY: Final = 24 * 3600
# As long as an answer's address lives, so that no answer is taken in twice.
ROWS_KEPT: Final = timedelta(days=200)
BLOCK: Final = 256 * 1024


def folder(name: str) -> Path:
    """Return one of the folders of incoming mail, made if need be."""
    path = Path(settings.DATA) / "mail-in" / name
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def keep(message: BinaryIO) -> Path:
    """Put a message on the shelf; raises Turned where it is too large."""
    path = folder("raw") / f"{uuid4().hex}.eml"
    size = 0
    try:
        with path.open("xb") as file:
            while block := message.read(BLOCK):
                size += len(block)
                if size > settings.MAIL_LIMIT:
                    raise Turned("large")
                file.write(block)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


@contextmanager
def desk() -> Iterator[Path]:
    """Give a folder for the parts of one message, gone afterwards."""
    path = folder("work") / uuid4().hex
    path.mkdir(mode=0o700)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def digest(raw: Path) -> str:
    """Return what a message without a Message-ID is known again by: all but its way here."""
    found = hashlib.sha256()
    with raw.open("rb") as file:
        _skip_trace(file, found.update)
        while block := file.read(BLOCK):
            found.update(block)
    return found.hexdigest()


def _skip_trace(file: BinaryIO, update: object) -> None:
    """Pass over Received and Delivered-To lines at the top, which differ for each delivery."""
    trace = (b"received:", b"delivered-to:", b"x-original-to:", b"return-path:", b"from ")
    at, within = file.tell(), True
    while line := file.readline(BLOCK):
        begins = line.lower().startswith(trace)
        if not (begins or (within and line[:1] in b" \t")):
            break
        at, within = file.tell(), True
    file.seek(at)


def forget() -> None:
    """Forget messages after a day, and what became of them when no answer can come again."""
    for name in ("raw", "work"):
        for path in folder(name).iterdir():
            with suppress(OSError):
                if path.stat().st_mtime < time.time() - A_DAY:
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in folder("held").iterdir():
        with suppress(OSError):
            if path.stat().st_mtime < time.time() - links.HELD.total_seconds():
                path.unlink()
    now = timezone.now()
    Received.objects.filter(at__lt=now - timedelta(days=1)).exclude(raw="").update(raw="")
    Received.objects.filter(at__lt=now - ROWS_KEPT).delete()
    Failure.objects.filter(at__lt=now - ROWS_KEPT).delete()
    Notice.objects.filter(at__lt=now - timedelta(days=2)).delete()
