"""Covers of communities: one scene each."""

import hashlib
from collections.abc import Callable
from math import cos, pi, sin
from random import Random
from typing import Final

from PIL import Image

from seeds.images.canvas import Board, Point, mix, turned
from seeds.images.palette import CLOTH, SKINS
from seeds.images.scenery import (
    clouds,
    factory,
    hills,
    house,
    person,
    poplar,
    sun,
    tree,
    viaduct,
    water,
)

WIDTH, HEIGHT = 300, 100
PIXELS: Final = 4  # a unit, in pixels: 1200 by 400


def cover(slug: str) -> Image.Image:
    """Draw the cover of the community with this slug."""
    board = Board(WIDTH, HEIGHT, PIXELS, "#f5ead3", finer=2)
    SCENES[slug](board, Random(hashlib.sha256(slug.encode()).digest()))
    return board.finished()


def _square(board: Board, chance: Random) -> None:
    """A town square in the morning, everybody crossing everybody."""
    board.shade("#bfdfe6", "#fbe6c3", 0.8)
    sun(board, 232, 30, 9, "#ffdf9e")
    clouds(board, [(60, 20, 12), (150, 14, 9)], "#fdf6e9")
    walls = ["#e8b98d", "#f0cfa0", "#d99c7a", "#e9d3ae", "#c98d74", "#f2d9b8", "#dfa98a", "#ecc6a0"]
    x = -6.0
    while x < WIDTH:
        wide = chance.uniform(17, 25)
        house(
            board,
            x,
            72,
            wide,
            chance.uniform(27, 42),
            chance.choice(walls),
            chance.choice(["#a8533f", "#b9644a", "#8f4a3e"]),
        )
        x += wide + chance.choice([0.5, 0.5, 5])
    board.shape([(0, 72), (WIDTH, 72), (WIDTH, 100), (0, 100)], "#ecdcbf")
    for number in range(-6, 26):
        board.line(
            [(150 + (number - 9.5) * 13, 72), (150 + (number - 9.5) * 38, 101)], "#dfcaa6", 0.5
        )
    for y in (76, 82, 90):
        board.line([(0, y), (WIDTH, y)], "#dfcaa6", 0.5)
    board.oval(150, 84, 20, 4.4, "#cdb48e")
    board.oval(150, 82.6, 20, 4.4, "#9fc8cf")
    board.box(148.6, 70, 2.8, 13, "#cdb48e", r=1)
    for side in (-1, 1):
        board.line(
            [(150, 70), (150 + side * 4, 67), (150 + side * 8, 72), (150 + side * 9.5, 81)],
            "#e8f5f5",
            0.8,
            round_=True,
        )
    for _ in range(26):
        px = chance.uniform(8, WIDTH - 8)
        py = chance.uniform(78, 96)
        if abs(px - 150) > 24 or py > 91:
            person(
                board,
                px,
                py,
                6 + (py - 76) * 0.32,
                chance.choice(list(CLOTH.values())),
                chance.choice(list(SKINS.values())),
            )


def _bubbles(board: Board, chance: Random) -> None:
    """Speech bubbles rising over hills like balloons."""
    board.shade("#f7dcc4", "#fdf1d9", 0.9)
    sun(board, 250, 62, 12, "#ffd18a")
    hills(board, 82, 8, "#cfd9b0", chance)
    hills(board, 91, 5, "#a9bf93", chance, 2.2)
    for x, y, w, h, tint, mark in (
        (40, 34, 34, 21, "#2c7a78", "?"),
        (92, 20, 26, 17, "#e07a5f", "…"),
        (140, 42, 38, 22, "#f7f5f0", "lines"),
        (190, 22, 24, 16, "#d9a441", "?"),
        (230, 36, 32, 19, "#3b7ea1", "lines"),
        (274, 16, 20, 13, "#f7f5f0", "…"),
        (14, 66, 20, 13, "#f7f5f0", "lines"),
        (110, 66, 22, 14, "#a793c4", "…"),
    ):
        _bubble(board, x, y, w, h, tint, mark)


def _bubble(board: Board, x: float, y: float, w: float, h: float, tint: str, mark: str) -> None:
    board.box(x - w / 2, y - h / 2, w, h, tint, r=h * 0.38)
    board.shape(
        [(x - w * 0.22, y + h * 0.45), (x - w * 0.02, y + h * 0.45), (x - w * 0.24, y + h * 0.78)],
        tint,
    )
    ink = "#ffffff" if tint != "#f7f5f0" else "#c9bfae"
    if mark == "?":
        board.text(x, y, "?", h * 0.72, ink, "mm")
    elif mark == "…":
        for step in (-1, 0, 1):
            board.disc(x + step * w * 0.17, y, h * 0.085, ink)
    else:
        for step in (-1, 0, 1):
            board.line(
                [
                    (x - w * 0.32, y + step * h * 0.2),
                    (x + w * (0.32 if step < 1 else 0.08), y + step * h * 0.2),
                ],
                ink,
                h * 0.07,
            )


def _gauges(board: Board, chance: Random) -> None:
    """Dials and a calm run chart."""
    board.shade("#e6efe6", "#f8ecd6")
    for column in range(31):
        board.line([(column * 10, 0), (column * 10, 100)], "#dfe2d2", 0.3)
    for row in range(11):
        board.line([(0, row * 10), (300, row * 10)], "#dfe2d2", 0.3)
    points: list[Point] = [(6 + 9 * n, 55 + chance.gauss(0, 6)) for n in range(33)]
    points[9] = (points[9][0], 20)
    for y in (32.0, 78.0):
        for n in range(60):
            board.line([(n * 5, y), (n * 5 + 2.6, y)], "#d9a441", 0.6)
    board.line([(0, 55), (300, 55)], "#9cb8a4", 0.6)
    board.line(points, "#2c7a78", 1)
    for number, (x, y) in enumerate(points):
        board.disc(x, y, 2.6 if number == 9 else 1.7, "#e07a5f" if number == 9 else "#2c7a78")
    board.ring(points[9][0], points[9][1], 5.2, "#e07a5f", 0.8)
    _dial(board, 232, 50, 34, 40)
    _dial(board, 172, 68, 19, -35)


def _dial(board: Board, x: float, y: float, r: float, angle: float) -> None:
    board.disc(x + r * 0.04, y + r * 0.07, r, "#d9cdb2")
    board.disc(x, y, r, "#4a5f63")
    board.disc(x, y, r * 0.88, "#fdf8ec")
    for step in range(21):
        long = 0.16 if step % 5 == 0 else 0.09
        mark = turned([(x, y - r * 0.8), (x, y - r * (0.8 - long))], (x, y), -135 + 13.5 * step)
        board.line(mark, "#e07a5f" if step > 16 else "#4a5f63", r * 0.03)
    board.line(turned([(x, y + r * 0.15), (x, y - r * 0.62)], (x, y), angle), "#b5553a", r * 0.05)
    board.disc(x, y, r * 0.08, "#4a5f63")


def _volutes(board: Board, chance: Random) -> None:
    """Impellers turning in long waves."""
    board.shade("#f3dfc2", "#f9efdc")
    for number, tint in enumerate(("#cfe3e0", "#a9d1cd", "#6fb0b0", "#3d8c8d", "#2c7a78")):
        base = 44 + number * 12
        line = [
            (x, base + 5 * sin(x / 26 + number * 0.9) + 2 * sin(x / 11 + number))
            for x in range(0, 306, 3)
        ]
        board.shape([*line, (300, 100), (0, 100)], tint)
    for x, y, r, tint, phase in (
        (70, 46, 32, "#2f4260", 0),
        (164, 62, 20, "#b5553a", 20),
        (238, 40, 27, "#4a5f63", 9),
    ):
        _impeller(board, x, y, r, tint, phase)


def _impeller(board: Board, x: float, y: float, r: float, tint: str, phase: float) -> None:
    board.box(x + r * 0.52, y - r * 1.5, r * 0.62, r * 1.5, tint)
    board.box(x + r * 0.42, y - r * 1.58, r * 0.82, r * 0.17, tint, r=r * 0.05)
    board.disc(x + r * 0.03, y, r * 1.11, tint)
    board.disc(x, y, r * 0.93, mix(tint, "#ffffff", 0.78))
    for blade in range(7):
        path = [
            (x + r * s * cos(a), y + r * s * sin(a))
            for s, a in (
                (0.26 + 0.6 * k / 8, (phase + blade * 360 / 7 + 62 * k / 8) * pi / 180)
                for k in range(9)
            )
        ]
        board.line(path, tint, r * 0.07)
    board.disc(x, y, r * 0.24, tint)
    board.disc(x, y, r * 0.11, mix(tint, "#ffffff", 0.7))


def _warmth(board: Board, chance: Random) -> None:
    """Bands from cold to warm, plates between."""
    board.shade("#f6b58a", "#fde3bd")
    sun(board, 226, 34, 15, "#fff0c2")
    ramp = ["#f3b27c", "#ea9566", "#dc7757", "#c25d52", "#94506a", "#5d5480", "#3f6596"]
    for number, tint in enumerate(ramp):
        base = 42 + number * 9
        line = [(x, base + 6 * sin(x / 33 + number * 0.7) - 0.02 * x) for x in range(0, 306, 3)]
        board.shape([*line, (300, 100), (0, 100)], tint)
    for number in range(9):
        x = 30 + number * 9
        board.shape(
            [(x, 18), (x + 5, 14), (x + 5, 84), (x, 88)],
            mix("#fff6e3", ramp[number * 6 // 8], 0.42),
        )
        board.line([(x, 18), (x, 88)], "#fff6e3", 0.7)


def _guard(board: Board, chance: Random) -> None:
    """Helmets on a shelf, and the safe path."""
    board.shade("#dcebef", "#f8ebcf")
    board.box(0, 62, 300, 6, "#b98a5e")
    board.box(0, 67, 300, 1.6, "#94693f")
    for number, tint in enumerate(
        ("#f0c93d", "#f7f5f0", "#ee8a3c", "#3b7ea1", "#f0c93d", "#6f7d4a", "#f7f5f0")
    ):
        x = 26 + number * 41.5
        _hard_hat(board, x, 62, tint)
    board.box(0, 82, 300, 20, "#585c62")
    for number in range(-1, 22):
        x = number * 16
        board.shape([(x, 100), (x + 8, 100), (x + 14, 84), (x + 6, 84)], "#f0c93d")


def _hard_hat(board: Board, x: float, base: float, tint: str) -> None:
    dark = mix(tint, "#40342c", 0.18)
    board.blob(
        [
            (x - 14, base - 5),
            (x - 12, base - 15),
            (x, base - 22),
            (x + 12, base - 15),
            (x + 14, base - 5),
            (x, base - 4),
        ],
        tint,
    )
    board.box(x - 3, base - 23, 6, 18, mix(tint, "#ffffff", 0.4), r=2.5)
    board.box(x - 17, base - 6.5, 34, 5, dark, r=2.5)


def _plant(board: Board, chance: Random) -> None:
    """The plant in its valley, the viaduct behind."""
    board.shade("#f6c9a4", "#fdeccb", 0.85)
    sun(board, 92, 42, 10, "#fff1c4")
    hills(board, 56, 9, "#c9b7a0", chance, 1.2)
    viaduct(board, -4, 73, 190, 26, "#b28f78")
    hills(board, 76, 4, "#9aa57c", chance, 2)
    factory(board, 150, 80, 126, 15, "#c4785a", "#ffe7ae")
    for x in (20, 33, 44, 122, 134, 282, 292):
        poplar(board, x, 84, chance.uniform(16, 26), chance.choice(["#6f8a5c", "#83996a"]))
    clouds(board, [(262, 36, 8), (274, 24, 6), (283, 14, 4.4)], "#fff6e6")
    water(board, 86, "#5d9a9b", "#a9cfc8", "#fdf3d8", chance)


def _table(board: Board, chance: Random) -> None:
    """A long table seen from above."""
    board.shade("#d8a878", "#cf9c6b")
    for row in range(6):
        board.line([(0, row * 17 + 4), (300, row * 17 + 4)], "#c58e5d", 0.6)
    board.disc(48, 50, 36, "#f7f1e3")
    board.disc(48, 50, 28, "#f2dfae")
    for _ in range(26):
        a, d = chance.uniform(0, 2 * pi), 26 * chance.random() ** 0.5
        board.oval(
            48 + d * cos(a),
            50 + d * sin(a),
            3.6,
            2.7,
            chance.choice(["#e8c06a", "#e2b258", "#efd08a"]),
        )
    board.disc(128, 46, 30, "#3d4448")
    board.disc(128, 46, 26, "#c8503a")
    board.box(154, 42, 40, 7, "#3d4448", r=3)
    for x, y in ((120, 40), (136, 50), (128, 58)):
        board.disc(x, y, 7.5, "#fffaf0")
        board.disc(x, y, 3.4, "#f0b73d")
    for x, y, r in ((214, 24, 13), (240, 36, 11), (220, 50, 12)):
        _tomato(board, x, y, r)
    for x, y in ((262, 70), (284, 56)):
        board.disc(x, y, 12, "#f0c93d")
        board.disc(x, y, 10, "#fbeeb0")
        for k in range(8):
            board.line([(x, y), (x + 9 * cos(k * pi / 4), y + 9 * sin(k * pi / 4))], "#f0d97a", 0.8)
    for x in (184, 196, 208):
        board.blob([(x, 68), (x + 5, 80), (x + 2, 93), (x - 4, 88), (x - 3, 76)], "#6f8a4a")
    for x, y in ((270, 16), (286, 24), (280, 8)):
        board.disc(x, y, 6.5, "#b87a9a")
        board.ring(x, y, 4, "#d7a9c0", 0.7)


def _tomato(board: Board, x: float, y: float, r: float) -> None:
    board.disc(x, y, r, "#d9533c")
    board.disc(x - r * 0.3, y - r * 0.3, r * 0.25, "#e8806a")
    for k in range(5):
        tip = (x + r * 0.6 * cos(k * 1.257 - 1.5), y + r * 0.6 * sin(k * 1.257 - 1.5))
        board.line([(x, y), tip], "#5d7d45", r * 0.14)


def _road(board: Board, chance: Random) -> None:
    """A road over the hills, and someone on a bicycle."""
    board.shade("#bfe0e4", "#fdeecb", 0.8)
    sun(board, 60, 30, 10, "#ffe09a")
    clouds(board, [(150, 22, 11), (230, 30, 8)], "#fdf8ec")
    hills(board, 58, 10, "#bcd0a8", chance, 1.3)
    hills(board, 70, 8, "#97b68a", chance, 1.6)
    line = hills(board, 82, 6, "#6f9a78", chance, 1.2)
    board.line([(x, y + 6) for x, y in line], "#f0e2c4", 3.4)
    for x in (30, 42, 250, 262, 278):
        tree(board, x, line[int(x / 5)][1] + 2, 17, "#4f7f62", "#7a5a40")
    _bicycle(board, 150, line[30][1] + 4.6, 1.1)


def _bicycle(board: Board, x: float, y: float, s: float) -> None:
    ink = "#2f3a45"
    for side in (-1, 1):
        board.ring(x + side * 9 * s, y - 6 * s, 6 * s, ink, 0.9 * s)
    frame = [
        (x - 9 * s, y - 6 * s),
        (x - 3 * s, y - 15 * s),
        (x + 6.5 * s, y - 15 * s),
        (x, y - 6 * s),
        (x - 3 * s, y - 15 * s),
    ]
    board.line(frame, "#e07a5f", 1.3 * s)
    board.line([(x - 9 * s, y - 6 * s), (x, y - 6 * s)], "#e07a5f", 1.3 * s)
    board.line(
        [(x + 9 * s, y - 6 * s), (x + 6 * s, y - 18 * s), (x + 9 * s, y - 19 * s)], ink, 1.1 * s
    )
    board.line(
        [(x - 3 * s, y - 16.5 * s), (x + 1.5 * s, y - 11 * s), (x + 0.5 * s, y - 5 * s)],
        "#2f4260",
        2.4 * s,
    )
    board.line([(x - 2.6 * s, y - 18 * s), (x + 2 * s, y - 27 * s)], "#2c7a78", 5.4 * s)
    board.line(
        [(x + 2 * s, y - 25 * s), (x + 5 * s, y - 21 * s), (x + 8.4 * s, y - 19.4 * s)],
        "#e3b08a",
        1.9 * s,
    )
    board.disc(x + 4 * s, y - 32 * s, 3.4 * s, "#e3b08a")
    board.blob(
        [
            (x + 0.4 * s, y - 32.4 * s),
            (x + 3.6 * s, y - 36.6 * s),
            (x + 7.8 * s, y - 33 * s),
            (x + 4 * s, y - 33.4 * s),
        ],
        "#f0c93d",
    )


def _spring(board: Board, chance: Random) -> None:
    """A spring whose arms join eight ponds."""
    board.shade("#f4ead2", "#e6e9cf")
    for _ in range(90):
        x, y = chance.uniform(0, 300), chance.uniform(0, 100)
        board.line([(x, y), (x + 1, y - 2.4)], "#c9cfa6", 0.5)
    ends = [(262, 14), (280, 40), (258, 62), (282, 86), (196, 18), (212, 84), (150, 82), (150, 14)]
    for x, y in ends:
        bend = (x * 0.4 + 30, 50 + (y - 50) * 0.22)
        board.line(
            [(34, 50), bend, (x * 0.75 + 8, 50 + (y - 50) * 0.78), (x, y)],
            "#5fa3a6",
            3.4,
            round_=True,
        )
    for number, (x, y) in enumerate(ends):
        board.disc(x, y, 10.5, "#d9cfae")
        board.disc(x, y, 9, "#7fbcbc" if number % 2 else "#5fa3a6")
        board.oval(x - 2, y - 3, 3.4, 1.1, "#d3ecea")
    board.disc(34, 50, 27, "#d9cfae")
    board.disc(34, 50, 24, "#3d8c8d")
    for r in (19, 13, 7):
        board.ring(34, 50, r, "#8fcaca", 0.8)
    for x, y in ((76, 16), (92, 26), (66, 88), (108, 90), (232, 50)):
        tree(board, x, y + 6, 16, "#7d9a63", "#7a5a40")


def _cells(board: Board, chance: Random) -> None:
    """A spreadsheet that turns into a ladder diagram."""
    board.shade("#243b4a", "#2f5560")
    for row in range(8):
        for column in range(14):
            x, y = 6 + column * 11, 6 + row * 11.4
            tint = chance.choice(
                ["#2f5c68", "#34656f", "#2b5260", "#3d7478", "#d9a441", "#e07a5f"]
                if chance.random() < 0.28
                else ["#2f5c68", "#2c5561", "#31606b"]
            )
            if column < 13 - row % 3:
                board.box(x, y, 9.6, 9.8, tint, r=1.2)
    ink = "#cfe6d8"
    for x in (170, 290):
        board.line([(x, 6), (x, 94)], ink, 1.2)
    for rung in range(4):
        y = 16 + rung * 22.5
        board.line([(170, y), (290, y)], ink, 0.8)
        for x in (190, 214) if rung % 2 else (196, 236):
            board.box(x - 4, y - 4, 8, 8, "#2b4b57")
            for side in (-1, 1):
                board.line([(x + side * 4, y - 5.4), (x + side * 4, y + 5.4)], ink, 1)
        if rung == 2:
            board.line([(192, y + 5.4), (200, y - 5.4)], ink, 0.8)
        board.disc(270, y, 7, "#2b4b57")
        board.ring(270, y, 7, "#f0c93d" if rung == 1 else ink, 1)


def _trees(board: Board, chance: Random) -> None:
    """An old tree and a young one, two people on a bench between them."""
    board.shade("#fbd9b4", "#fdf0d4", 0.9)
    sun(board, 205, 48, 14, "#fff0c0")
    hills(board, 76, 5, "#cbd3a4", chance, 1.1)
    hills(board, 84, 3, "#a3b883", chance, 1.6)
    tree(board, 92, 87, 76, "#5f8a5f", "#75543c")
    tree(board, 222, 87, 30, "#8fb070", "#8a6848")
    board.box(138, 78, 42, 2.4, "#8a5f3f", r=1)
    board.box(138, 70, 42, 2.2, "#8a5f3f", r=1)
    for x in (142, 174):
        board.box(x, 70, 1.8, 17, "#6b4630")
    person(board, 150, 80, 21, "#39466f", "#f2c9a9")
    board.disc(150, 61, 1.2, "#ebe6dc")
    person(board, 166, 80, 20, "#e07a5f", "#a86f4a")


def _circle(board: Board, chance: Random) -> None:
    """Round tables from above, a chair for each."""
    board.shade("#ead6bd", "#f3e6cf")
    for row in range(7):
        for column in range(19):
            x = column * 17 + (8.5 if row % 2 else 0)
            board.disc(x, row * 17, 1.2, "#e0c8a6")
    tints = ["#2c7a78", "#e07a5f", "#d9a441", "#7b4567", "#3b7ea1", "#6f7d4a", "#b5553a", "#a793c4"]
    for cx, cy, r, seats in ((150, 50, 27, 11), (56, 42, 17, 7), (246, 58, 18, 8)):
        for seat in range(seats):
            a = 2 * pi * seat / seats + cx
            x, y = cx + (r + 9) * cos(a), cy + (r + 9) * sin(a)
            board.disc(x, y, r * 0.23, tints[(seat + int(cx)) % len(tints)])
            board.disc(x, y, r * 0.12, chance.choice(list(SKINS.values())))
        board.disc(cx + 0.8, cy + 1.4, r, "#c9a880")
        board.disc(cx, cy, r, "#b98a5e")
        board.disc(cx, cy, r * 0.93, "#c89a6c")
        for seat in range(seats):
            a = 2 * pi * seat / seats + cx
            x, y = cx + r * 0.66 * cos(a), cy + r * 0.66 * sin(a)
            board.shape(
                turned(
                    [(x - 2.4, y - 3), (x + 2.4, y - 3), (x + 2.4, y + 3), (x - 2.4, y + 3)],
                    (x, y),
                    a * 57.3 + 90,
                ),
                "#fbf6ea",
            )


def _night(board: Board, chance: Random) -> None:
    """A river at night, under a moon, keeping its secret."""
    board.shade("#1f2c4a", "#4b5f86", 0.62)
    for _ in range(70):
        board.disc(
            chance.uniform(0, 300), chance.uniform(0, 48), chance.uniform(0.2, 0.55), "#f6ecd0"
        )
    sun(board, 214, 24, 9, "#fbeec4")
    board.disc(217.5, 22, 7.6, "#33456a")
    hills(board, 58, 5, "#2b3a5c", chance, 1.4)
    water(board, 62, "#22395a", "#5a7ba0", "#f3e3b4", chance)
    for row in range(9):
        y = 66 + row * 3.8
        half = 3 + row * 1.5 + chance.uniform(-1, 2)
        board.line([(213 - half, y), (213 + half, y)], "#f3e3b4", 0.9)
    for x, h in ((24, 30), (36, 24), (48, 33), (276, 26), (288, 32)):
        poplar(board, x, 66, h, "#1b2740")
    board.shape([(92, 80), (124, 80), (119, 85), (97, 85)], "#131c30")
    board.line([(108, 80), (108, 62)], "#131c30", 0.8)
    board.shape([(109, 62), (121, 77), (109, 77)], "#cfd8e6")
    board.disc(100, 78, 1.3, "#ffd98a")
    board.glow(100, 78, 7, "#ffd98a", 0.6)


SCENES: Final[dict[str, Callable[[Board, Random], None]]] = {
    "annonces": _square,
    "entraide": _bubbles,
    "qualite": _gauges,
    "pompes": _volutes,
    "chaleur": _warmth,
    "securite": _guard,
    "arbresle": _plant,
    "cuisine": _table,
    "velo": _road,
    "source": _spring,
    "astuces": _cells,
    "mentorat": _trees,
    "cse": _circle,
    "loire": _night,
}
