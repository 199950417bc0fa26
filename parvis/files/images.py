"""Pictures: decoded within limits and encoded anew, so that nothing but pixels goes through.

What a camera writes beside the picture (place, serial number, thumbnail of the uncropped shot) is
dropped; its orientation is applied first. A file that unpacks to far more than it weighs is
refused before it is unpacked.
"""

import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from django.utils.translation import gettext as _
from PIL import Image, ImageMath, ImageOps, UnidentifiedImageError

from parvis.kernel.errors import Refused

FORMATS: Final = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP")
MOST_PIXELS: Final = 50_000_000
# Of all frames of a moving picture together, and how many frames.
MOST_MOVING_PIXELS: Final = 60_000_000
MOST_FRAMES: Final = 400
LONGEST_SIDE: Final = 4096
LONGEST_MOVING_SIDE: Final = 1024
LARGEST_PROFILE: Final = 64 * 1024

TYPES: Final = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
ENDINGS: Final = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}
BROKEN: Final = (
    OSError, SyntaxError, ValueError, EOFError, struct.error, IndexError, KeyError, TypeError,
    OverflowError, ZeroDivisionError, AttributeError, MemoryError,
)  # fmt: skip

# Decoded pictures are large: a process works at two at most, however many threads it has, and of
# the largest (400 MB while they are worked on) at one.
_turn = threading.BoundedSemaphore(2)
_large_turn = threading.Lock()
LARGE: Final = 16_000_000


@dataclass(frozen=True)
class Picture:
    """A picture as it was encoded anew."""

    format: str
    width: int
    height: int

    @property
    def content_type(self) -> str:
        """Return its media type."""
        return TYPES[self.format]

    @property
    def ending(self) -> str:
        """Return the ending that its name should have."""
        return ENDINGS[self.format]


def encode_anew(source: BinaryIO, target: BinaryIO) -> Picture | None:
    """Write a picture to ``target`` with nothing but its pixels; None when it is no picture.

    Raises Refused for a damaged one, and for one too large to be unpacked.
    """
    source.seek(0)
    try:
        image = Image.open(source, formats=FORMATS)
    except UnidentifiedImageError:
        return None
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except BROKEN as error:
        raise _damaged() from error
    _check(image)
    large = image.width * image.height > LARGE
    with _large_turn if large else nullcontext(), _turn, _damage_refused():
        if _moves(image):
            return _encode_moving(image, target)
        return _encode_still(image, target)


def make_face(source: Path, target: BinaryIO, side: int) -> None:
    """Write the square middle of a stored picture, ``side`` pixels wide, as WebP."""
    with _opened(source, (side * 2, side * 2)) as image:
        _save(ImageOps.fit(image, (side, side), Image.Resampling.LANCZOS), target, "WEBP", 82)


def make_preview(source: Path, target: BinaryIO, longest: int) -> bool:
    """Write a smaller stored picture as WebP; False (and nothing) where it is small or moves."""
    with _opened(source, (longest, longest)) as image:
        if _moves(image) or max(image.size) <= longest:
            return False
        image.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        _save(image, target, "WEBP", 82)
    return True


def _too_large() -> Refused:
    return Refused(
        _("This picture has too many pixels. Please make it smaller than %(limit)s megapixels.")
        % {"limit": MOST_PIXELS // 1_000_000}
    )


def _damaged() -> Refused:
    return Refused(_("This picture is damaged and cannot be read."))


@contextmanager
def _damage_refused() -> Iterator[None]:
    try:
        yield
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except BROKEN as error:
        raise _damaged() from error


@contextmanager
def _opened(source: Path, wanted: tuple[int, int]) -> Iterator[Any]:
    """A stored picture, in a mode that WebP takes; JPEGs unpacked no larger than needed."""
    with _turn, Image.open(source, formats=FORMATS) as image:
        image.draft("RGB", wanted)
        yield image if _moves(image) else _plain(image)


def _check(image: Image.Image) -> None:
    if image.width * image.height > MOST_PIXELS:
        raise _too_large()


def _moves(image: Any) -> bool:
    return image.format in ("GIF", "WEBP") and bool(getattr(image, "is_animated", False))


def _encode_still(image: Image.Image, target: BinaryIO) -> Picture:
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    format_ = {"JPEG": "JPEG", "WEBP": "WEBP", "AVIF": "WEBP"}.get(image.format or "", "PNG")
    if image.mode in ("L", "RGB", "RGBA"):  # made smaller before it is copied
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    upright = _plain(ImageOps.exif_transpose(image))
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    if format_ == "JPEG" and upright.mode not in ("L", "RGB"):
        upright = upright.convert("RGB")
    _save(upright, target, format_, 88)
    return Picture(format_, upright.width, upright.height)


def _encode_moving(image: Image.Image, target: BinaryIO) -> Picture:
    """A moving GIF or WebP becomes a moving WebP, with its times and its loop."""
    frames, durations = [], []
    size = _within(image.size, LONGEST_MOVING_SIDE)
    for frame in _frames(image):
        durations.append(max(20, min(int(frame.info.get("duration") or 100), 10_000)))
        still = frame.convert("RGBA")
        frames.append(still if still.size == size else still.resize(size))
    for frame in frames:
        frame.info = {}
    loop = int(image.info.get("loop", 1) or 0)
    frames[0].save(
        target, "WEBP", save_all=True, append_images=frames[1:], duration=durations,
        loop=min(loop, 1000), quality=75, method=2, exif=b"", xmp=b"", icc_profile=b"",
    )  # fmt: skip
    return Picture("WEBP", *size)


def _frames(image: Image.Image) -> Iterator[Image.Image]:
    """Each frame in turn, counted while unpacking: what a header claims proves nothing."""
    pixels = image.width * image.height
    for number in range(MOST_FRAMES + 1):
        if number == MOST_FRAMES or (number + 1) * pixels > MOST_MOVING_PIXELS:
            raise Refused(_("This moving picture is too long. Please shorten it."))
        try:
            image.seek(number)
        except EOFError:
            return
        image.load()  # WebP tells a frame's time only then
        yield image


def _within(size: tuple[int, int], longest: int) -> tuple[int, int]:
    scale = min(1.0, longest / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _plain(image: Image.Image) -> Image.Image:
    """A copy in a mode that every format takes."""
    converters: dict[str, Callable[[Image.Image], Image.Image]] = {
        "L": Image.Image.copy,
        "RGB": Image.Image.copy,
        "RGBA": Image.Image.copy,
        "I;16": _shallow,
    }
    see_through = image.mode in ("LA", "PA", "La", "RGBa") or "transparency" in image.info
    fallback = "RGBA" if see_through else "RGB"
    converter = converters.get(image.mode)
    plain = converter(image) if converter else image.convert(fallback)
    if image.mode in ("L", "RGB") and "transparency" in image.info:
        plain = image.convert("RGBA")
    # Only a profile of the colours is worth keeping, and only where they are still meant by it.
    profile = image.info.get("icc_profile") or b""
    fits = image.mode in ("RGB", "RGBA") and len(profile) <= LARGEST_PROFILE
    plain.info = {"icc_profile": profile} if fits and profile else {}
    return plain


def _shallow(image: Image.Image) -> Image.Image:
    """Sixteen bits a pixel become eight."""
    scaled = ImageMath.lambda_eval(lambda a: a["deep"] / 256, deep=image.convert("I"))
    return cast("Image.Image", scaled).convert("L")


def _save(image: Image.Image, target: BinaryIO, format_: str, quality: int) -> None:
    """Save with nothing but the pixels and the colour profile."""
    profile = image.info.get("icc_profile") or None
    image.info = {}
    options: dict[str, dict[str, Any]] = {
        "JPEG": {"quality": quality, "optimize": True, "progressive": True},
        "PNG": {"compress_level": 6},
        "WEBP": {"quality": quality, "method": 4},
    }
    image.save(target, format_, icc_profile=profile, **options[format_])
