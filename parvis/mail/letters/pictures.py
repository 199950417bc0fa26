"""Pictures small enough to go with a letter: faces, and a post's own, as JPEG or PNG.

What Outlook and old phones show, hence no WebP. A mail client that asks the server for pictures
would need a session, so what is not inline is a link.
"""

import io
import logging
from functools import lru_cache
from pathlib import Path
from typing import Final

from PIL import Image

from parvis.files.models import File
from parvis.files.queries import stored
from parvis.mail.letters.message import Picture

log = logging.getLogger(__name__)

FACE: Final = 80
WIDTH: Final = 1040
LARGEST: Final = 120 * 1024
MOST: Final = 2


def face(photo: File | None) -> Picture | None:
    """Return a face of a few kilobytes, or None for initials."""
    if photo is None:
        return None
    data = _made(photo.pk, photo.digest, "face-128", FACE)
    return Picture(f"face-{photo.pk}", data, "jpeg") if data else None


def shown(file: File) -> Picture | None:
    """Return a post's picture if it stays small, or None."""
    data = _made(file.pk, file.digest, "preview", WIDTH)
    if data is None or len(data) > LARGEST:
        return None
    return Picture(f"picture-{file.pk}", data, "jpeg", file.alt or file.name)


@lru_cache(maxsize=256)
def _made(key: int, digest: str, variant: str, width: int) -> bytes | None:
    """Return the JPEG of a stored picture; ``digest`` is there for the memory."""
    file = File.objects.filter(pk=key, digest=digest).first()
    found = stored(file, variant) if file is not None else None
    return _jpeg(found.path, width) if found is not None else None


def _jpeg(path: Path, width: int) -> bytes | None:
    try:
        with Image.open(path) as image:
            image.thumbnail((width, width * 2))
            plain = Image.new("RGB", image.size, "white")
            rgba = image.convert("RGBA")
            plain.paste(rgba, mask=rgba.getchannel("A"))
            out = io.BytesIO()
            plain.save(out, "JPEG", quality=76, optimize=True)
            return out.getvalue()
    except (OSError, ValueError):
        log.warning("%s cannot be shown in a letter", path)
        return None
