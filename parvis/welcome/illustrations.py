"""Drawings to stand for a face, for who has no photo at hand: described here, drawn by Pillow.

Each is a list of shapes on a square of 100 units, back to front, kept within the circle that a
face is cut to: ``disc`` x y r, ``oval`` x y rx ry, ``shape`` (straight outline), ``blob`` (smooth
outline), ``line`` width x y x y ….
"""

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy
from PIL import Image, ImageDraw

SIZE: Final = 512
# Drawn so many times larger, then made smaller: soft edges.
FINER: Final = 4
ROUNDNESS: Final = 12

type Point = tuple[float, float]
type Shape = tuple[str, str, Sequence[float]]

NAMES: Final[dict[str, Promise]] = {
    "sun": pgettext_lazy("drawing", "Sun over hills"),
    "peaks": pgettext_lazy("drawing", "Mountains"),
    "boat": pgettext_lazy("drawing", "Sailing boat"),
    "lighthouse": pgettext_lazy("drawing", "Lighthouse"),
    "balloon": pgettext_lazy("drawing", "Hot-air balloon"),
    "plant": pgettext_lazy("drawing", "Plant in a pot"),
    "fox": pgettext_lazy("drawing", "Fox"),
    "cat": pgettext_lazy("drawing", "Cat"),
    "owl": pgettext_lazy("drawing", "Owl"),
    "whale": pgettext_lazy("drawing", "Whale"),
}

_DRAWINGS: Final[dict[str, tuple[str, list[Shape]]]] = {
    "sun": (
        "#f6d9a8",
        [
            ("disc", "#fbe9c8", (50, 46, 27)),
            ("disc", "#ec8a4b", (50, 46, 19)),
            ("blob", "#8fb3a0", (-10, 66, 20, 56, 45, 66, 75, 57, 112, 68, 112, 112, -10, 112)),
            ("blob", "#4f8577", (-10, 78, 25, 69, 60, 79, 112, 66, 112, 112, -10, 112)),
            ("blob", "#2f5d57", (-10, 92, 30, 83, 70, 92, 112, 82, 112, 114, -10, 114)),
        ],
    ),
    "peaks": (
        "#cfdfe6",
        [
            ("disc", "#f3e3b5", (70, 30, 9)),
            ("shape", "#8ea6b8", (-5, 84, 28, 38, 62, 84)),
            ("shape", "#55708a", (22, 88, 58, 27, 98, 88)),
            ("shape", "#f7f5ef", (58, 27, 68.5, 43, 62, 47, 57, 42, 51, 48, 46.5, 46.5)),
            ("shape", "#e6ebee", (28, 38, 35.4, 48, 30, 51, 26, 47, 20.8, 48)),
            ("blob", "#3f6b5c", (-10, 84, 22, 76, 55, 84, 84, 76, 112, 82, 112, 112, -10, 112)),
            ("blob", "#2c5147", (-10, 94, 40, 88, 112, 95, 112, 114, -10, 114)),
        ],
    ),
    "boat": (
        "#bfe0e2",
        [
            ("disc", "#f8ecc9", (30, 30, 8)),
            ("line", "#6b4a35", (2.2, 50, 19, 50, 68)),
            ("shape", "#fbf6ea", (52, 21, 52, 62, 78, 62)),
            ("shape", "#e2724f", (48, 27, 48, 62, 27, 62)),
            ("blob", "#7a4b34", (24, 66, 50, 67, 78, 66, 70, 79, 50, 81, 32, 79)),
            (
                "blob",
                "#4a9aa6",
                (-10, 78, 15, 74, 35, 80, 55, 75, 78, 80, 112, 74, 112, 112, -10, 112),
            ),
            ("blob", "#2f7784", (-10, 89, 20, 85, 45, 91, 72, 86, 112, 90, 112, 114, -10, 114)),
        ],
    ),
    "lighthouse": (
        "#f1c9b4",
        [
            ("shape", "#f8e2cf", (50, 31, 112, 12, 112, 52)),
            ("shape", "#f8e2cf", (50, 31, -12, 12, -12, 52)),
            ("shape", "#f7f1e6", (43, 40, 57, 40, 62, 84, 38, 84)),
            ("shape", "#c9503f", (42, 49, 58, 49, 59.2, 59, 40.8, 59)),
            ("shape", "#c9503f", (40, 67, 60, 67, 61.1, 77, 38.9, 77)),
            ("shape", "#41506a", (40, 37, 60, 37, 60, 41, 40, 41)),
            ("shape", "#ffd977", (44, 27, 56, 27, 56, 37, 44, 37)),
            ("shape", "#41506a", (42, 27.5, 50, 18, 58, 27.5)),
            ("blob", "#6c7f86", (14, 84, 32, 78, 50, 82, 70, 77, 88, 85, 96, 112, 4, 112)),
            ("blob", "#3f7f92", (-10, 90, 20, 86, 50, 92, 80, 87, 112, 92, 112, 114, -10, 114)),
        ],
    ),
    "balloon": (
        "#c6dcef",
        [
            ("oval", "#eef5fb", (22, 68, 13, 5)),
            ("oval", "#eef5fb", (31, 65, 9, 5)),
            ("oval", "#eef5fb", (78, 36, 11, 4.5)),
            (
                "blob",
                "#d9543f",
                (50, 14, 70, 24, 72, 43, 60, 59, 54, 66, 46, 66, 40, 59, 28, 43, 30, 24),
            ),
            (
                "blob",
                "#f2b13d",
                (50, 14, 60, 24, 61, 43, 55, 59, 52, 66, 48, 66, 45, 59, 39, 43, 40, 24),
            ),
            ("blob", "#f7e6c2", (50, 14, 54, 26, 54, 44, 51, 66, 49, 66, 46, 44, 46, 26)),
            ("line", "#7b5a3f", (1.1, 46, 66, 46, 76)),
            ("line", "#7b5a3f", (1.1, 54, 66, 54, 76)),
            ("shape", "#8f5f3c", (43.5, 75, 56.5, 75, 55, 85, 45, 85)),
            ("shape", "#6f472c", (43, 74, 57, 74, 57, 77, 43, 77)),
        ],
    ),
    "plant": (
        "#e5e3cf",
        [
            ("line", "#4b7a4f", (2.4, 50, 68, 50, 34)),
            ("blob", "#5f9a63", (50, 52, 34, 50, 24, 38, 28, 33, 42, 38)),
            ("blob", "#4d8753", (50, 47, 66, 44, 76, 32, 71, 27, 57, 33)),
            ("blob", "#6fae72", (50, 62, 38, 63, 27, 56, 30, 51, 42, 53)),
            ("blob", "#5f9a63", (50, 60, 63, 60, 73, 52, 70, 47, 58, 51)),
            ("blob", "#83bf7f", (50, 40, 43, 28, 50, 15, 57, 28)),
            ("shape", "#c66b45", (34, 66, 66, 66, 61, 88, 39, 88)),
            ("shape", "#a85637", (31, 64, 69, 64, 68, 71, 32, 71)),
        ],
    ),
    "fox": (
        "#d7e2c6",
        [
            ("shape", "#c8602c", (22, 20, 44, 36, 26, 50)),
            ("shape", "#c8602c", (78, 20, 56, 36, 74, 50)),
            ("shape", "#5b3a2b", (26.5, 27, 38, 36, 29, 43)),
            ("shape", "#5b3a2b", (73.5, 27, 62, 36, 71, 43)),
            ("blob", "#dd7436", (50, 32, 70, 37, 81, 56, 66, 70, 50, 84, 34, 70, 19, 56, 30, 37)),
            ("blob", "#fbf1e2", (50, 60, 60, 55, 81, 57, 67, 70, 50, 84, 33, 70, 19, 57, 40, 55)),
            ("blob", "#dd7436", (50, 34, 58, 50, 55, 66, 50, 74, 45, 66, 42, 50)),
            ("disc", "#33241d", (37, 54, 3.6)),
            ("disc", "#33241d", (63, 54, 3.6)),
            ("disc", "#ffffff", (38.2, 52.8, 1.1)),
            ("disc", "#ffffff", (64.2, 52.8, 1.1)),
            ("blob", "#33241d", (50, 75, 55, 77, 50, 83, 45, 77)),
        ],
    ),
    "cat": (
        "#f0d2cf",
        [
            ("shape", "#545a6b", (26, 22, 46, 36, 26, 54)),
            ("shape", "#545a6b", (74, 22, 54, 36, 74, 54)),
            ("shape", "#e7a9a0", (30, 30, 40, 37, 30, 46)),
            ("shape", "#e7a9a0", (70, 30, 60, 37, 70, 46)),
            ("blob", "#656c7e", (50, 33, 68, 37, 77, 55, 68, 74, 50, 80, 32, 74, 23, 55, 32, 37)),
            ("oval", "#f6f1ea", (50, 68, 15, 10.5)),
            ("oval", "#e9c65b", (38, 54, 5.6, 6)),
            ("oval", "#e9c65b", (62, 54, 5.6, 6)),
            ("oval", "#2a2a33", (38, 54, 2.1, 5.2)),
            ("oval", "#2a2a33", (62, 54, 2.1, 5.2)),
            ("blob", "#d9776f", (50, 67, 54, 63, 50, 62, 46, 63)),
            ("line", "#2a2a33", (1, 50, 67, 50, 70)),
            ("line", "#2a2a33", (1, 43.5, 71.5, 47, 72.6, 50, 70)),
            ("line", "#2a2a33", (1, 56.5, 71.5, 53, 72.6, 50, 70)),
            ("line", "#f6f1ea", (0.8, 22, 64, 35, 67)),
            ("line", "#f6f1ea", (0.8, 22, 71, 35, 70)),
            ("line", "#f6f1ea", (0.8, 78, 64, 65, 67)),
            ("line", "#f6f1ea", (0.8, 78, 71, 65, 70)),
        ],
    ),
    "owl": (
        "#cfd3ea",
        [
            ("disc", "#f5eccb", (74, 26, 9)),
            ("shape", "#6a4a3a", (28, 24, 45, 34, 30, 46)),
            ("shape", "#6a4a3a", (72, 24, 55, 34, 70, 46)),
            ("blob", "#7d5a47", (50, 28, 70, 36, 76, 60, 66, 84, 50, 90, 34, 84, 24, 60, 30, 36)),
            ("blob", "#d8b48d", (50, 56, 63, 62, 62, 80, 50, 87, 38, 80, 37, 62)),
            ("disc", "#f4e7d2", (39, 48, 12.5)),
            ("disc", "#f4e7d2", (61, 48, 12.5)),
            ("disc", "#e7a53c", (39, 48, 7.6)),
            ("disc", "#e7a53c", (61, 48, 7.6)),
            ("disc", "#2d221c", (39, 48, 4.4)),
            ("disc", "#2d221c", (61, 48, 4.4)),
            ("disc", "#ffffff", (40.6, 46.4, 1.3)),
            ("disc", "#ffffff", (62.6, 46.4, 1.3)),
            ("shape", "#d98532", (46, 56, 54, 56, 50, 64)),
            ("line", "#a27a58", (1.3, 45, 70, 47.5, 73, 50, 70, 52.5, 73, 55, 70)),
            (
                "line",
                "#a27a58",
                (1.3, 43, 77, 45.5, 80, 48, 77, 50.5, 80, 53, 77, 55.5, 80, 57, 77),
            ),
        ],
    ),
    "whale": (
        "#f3dcc0",
        [
            ("line", "#7fb4c4", (2, 46, 38, 44, 28, 37, 24)),
            ("line", "#7fb4c4", (2, 46, 38, 48, 28, 55, 24)),
            (
                "blob",
                "#35708c",
                (15, 58, 24, 44, 46, 39, 66, 46, 76, 58, 84, 52, 86, 66, 70, 76, 40, 80, 20, 73),
            ),
            ("blob", "#2d6079", (79, 57, 74, 44, 79, 37, 86, 47)),
            ("blob", "#2d6079", (81, 57, 90, 45, 97, 46, 93, 56)),
            ("blob", "#dfeaea", (17, 66, 34, 68, 58, 66, 62, 74, 40, 79, 21, 73)),
            ("disc", "#1d3443", (29, 57, 2.6)),
            ("disc", "#ffffff", (29.9, 56.2, 0.8)),
            ("blob", "#2d6079", (44, 66, 56, 68, 52, 79, 46, 76)),
            (
                "blob",
                "#5aa3b5",
                (-10, 80, 15, 76, 38, 82, 62, 77, 84, 82, 112, 77, 112, 114, -10, 114),
            ),
        ],
    ),
}


@lru_cache(maxsize=len(NAMES))
def png(name: str) -> bytes:
    """Return a drawing as PNG; raises KeyError for one there is not."""
    ground, shapes = _DRAWINGS[name]
    picture = Image.new("RGB", (SIZE * FINER, SIZE * FINER), ground)
    draw = ImageDraw.Draw(picture)
    unit = SIZE * FINER / 100
    for kind, colour, numbers in shapes:
        _draw(draw, kind, colour, [number * unit for number in numbers])
    small = picture.resize((SIZE, SIZE), Image.Resampling.LANCZOS)
    target = BytesIO()
    small.quantize(128).save(target, "PNG", optimize=True)
    return target.getvalue()


def _draw(draw: ImageDraw.ImageDraw, kind: str, colour: str, numbers: list[float]) -> None:
    if kind in ("disc", "oval"):
        x, y, rx, ry = (*numbers, numbers[-1])[:4]
        draw.ellipse([x - rx, y - ry, x + rx, y + ry], fill=colour)
        return
    wide = numbers.pop(0) if kind == "line" else 0
    points = list(zip(numbers[::2], numbers[1::2], strict=True))
    if kind == "line":
        draw.line(points, fill=colour, width=round(wide), joint="curve")
        for x, y in points:
            draw.ellipse([x - wide / 2, y - wide / 2, x + wide / 2, y + wide / 2], fill=colour)
    else:
        draw.polygon(smooth(points) if kind == "blob" else points, fill=colour)


def smooth(points: Sequence[Point]) -> list[Point]:
    """Return a closed curve through all the points (Catmull-Rom)."""
    count = len(points)
    return [
        _between([points[(at + step) % count] for step in (-1, 0, 1, 2)], part / ROUNDNESS)
        for at in range(count)
        for part in range(ROUNDNESS)
    ]


def _between(four: Sequence[Point], t: float) -> Point:
    weights = (
        (2 * t * t - t - t**3) / 2,
        (2 - 5 * t * t + 3 * t**3) / 2,
        (t + 4 * t * t - 3 * t**3) / 2,
        (t**3 - t * t) / 2,
    )
    x = sum(weight * point[0] for weight, point in zip(weights, four, strict=True))
    y = sum(weight * point[1] for weight, point in zip(weights, four, strict=True))
    return x, y
