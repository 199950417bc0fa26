"""Machines, drawn the way people who love them see them."""

from math import cos, pi, sin
from random import Random

from seeds.images.canvas import Board, mix, turned


def _hall(board: Board, wall: str, floor: str, line: float = 108) -> None:
    board.shade(mix(wall, "#ffffff", 0.25), wall)
    for number in range(5):
        x = 12 + number * 39
        board.box(x, 12, 27, 34, mix(wall, "#fff3d0", 0.75), r=1)
        board.line([(x + 13.5, 12), (x + 13.5, 46)], wall, 1)
        board.line([(x, 29), (x + 27, 29)], wall, 1)
    board.box(0, line, 200, 150 - line, floor)
    board.box(0, line, 200, 1.4, mix(floor, "#000000", 0.15))


def _bolts(board: Board, x: float, y: float, r: float, count: int, tint: str) -> None:
    for k in range(count):
        a = 2 * pi * k / count + 0.3
        board.disc(x + r * cos(a), y + r * sin(a), max(0.9, r * 0.06), tint)


def pump(board: Board, chance: Random) -> None:
    """A centrifugal pump with its motor, nineteen years old."""
    _hall(board, "#c9d3cb", "#b9a58a")
    board.soft(
        lambda pen: pen.ellipse(board.at([(20, 118), (186, 136)]), fill=255),
        "#4a3a2c",
        0.25,
        blur=3,
    )
    blue, dark = "#2c6a8a", "#204d66"
    board.box(24, 116, 154, 9, "#55595e", r=1.5)
    for x in (34, 160):
        board.box(x, 124, 10, 5, "#3f4347", r=1)
    board.box(112, 66, 58, 44, "#5d8a72", r=8)
    for n in range(9):
        board.box(118 + n * 5.2, 64, 2.2, 48, "#4a735e", r=1)
    board.box(166, 70, 9, 36, "#3f6350", r=4)
    board.box(128, 54, 22, 14, "#6f9a83", r=2)
    for x in (118, 156):
        board.box(x, 108, 10, 9, "#3f6350")
    board.box(88, 82, 28, 12, "#8a8f93", r=2)
    board.box(96, 78, 9, 20, "#e0b13c", r=2)
    board.box(44, 30, 22, 40, blue)
    board.box(38, 24, 34, 8, dark, r=1.5)
    board.disc(62, 84, 33, dark)
    board.disc(60, 84, 31, blue)
    board.disc(60, 84, 22, mix(blue, "#ffffff", 0.14))
    board.disc(60, 84, 14, dark)
    board.disc(60, 84, 10.5, "#1b3444")
    _bolts(board, 60, 84, 26.5, 10, "#c8cdcf")
    board.blob([(36, 70), (44, 58), (56, 54), (48, 60), (40, 70)], mix(blue, "#ffffff", 0.35))
    board.box(48, 110, 24, 8, dark)
    board.box(70, 66, 15, 8, "#e9e4d4", r=0.8)
    board.text(77.5, 70, "TARN", 4.6, "#33404a", "mm")
    board.disc(148, 100, 0.1, blue)
    board.disc(55, 20, 6.5, "#d5dadb")
    board.disc(55, 20, 5.3, "#fdf9ee")
    board.line(turned([(55, 20), (55, 16)], (55, 20), 40), "#b5553a", 0.8)


def calora(board: Board, chance: Random) -> None:
    """A heat-recovery unit on its skid, ready for the lorry."""
    _hall(board, "#d8cdbb", "#a9a397", 112)
    board.soft(
        lambda pen: pen.ellipse(board.at([(16, 122), (188, 140)]), fill=255),
        "#3a302a",
        0.28,
        blur=3,
    )
    board.box(18, 118, 166, 8, "#2f4260", r=1)
    for x in (24, 98, 168):
        board.box(x, 125, 12, 6, "#24344d")
    board.box(58, 48, 62, 70, "#c9ced0", r=2)
    for n in range(15):
        board.box(62 + n * 3.7, 52, 1.7, 62, mix("#e07a5f", "#3b7ea1", n / 14))
    for x in (52, 118):
        board.box(x, 42, 9, 78, "#8d979c", r=1.5)
    for y in (47, 80, 113):
        board.box(48, y, 84, 3, "#6f797e", r=1.4)
        for x in (47, 129):
            board.box(x, y - 1.2, 5, 5.4, "#50595e", r=0.8)
    hot, cold = "#d2694d", "#3b7ea1"
    for y, tint in ((60, hot), (100, cold)):
        board.line([(52, y), (30, y), (30, y - 32 if y < 80 else y + 12)], tint, 7)
        board.line([(127, y), (150, y), (150, 30 if y < 80 else 118)], tint, 7)
        board.box(38, y - 5.4, 4, 10.8, "#e8e2d4", r=1)
    board.box(144, 60, 36, 48, "#f3efe4", r=2)
    board.box(149, 66, 26, 15, "#24343b", r=1)
    board.line([(152, 77), (158, 72), (163, 75), (172, 69)], "#8fd0b4", 0.9)
    for n, tint in enumerate(("#6fb07a", "#d9a441", "#c8503a")):
        board.disc(154 + n * 8, 90, 2.4, tint)
    board.text(162, 101, "SEVE", 6, "#33404a", "mm")
    board.box(70, 20, 46, 15, "#fdf6e2", r=1)
    board.text(93, 27.5, "drum bun!", 8, "#b5553a", "mm")
    board.box(66, 88, 46, 20, "#f0d9a8", r=3)
    for n in range(4):
        board.line([(68, 92 + n * 4.4), (110, 92 + n * 4.4)], "#d8ba80", 0.5)


def lathe(board: Board, chance: Random) -> None:
    """The lathe of 1931, and a brass top spinning on its bed."""
    _hall(board, "#d6c3a2", "#8a6a4c")
    board.glow(64, 30, 60, "#fff0c4", 0.55)
    board.soft(
        lambda pen: pen.ellipse(board.at([(14, 124), (190, 140)]), fill=255),
        "#2b1d12",
        0.35,
        blur=3,
    )
    green, dark = "#49614f", "#34473a"
    for x in (24, 150):
        board.shape([(x, 128), (x + 5, 92), (x + 22, 92), (x + 28, 128)], dark)
        board.shape([(x + 8, 124), (x + 11, 100), (x + 16, 100), (x + 20, 124)], "#8a6a4c")
    board.box(16, 84, 170, 10, green, r=1)
    board.box(16, 83, 170, 2.6, "#c9c2b2")
    board.box(20, 46, 46, 40, green, r=6)
    board.box(30, 34, 24, 14, dark, r=3)
    for n, r in enumerate((15, 12, 9)):
        board.box(24 + n * 9, 66 - r, 8, r * 2, mix("#b9aa90", "#3a2a20", 0.12 * n), r=1.5)
    board.line([(29, 52), (22, 4)], "#6b4630", 2.6)
    board.line([(40, 54), (33, 4)], "#6b4630", 2.6)
    board.disc(72, 66, 13, "#9b958a")
    board.disc(72, 66, 9, "#7d776c")
    for k in range(3):
        board.shape(
            turned([(70, 54), (74, 54), (73.4, 61), (70.6, 61)], (72, 66), k * 120 + 15), "#55504a"
        )
    board.shape([(84, 63), (100, 62), (112, 65.4), (112, 66.6), (100, 70), (84, 69)], "#d9a93c")
    board.line([(86, 64.4), (100, 63.6)], "#f4dc94", 0.8)
    board.box(104, 74, 26, 10, dark, r=1.5)
    board.box(110, 66, 12, 9, "#6f6a60", r=1)
    board.shape([(113, 66), (110, 68), (121, 68), (121, 65)], "#b9b2a2")
    board.disc(134, 92, 8, "#6f6a60")
    board.disc(134, 92, 5.6, "#8a6a4c")
    for k in range(4):
        board.line(
            [(134, 92), (134 + 7 * cos(k * pi / 2 + 0.4), 92 + 7 * sin(k * pi / 2 + 0.4))],
            "#6f6a60",
            1.3,
        )
    board.box(148, 60, 26, 25, green, r=3)
    board.shape([(148, 64), (134, 66), (148, 69)], "#b9b2a2")
    board.disc(178, 70, 7, "#6f6a60")
    board.disc(178, 70, 4.6, green)
    for _ in range(26):
        sx, sy = chance.uniform(92, 128), chance.uniform(96, 112)
        board.line(
            [(sx, sy), (sx + chance.uniform(-2, 2), sy + chance.uniform(-1.6, 1.6))], "#e8c66a", 0.6
        )
    board.shape([(156, 83), (151, 77), (155, 75.4), (161, 75.4), (165, 77), (160, 83)], "#d9a93c")
    board.line([(158, 75), (158, 70)], "#b5842c", 1.2)
    board.box(86, 98, 30, 9, "#e9dcc0", r=1)
    board.text(101, 102.5, "1931", 6.4, "#4a3a2c", "mm")
