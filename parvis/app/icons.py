"""The icons of the app, drawn from the company's logo and colour, or from our mark in its colour.

``maskable`` icons fill their square, and keep what counts within the circle of four fifths that
every launcher leaves visible (W3C, Web Application Manifest).
"""

from functools import lru_cache
from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw, ImageOps

from parvis.app.colour import fill
from parvis.company.current import current
from parvis.files import queries

SIZES: Final = (180, 192, 512)
SUPERSAMPLED: Final = 4
STONE: Final = "#fbf6ec"
CORAL: Final = "#f4a184"
LOGO_GROUND: Final = "#ffffff"
# How much of the square the drawing takes: bare, and within a mask.
FILLS: Final = {False: 1.0, True: 0.8}


def icon(size: int, *, maskable: bool) -> bytes:
    """Return the company's icon as PNG."""
    company = current()
    logo = company.logo.digest if company.logo else ""
    return _icon(size, maskable, logo, fill(company.brand, company.accent))


@lru_cache(maxsize=64)
def _icon(size: int, maskable: bool, logo: str, colour: str) -> bytes:
    picture = _logo(size, maskable=maskable) if logo else None
    picture = picture or _mark(size, colour, maskable=maskable)
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _ground(size: int, colour: str, *, maskable: bool) -> Image.Image:
    """Return a square, with round corners unless the launcher cuts its own."""
    big = size * SUPERSAMPLED
    ground = Image.new("RGBA", (big, big), (0, 0, 0, 0))
    radius = 0 if maskable else big // 4
    ImageDraw.Draw(ground).rounded_rectangle((0, 0, big - 1, big - 1), radius, fill=colour)
    return ground


def _mark(size: int, colour: str, *, maskable: bool) -> Image.Image:
    """Draw our mark, an arch with somebody in it: ``ui/img/mark.svg``."""
    picture = _ground(size, colour, maskable=maskable)
    draw = ImageDraw.Draw(picture)
    scale = size * SUPERSAMPLED / 32 * FILLS[maskable]
    shift = (1 - FILLS[maskable]) * size * SUPERSAMPLED / 2

    def at(*values: float) -> tuple[float, ...]:
        return tuple(value * scale + shift for value in values)

    line = round(2.5 * scale)
    # Pillow draws an arc inside its box, SVG around its line.
    draw.arc(at(6.75, 4.75, 25.25, 23.25), 180, 360, fill=STONE, width=line)
    for x in (8, 24):
        draw.line((at(x, 14), at(x, 25)), fill=STONE, width=line)
    draw.line((at(5.5, 25), at(26.5, 25)), fill=STONE, width=line)
    for end in (5.5, 26.5):
        draw.ellipse(at(end - 1.25, 23.75, end + 1.25, 26.25), fill=STONE)
    draw.ellipse(at(13, 10.5, 19, 16.5), fill=CORAL)
    return picture.resize((size, size), Image.Resampling.LANCZOS)


def _logo(size: int, *, maskable: bool) -> Image.Image | None:
    """Lay the company's logo on a white ground; None where its picture cannot be read."""
    company = current()
    stored = queries.stored(company.logo, queries.ORIGINAL) if company.logo else None
    if stored is None:
        return None
    try:
        with Image.open(stored.path) as opened:
            logo = ImageOps.exif_transpose(opened).convert("RGBA")
    except OSError:
        return None
    picture = _ground(size, LOGO_GROUND, maskable=maskable)
    picture = picture.resize((size, size), Image.Resampling.LANCZOS)
    room = round(size * (0.6 if maskable else 0.82))
    logo = ImageOps.contain(logo, (room, room), Image.Resampling.LANCZOS)
    picture.alpha_composite(logo, ((size - logo.width) // 2, (size - logo.height) // 2))
    return picture
