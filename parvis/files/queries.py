"""Questions about files: which one may the viewer fetch, and where its bytes lie."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from parvis import access
from parvis.access.conditions import Viewer
from parvis.files import content, images, shelf
from parvis.files.models import File

ORIGINAL: Final = "original"
PREVIEW: Final = "preview"
# Squares, by variant; pages draw faces at 24 to 112 pixels, on screens of up to two dots each.
FACES: Final = {"face": 256, "face-128": 128}
# The longest side, by variant: as wide as a post on a large screen, and on a phone.
PREVIEWS: Final = {PREVIEW: 1280, "preview-800": 800}
VARIANTS: Final = (ORIGINAL, *PREVIEWS, *FACES)


@dataclass(frozen=True)
class Stored:
    """Bytes that can be sent."""

    path: Path
    content_type: str
    etag: str


def fetch(viewer: Viewer, file_id: int) -> File:
    """Return a file that the viewer may read; raises NotVisible.

    A face costs one small statement, since a page asks for dozens; what belongs to a post or a
    space costs two more.
    """
    files = File.objects.filter(pk=file_id)
    file = files.first()
    if file is not None and file.purpose != File.Purpose.PUBLIC:
        file = files.select_related("space", "post__space", "post__thread").first()
    if file is None:
        raise access.NotVisible("read")
    access.require(viewer, "read", file)
    return file


def stored(file: File, variant: str) -> Stored | None:
    """Return a file's bytes in a variant, made on first demand; None where there is none.

    Pictures have them all; other files only the original.
    """
    original = Stored(
        shelf.path_of(file.digest), content.sent_as(file.content_type), f'"{file.digest[:32]}"'
    )
    if not original.path.exists():
        return None
    if variant == ORIGINAL:
        return original
    if not file.is_image or variant not in VARIANTS:
        return None
    path = shelf.path_of(file.digest, variant)
    if not path.exists() and not _make(file, original.path, variant):
        return original
    return Stored(path, "image/webp", f'"{file.digest[:32]}-{variant}"')


def described(file: File) -> dict[str, object]:
    """Return a file as JSON tells it; ids are strings."""
    variant = PREVIEW if file.is_image else ORIGINAL
    return {
        "id": str(file.pk),
        "url": f"/files/{file.pk}/{variant}",
        "name": file.name,
        "kind": "image" if file.is_image else "file",
        "width": file.width,
        "height": file.height,
        "alt": file.alt,
    }


def _make(file: File, source: Path, variant: str) -> bool:
    """Make a variant; two at once make the same one, and the first to finish is kept."""
    longest = PREVIEWS.get(variant, 0)
    if longest and max(file.width or 0, file.height or 0) <= longest:
        return False
    with shelf.arriving() as target:
        if longest:
            if not images.make_preview(source, target, longest):
                return False
        else:
            images.make_face(source, target, FACES[variant])
        shelf.place_variant(target, file.digest, variant)
    return True
