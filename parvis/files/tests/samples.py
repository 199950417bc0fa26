"""Pictures and other bytes, made on the spot."""

import io
import struct
import zlib

from PIL import Image

from parvis.files.verbs import Bytes


def picture(
    format_: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **options: object
) -> bytes:
    """A picture of one colour with a corner of another."""
    image = Image.new(mode, size, 128 if mode == "L" else (200, 120, 40, 255)[: len(mode)])
    image.paste(255 if mode == "L" else (0, 0, 255, 255)[: len(mode)], (0, 0, 4, 4))
    target = io.BytesIO()
    image.save(target, format_, **options)
    return target.getvalue()


def png() -> Bytes:
    """A small picture as an upload."""
    return Bytes("square.png", picture())


def moving(format_: str = "GIF", frames: int = 3, size: tuple[int, int] = (20, 20)) -> bytes:
    """A moving picture."""
    stills = [Image.new("RGB", size, (i * 40 % 256, 10, i % 256)) for i in range(frames)]
    target = io.BytesIO()
    stills[0].save(
        target, format_, save_all=True, append_images=stills[1:], duration=70, loop=0,
        optimize=False, disposal=2,
    )  # fmt: skip
    return target.getvalue()


def bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """A PNG of some kilobytes that claims, and holds, a gigapixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(1 + width // 8)) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def with_position() -> bytes:
    """A JPEG with everything that a phone writes beside it: turned, with GPS, XMP and a comment."""
    image = Image.new("RGB", (60, 20), (10, 200, 30))
    image.paste((255, 0, 0), (0, 0, 20, 20))
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90°
    exif[0x010F] = "Camera Maker"
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 29.0), 3: "E", 4: (2.0, 17.0, 40.0)})
    target = io.BytesIO()
    image.save(
        target, "JPEG", exif=exif, comment=b"secret comment",
        xmp=b"<x:xmpmeta><exif:GPSLatitude>48,51.5N</exif:GPSLatitude></x:xmpmeta>", quality=95,
    )  # fmt: skip
    return target.getvalue()
