"""A small drawing board: unit coordinates, smooth outlines, soft edges by supersampling."""

from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from math import cos, pi, sin
from typing import Final

from PIL import Image, ImageColor, ImageDraw, ImageFilter, ImageFont

Point = tuple[float, float]
Colour = tuple[int, int, int]

ROUNDNESS: Final = 10


def colour(name: str) -> Colour:
    """Return the three parts of a colour written ``#rrggbb`` (or by an HTML name)."""
    red, green, blue = ImageColor.getrgb(name)[:3]
    return red, green, blue


def mix(one: str, other: str, share: float) -> str:
    """Return the colour that lies ``share`` (0 to 1) of the way from one to the other."""
    parts = (round(a + (b - a) * share) for a, b in zip(colour(one), colour(other), strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)


def smooth(points: Sequence[Point], closed: bool = True) -> list[Point]:
    """Return a curve through all the points (Catmull-Rom)."""
    count = len(points)
    curve: list[Point] = []
    for index in range(count if closed else count - 1):
        quad = [
            points[(index + step) % count]
            if closed
            else points[min(max(index + step, 0), count - 1)]
            for step in (-1, 0, 1, 2)
        ]
        curve += (_between(quad, step / ROUNDNESS) for step in range(ROUNDNESS))
    return curve if closed else [*curve, points[-1]]


def _between(quad: Sequence[Point], t: float) -> Point:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = quad
    square, cube = t * t, t * t * t
    before = (2 * square - t - cube) / 2
    here = (2 - 5 * square + 3 * cube) / 2
    there = (t + 4 * square - 3 * cube) / 2
    behind = (cube - square) / 2
    return (
        ax * before + bx * here + cx * there + dx * behind,
        ay * before + by * here + cy * there + dy * behind,
    )


def mirror(points: Iterable[Point], axis: float = 50) -> list[Point]:
    """Return a half outline together with its mirror image, in drawing order."""
    half = list(points)
    return half + [(2 * axis - x, y) for x, y in reversed(half) if abs(x - axis) > 1e-6]


def turned(points: Iterable[Point], centre: Point, degrees: float) -> list[Point]:
    """Return the points turned round a centre."""
    angle = degrees * pi / 180
    cx, cy = centre
    return [
        (
            cx + (x - cx) * cos(angle) - (y - cy) * sin(angle),
            cy + (x - cx) * sin(angle) + (y - cy) * cos(angle),
        )
        for x, y in points
    ]


class Board:
    """A picture ``width`` by ``height`` units large, drawn finer than it is handed out."""

    def __init__(self, width: float, height: float, unit: float, ground: str, finer: int = 2):
        self.width, self.height, self.finer = width, height, finer
        self.unit = unit * finer
        self.size = (round(width * self.unit), round(height * self.unit))
        self.picture = Image.new("RGB", self.size, ground)
        self.draw = ImageDraw.Draw(self.picture)

    def at(self, points: Iterable[Point]) -> list[Point]:
        """Return points in pixels."""
        return [(x * self.unit, y * self.unit) for x, y in points]

    def shape(self, points: Sequence[Point], fill: str, round_: bool = False) -> None:
        """Fill an outline, straight or smooth."""
        self.draw.polygon(self.at(smooth(points) if round_ else points), fill=fill)

    def blob(self, points: Sequence[Point], fill: str) -> None:
        """Fill a smooth outline."""
        self.shape(points, fill, round_=True)

    def oval(self, x: float, y: float, rx: float, ry: float, fill: str) -> None:
        """Fill an ellipse given by its centre and radii."""
        self.draw.ellipse(self.at([(x - rx, y - ry), (x + rx, y + ry)]), fill=fill)

    def disc(self, x: float, y: float, r: float, fill: str) -> None:
        """Fill a circle."""
        self.oval(x, y, r, r, fill)

    def ring(self, x: float, y: float, r: float, line: str, wide: float) -> None:
        """Draw a circle's line."""
        box = self.at([(x - r, y - r), (x + r, y + r)])
        self.draw.ellipse(box, outline=line, width=max(1, round(wide * self.unit)))

    def box(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        fill: str | None,
        r: float = 0,
        line: str | None = None,
        wide: float = 0,
    ) -> None:
        """Draw a rectangle, its corners rounded by ``r``."""
        self.draw.rounded_rectangle(
            self.at([(x, y), (x + w, y + h)]),
            radius=r * self.unit,
            fill=fill,
            outline=line,
            width=max(1, round(wide * self.unit)),
        )

    def line(self, points: Sequence[Point], ink: str, wide: float, round_: bool = False) -> None:
        """Draw a line with round joints and ends."""
        path = smooth(points, closed=False) if round_ else list(points)
        self.draw.line(
            self.at(path), fill=ink, width=max(1, round(wide * self.unit)), joint="curve"
        )
        for x, y in (path[0], path[-1]):
            self.disc(x, y, wide / 2, ink)

    def soft(
        self,
        paint: Callable[[ImageDraw.ImageDraw], None],
        fill: str,
        strength: float,
        blur: float = 0,
    ) -> None:
        """Lay a see-through shape over the picture; ``paint`` draws it in white, in pixels."""
        mask = Image.new("L", self.size, 0)
        paint(ImageDraw.Draw(mask))
        if blur:
            mask = mask.filter(ImageFilter.GaussianBlur(blur * self.unit))
        mask = mask.point([round(value * strength) for value in range(256)])
        self.picture.paste(Image.new("RGB", self.size, fill), (0, 0), mask)

    def glow(self, x: float, y: float, r: float, fill: str, strength: float) -> None:
        """Lay a light that fades outwards, drawn small and enlarged: cheap and even."""
        small = Image.radial_gradient("L").point(
            [round(max(0, 255 - value * 1.42) * strength) for value in range(256)]
        )
        side = round(2 * r * self.unit)
        mask = small.resize((side, side), Image.Resampling.BILINEAR)
        corner = (round((x - r) * self.unit), round((y - r) * self.unit))
        self.picture.paste(Image.new("RGB", (side, side), fill), corner, mask)

    def shade(self, top: str, bottom: str, share: float = 1) -> None:
        """Fill the picture (or its upper share) with a vertical gradient."""
        width, height = self.size[0], round(self.size[1] * share)
        mask = Image.linear_gradient("L").resize((width, height))
        self.picture.paste(Image.new("RGB", (width, height), top), (0, 0))
        self.picture.paste(Image.new("RGB", (width, height), bottom), (0, 0), mask)

    def text(
        self, x: float, y: float, words: str, size: float, ink: str, anchor: str = "lm"
    ) -> None:
        """Write words in the sans that comes with Pillow; Latin letters only."""
        font = ImageFont.load_default(size=size * self.unit)
        self.draw.text((x * self.unit, y * self.unit), words, fill=ink, font=font, anchor=anchor)

    def finished(self) -> Image.Image:
        """Return the picture in its final size."""
        size = (self.size[0] // self.finer, self.size[1] // self.finer)
        return self.picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2)


def encoded(picture: Image.Image) -> bytes:
    """Return the picture as a JPEG file."""
    out = BytesIO()
    picture.save(out, "JPEG", quality=88, optimize=False)
    return out.getvalue()
