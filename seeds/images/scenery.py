"""Things that many pictures share: skies, hills, water, houses, chimneys, trees."""

from collections.abc import Sequence
from math import cos, pi, sin
from random import Random

from seeds.images.canvas import Board, Point, mix


def hills(
    board: Board, base: float, height: float, fill: str, chance: Random, waves: float = 1.5
) -> list[Point]:
    """Fill rolling hills whose line lies about ``base``; return the line."""
    shifts = [chance.uniform(0, 2 * pi) for _ in range(3)]
    line: list[Point] = []
    for step in range(61):
        x = board.width * step / 60
        t = 2 * pi * waves * step / 60
        rise = sin(t + shifts[0]) + 0.45 * sin(2.1 * t + shifts[1]) + 0.2 * sin(4.3 * t + shifts[2])
        line.append((x, base - height * rise / 1.65))
    board.shape([*line, (board.width, board.height), (0, board.height)], fill)
    return line


def peaks(board: Board, base: float, height: float, fill: str, snow: str, chance: Random) -> None:
    """Fill a row of mountains with snow on the higher ones."""
    x = -board.width * 0.06
    while x < board.width:
        wide = board.width * chance.uniform(0.16, 0.28)
        top = base - height * chance.uniform(0.55, 1)
        tip = (x + wide * chance.uniform(0.42, 0.58), top)
        board.shape([(x, base), tip, (x + wide, base)], fill)
        if base - top > height * 0.7:
            left = (tip[0] + (x - tip[0]) * 0.24, top + (base - top) * 0.24)
            right = (tip[0] + (x + wide - tip[0]) * 0.24, top + (base - top) * 0.24)
            notch = (tip[0] + (right[0] - tip[0]) * 0.2, left[1] - (base - top) * 0.05)
            board.shape([left, tip, right, notch], snow)
        x += wide * chance.uniform(0.5, 0.75)
    board.box(0, base - 0.2, board.width, board.height - base + 1, fill)


def water(board: Board, top: float, near: str, far: str, light: str, chance: Random) -> None:
    """Fill water down to the lower edge, with glints."""
    rows = 12
    for row in range(rows):
        y = top + (board.height - top) * row / rows
        board.box(0, y, board.width, board.height - y + 1, mix(far, near, row / rows))
    for _ in range(26):
        y = top + (board.height - top) * chance.random() ** 0.8
        x, long = chance.uniform(0, board.width), chance.uniform(0.02, 0.08) * board.width
        board.line([(x, y), (x + long, y)], mix(far, light, 0.55), board.height * 0.006)


def sun(board: Board, x: float, y: float, r: float, fill: str) -> None:
    """Draw the sun in its halo."""
    board.glow(x, y, r * 4.2, mix(fill, "#ffffff", 0.3), 0.75)
    board.disc(x, y, r, fill)


def house(board: Board, x: float, base: float, w: float, h: float, wall: str, roof: str) -> None:
    """Draw a narrow town house with shutters."""
    board.box(x, base - h, w, h, wall)
    board.shape(
        [(x - w * 0.06, base - h), (x + w / 2, base - h - w * 0.42), (x + w * 1.06, base - h)], roof
    )
    columns, rows = 2, max(1, int(h / (w * 0.55)))
    for row in range(rows):
        for column in range(columns):
            wx = x + w * (0.2 + 0.38 * column)
            wy = base - h + h * (row + 0.28) / rows
            board.box(wx, wy, w * 0.2, h / rows * 0.46, mix(wall, "#3a3440", 0.55), r=w * 0.03)
            for side in (-1, 1):
                sx = wx + (w * 0.21 if side > 0 else -w * 0.08)
                board.box(sx, wy, w * 0.07, h / rows * 0.46, mix(roof, "#ffffff", 0.35))


def factory(board: Board, x: float, base: float, w: float, h: float, wall: str, glass: str) -> None:
    """Draw a workshop under a saw-tooth roof, with its chimney."""
    chimney = x + w * 0.84
    board.shape(
        [
            (chimney, base),
            (chimney + w * 0.012, base - h * 2.5),
            (chimney + w * 0.05, base - h * 2.5),
            (chimney + w * 0.062, base),
        ],
        mix(wall, "#5a2e22", 0.35),
    )
    board.box(chimney + w * 0.006, base - h * 2.5, w * 0.05, h * 0.1, mix(wall, "#ffffff", 0.4))
    teeth = 5
    for tooth in range(teeth):
        left = x + w * 0.8 * tooth / teeth
        wide = w * 0.8 / teeth
        board.shape(
            [(left, base - h), (left + wide * 0.3, base - h * 1.5), (left + wide, base - h)],
            mix(wall, "#3c2b2b", 0.28),
        )
        board.shape(
            [(left, base - h), (left + wide * 0.3, base - h * 1.5), (left + wide * 0.3, base - h)],
            glass,
        )
    board.box(x, base - h, w * 0.8, h, wall)
    for number in range(8):
        board.box(
            x + w * (0.035 + 0.094 * number),
            base - h * 0.72,
            w * 0.055,
            h * 0.36,
            glass,
            r=w * 0.006,
        )


def viaduct(board: Board, x: float, base: float, w: float, h: float, stone: str) -> None:
    """Draw a railway viaduct; the sky behind shows through its arches."""
    count = 7
    span = w / count
    board.box(x, base - h, w, h * 0.22, stone)
    for number in range(count + 1):
        board.box(x + span * number - span * 0.12, base - h, span * 0.24, h, stone)
    for number in range(count):
        middle, half = x + span * (number + 0.5), span * 0.38
        arch = [
            (middle + half * cos(pi * k / 16), base - h * 0.52 - h * 0.27 * sin(pi * k / 16))
            for k in range(17)
        ]
        top = base - h * 0.8
        left, right = middle - span / 2, middle + span / 2
        board.shape(
            [(left, top), (right, top), (right, arch[0][1]), *arch, (left, arch[0][1])], stone
        )


def tree(board: Board, x: float, base: float, h: float, leaf: str, trunk: str) -> None:
    """Draw a round tree."""
    board.shape(
        [
            (x - h * 0.035, base),
            (x - h * 0.02, base - h * 0.6),
            (x + h * 0.02, base - h * 0.6),
            (x + h * 0.035, base),
        ],
        trunk,
    )
    for dx, dy, r in ((0, 0.72, 0.27), (-0.16, 0.6, 0.2), (0.17, 0.6, 0.2), (0.03, 0.56, 0.2)):
        board.disc(x + dx * h, base - dy * h, r * h, leaf)
    board.disc(x - h * 0.08, base - h * 0.8, h * 0.11, mix(leaf, "#fff2c9", 0.22))


def poplar(board: Board, x: float, base: float, h: float, leaf: str) -> None:
    """Draw a slender tree."""
    board.box(x - h * 0.015, base - h * 0.2, h * 0.03, h * 0.2, mix(leaf, "#3a2a20", 0.6))
    board.blob(
        [
            (x, base - h),
            (x + h * 0.1, base - h * 0.55),
            (x + h * 0.07, base - h * 0.15),
            (x - h * 0.07, base - h * 0.15),
            (x - h * 0.1, base - h * 0.55),
        ],
        leaf,
    )


def person(board: Board, x: float, base: float, h: float, cloth: str, skin: str) -> None:
    """Draw somebody far away."""
    board.blob(
        [
            (x - h * 0.14, base),
            (x - h * 0.17, base - h * 0.5),
            (x, base - h * 0.74),
            (x + h * 0.17, base - h * 0.5),
            (x + h * 0.14, base),
        ],
        cloth,
    )
    board.disc(x, base - h * 0.84, h * 0.14, skin)


def clouds(board: Board, places: Sequence[tuple[float, float, float]], fill: str) -> None:
    """Draw flat-bottomed clouds at (x, y, size)."""
    for x, y, s in places:
        board.box(x - s, y - s * 0.22, s * 2, s * 0.34, fill, r=s * 0.17)
        board.disc(x - s * 0.3, y - s * 0.2, s * 0.36, fill)
        board.disc(x + s * 0.28, y - s * 0.28, s * 0.44, fill)
