"""Covers of walls: the land around each site, in everybody's own light."""

import hashlib
from collections.abc import Callable
from math import cos, pi, sin
from random import Random
from typing import Final

from PIL import Image

from seeds.images.canvas import Board, mix
from seeds.images.scenery import (
    clouds,
    factory,
    hills,
    house,
    peaks,
    poplar,
    sun,
    tree,
    viaduct,
    water,
)

WIDTH, HEIGHT, PIXELS = 300, 100, 3

# Sky above and below, the sun, and how far the land is tinted by the hour.
LIGHTS: Final = (
    ("#bcdde6", "#fdf0d2", "#ffe7a8", 0.0),
    ("#f6c5a2", "#fdebc8", "#fff0bf", 0.12),
    ("#d7c4dd", "#fbdcc6", "#ffd9a0", 0.18),
    ("#8fb9cf", "#f3dfc4", "#fff3d0", 0.06),
    ("#e99f7e", "#fbd9a8", "#fff0c4", 0.22),
    ("#5a6c94", "#e9b89a", "#fbe3b0", 0.34),
)


def wall_cover(handle: str, site: str) -> Image.Image:
    """Draw the land around a person's site at an hour of their own."""
    chance = Random(hashlib.sha256(f"wall {handle}".encode()).digest())
    above, below, light, dusk = chance.choice(LIGHTS)
    board = Board(WIDTH, HEIGHT, PIXELS, below, finer=2)
    board.shade(above, below, 0.78)
    sun(board, chance.uniform(40, 260), chance.uniform(24, 46), chance.uniform(7, 12), light)
    for _ in range(chance.randint(0, 3)):
        clouds(
            board,
            [(chance.uniform(20, 280), chance.uniform(10, 32), chance.uniform(6, 11))],
            mix(below, "#ffffff", 0.55),
        )
    LANDS[site](board, chance, lambda tint: mix(tint, above, dusk))
    return board.finished()


Tint = Callable[[str], str]


def _lyon(board: Board, chance: Random, tint: Tint) -> None:
    hills(board, 54, 8, tint("#a9b790"), chance, 1.1)
    x = -4.0
    walls = ["#e8b98d", "#f0cfa0", "#d99c7a", "#e9d3ae", "#c98d74"]
    while x < WIDTH:
        wide = chance.uniform(13, 20)
        house(
            board, x, 76, wide, chance.uniform(15, 29), tint(chance.choice(walls)), tint("#a8533f")
        )
        x += wide + 0.4
    water(board, 76, tint("#4f8f95"), tint("#a6cdc9"), "#fdf3d8", chance)


def _arbresle(board: Board, chance: Random, tint: Tint) -> None:
    hills(board, 56, 9, tint("#bcae94"), chance, 1.2)
    viaduct(board, chance.uniform(-20, 120), 72, 170, 22, tint("#b28f78"))
    hills(board, 76, 5, tint("#93a576"), chance, 1.8)
    factory(board, chance.uniform(20, 180), 84, 84, 9, tint("#c4785a"), "#ffe7ae")
    hills(board, 92, 4, tint("#6f8a5c"), chance, 2)
    for _ in range(5):
        poplar(board, chance.uniform(0, WIDTH), 96, chance.uniform(13, 22), tint("#5d7a50"))


def _dunkerque(board: Board, chance: Random, tint: Tint) -> None:
    water(board, 58, tint("#5f93a6"), tint("#b4d3d8"), "#fdf6e2", chance)
    for x in (40.0, 78.0, 116.0, 190.0, 236.0):
        y = 60 + chance.uniform(-1, 2)
        board.line([(x, y), (x, y - 26)], "#f6f2e8", 0.9)
        for blade in range(3):
            a = chance.random() + blade * 2 * pi / 3
            board.line([(x, y - 26), (x + 9 * cos(a), y - 26 + 9 * sin(a))], "#f6f2e8", 0.7)
    hills(board, 86, 6, tint("#e7cf9f"), chance, 1.4)
    hills(board, 95, 4, tint("#d8bb85"), chance, 2.2)
    for _ in range(60):
        x, y = chance.uniform(0, WIDTH), chance.uniform(84, 100)
        board.line([(x, y), (x + chance.uniform(-1.5, 2.5), y - 5)], tint("#8f9a62"), 0.4)


def _zaragoza(board: Board, chance: Random, tint: Tint) -> None:
    hills(board, 60, 5, tint("#d8b78e"), chance, 1)
    base = 72.0
    left = chance.uniform(60, 150)
    board.box(left, base - 15, 84, 15, tint("#cf9f74"))
    for number in range(5):
        x = left + 9 + number * 16.5
        r = 8.5 if number == 2 else 5.4
        board.box(x - r * 0.9, base - 21, r * 1.8, 8, tint("#cf9f74"))
        board.blob(
            [
                (x - r, base - 20),
                (x - r * 0.8, base - 20 - r),
                (x, base - 20 - r * 1.5),
                (x + r * 0.8, base - 20 - r),
                (x + r, base - 20),
            ],
            tint("#4f8f95" if number % 2 else "#d9a441"),
        )
    for x in (left - 1, left + 80):
        board.box(x, base - 44, 5, 44, tint("#c08e62"))
        board.shape(
            [(x - 0.6, base - 44), (x + 2.5, base - 54), (x + 5.6, base - 44)], tint("#4f8f95")
        )
    hills(board, 77, 2, tint("#a9a368"), chance, 2)
    water(board, 82, tint("#4f8790"), tint("#a5c8c0"), "#fdf3d8", chance)


def _sibiu(board: Board, chance: Random, tint: Tint) -> None:
    peaks(board, 64, 40, tint("#8a9bb0"), "#fbf8f0", chance)
    hills(board, 68, 6, tint("#7d9a78"), chance, 1.6)
    x = chance.uniform(30, 90)
    for number in range(7):
        house(
            board,
            x,
            84,
            15,
            chance.uniform(9, 14),
            tint(chance.choice(["#f0dcae", "#e8b98d", "#cfe0c8", "#f3cdb4"])),
            tint("#b05a42"),
        )
        if number == 3:
            board.box(x + 16, 52, 8, 32, tint("#f4e8cf"))
            board.shape([(x + 15, 52), (x + 20, 38), (x + 25, 52)], tint("#8f4a3e"))
            x += 9
        x += 17
    hills(board, 88, 3, tint("#66875f"), chance, 2)


def _bursa(board: Board, chance: Random, tint: Tint) -> None:
    peaks(board, 66, 46, tint("#7f93ad"), "#fbf8f0", chance)
    hills(board, 72, 5, tint("#6f9474"), chance, 1.4)
    x = chance.uniform(70, 190)
    board.blob([(x - 17, 80), (x - 14, 68), (x, 61), (x + 14, 68), (x + 17, 80)], tint("#93a9b4"))
    board.box(x - 17, 77, 34, 9, tint("#e8dcc2"))
    for side in (-26, 26):
        board.box(x + side - 1.4, 52, 2.8, 34, tint("#efe6d2"))
        board.shape([(x + side - 1.8, 52), (x + side, 44), (x + side + 1.8, 52)], tint("#6f8794"))
    hills(board, 88, 4, tint("#52785a"), chance, 2)
    for _ in range(9):
        tree(
            board, chance.uniform(0, WIDTH), 98, chance.uniform(10, 15), tint("#416a4c"), "#6b4e3a"
        )


def _aveiro(board: Board, chance: Random, tint: Tint) -> None:
    water(board, 56, tint("#6aa3ab"), tint("#c5dcd6"), "#fff6df", chance)
    for row in range(4):
        y = 62 + row * 10
        board.line([(0, y), (WIDTH, y - 3)], tint("#b49a72"), 0.9 + row * 0.3)
        for column in range(7):
            x = column * 46.0 + row * 13 - 10
            board.shape(
                [(x, y), (x + 6 + row * 1.4, y - 5 - row), (x + 12 + row * 2.8, y)], "#fbf7ee"
            )
            board.shape(
                [(x + 6 + row * 1.4, y - 5 - row), (x + 12 + row * 2.8, y), (x + 7 + row * 1.4, y)],
                "#e4dfd2",
            )
    x = chance.uniform(60, 220)
    board.blob(
        [
            (x - 30, 80),
            (x - 34, 72),
            (x - 20, 84),
            (x + 18, 84),
            (x + 36, 68),
            (x + 32, 80),
            (x + 16, 90),
            (x - 18, 90),
        ],
        tint("#2f4260"),
    )
    board.line([(x - 24, 84.4), (x + 24, 84.4)], "#e07a5f", 1.2)
    board.line([(x - 26, 87), (x + 20, 87)], "#d9a441", 0.8)


def _wakefield(board: Board, chance: Random, tint: Tint) -> None:
    hills(board, 54, 9, tint("#b3a9bb"), chance, 1)
    hills(board, 66, 8, tint("#9a8fa5"), chance, 1.3)
    hills(board, 76, 6, tint("#8aa06f"), chance, 1.5)
    line = hills(board, 86, 5, tint("#6f8f5c"), chance, 1.2)
    board.line([(x, y + 1) for x, y in line], tint("#8d8474"), 1.4)
    for _ in range(9):
        x = chance.uniform(6, WIDTH - 6)
        y = chance.uniform(91, 98)
        board.oval(x, y, 3, 2.1, "#f8f4ea")
        board.oval(x + 2.8, y - 0.7, 1.1, 0.9, "#3b3a3a")
        for dx in (-1.4, 1.3):
            board.line([(x + dx, y + 1.6), (x + dx, y + 3)], "#3b3a3a", 0.5)


LANDS: Final[dict[str, Callable[[Board, Random, Tint], None]]] = {
    "Lyon": _lyon,
    "L'Arbresle": _arbresle,
    "Dunkerque": _dunkerque,
    "Zaragoza": _zaragoza,
    "Sibiu": _sibiu,
    "Bursa": _bursa,
    "Aveiro": _aveiro,
    "Wakefield": _wakefield,
}
