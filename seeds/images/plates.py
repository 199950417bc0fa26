"""What was eaten."""

from math import cos, pi, sin
from random import Random

from PIL import Image, ImageDraw

from seeds.images.canvas import Board, mix


def _cloth(board: Board, ground: str, line: str) -> None:
    board.box(0, 0, 200, 150, ground)
    for n in range(-8, 30):
        board.line([(n * 12, 0), (n * 12 + 40, 150)], line, 0.6)
        board.line([(n * 12 + 40, 0), (n * 12, 150)], line, 0.6)


def _plate(board: Board, x: float, y: float, r: float, rim: str = "#fbf7ee") -> None:
    board.soft(
        lambda pen: pen.ellipse(board.at([(x - r, y - r + 4), (x + r + 3, y + r + 6)]), fill=255),
        "#3a2a20",
        0.28,
        blur=2,
    )
    board.disc(x, y, r, rim)
    board.disc(x, y, r * 0.78, mix(rim, "#c9bca6", 0.25))
    board.disc(x, y, r * 0.76, mix(rim, "#ffffff", 0.4))


def tortilla(board: Board, chance: Random) -> None:
    """A tortilla with one slice out. With onion."""
    _cloth(board, "#c8dcd8", "#b7cfca")
    _plate(board, 100, 76, 66)
    board.disc(100, 77.5, 46, "#c98f35")
    board.disc(100, 75.5, 46, "#ecc055")
    for _ in range(120):
        a, d = chance.uniform(0, 2 * pi), 43 * chance.random() ** 0.5
        tint = chance.choice(["#f4d584", "#dca63f", "#c8862f", "#f7e2a2", "#e0ad48"])
        board.oval(
            100 + d * cos(a),
            75.5 + d * sin(a),
            chance.uniform(1.4, 4.6),
            chance.uniform(1.2, 3.4),
            tint,
        )
    inner = mix("#fbf7ee", "#ffffff", 0.4)
    board.shape([(100, 75), (148, 58), (156, 82), (146, 96)], inner)
    board.shape([(100, 75), (146, 59), (146, 63.5), (104, 78)], "#f7e4a4")
    board.shape([(112, 84), (156, 66), (160, 90), (154, 98)], "#c98f35")
    board.shape([(112, 82), (156, 64), (161, 80), (154, 95)], "#ecc055")
    for x, y in ((138, 78), (148, 74), (150, 86), (130, 80)):
        board.oval(x, y, 3.2, 2, "#f6dc94")
    for x, y in ((22, 24), (34, 16), (172, 128)):
        board.disc(x, y, 11, "#d9533c")
        board.disc(x - 3, y - 3, 2.6, "#ea8a74")
        for k in range(5):
            board.line([(x, y), (x + 5 * cos(k * 1.257), y + 5 * sin(k * 1.257))], "#5d7d45", 1.5)
    board.disc(26, 126, 15, "#e9d3a8")
    for r in (12, 9, 6, 3):
        board.ring(26, 126, r, "#c9a86c", 0.7)


def soup(board: Board, chance: Random) -> None:
    """Ciorbă with meatballs, lovage and a spoon."""
    _cloth(board, "#b5553a", "#c46a4d")
    _plate(board, 96, 78, 68, "#f6efe0")
    board.disc(96, 78, 48, "#d8893f")
    board.disc(96, 77, 46, "#e29a4a")
    board.oval(82, 58, 22, 9, "#eab066")
    for x, y in ((80, 66), (108, 60), (118, 86), (92, 96), (70, 90), (98, 78)):
        board.disc(x, y + 1, 9, "#7d4a2c")
        board.disc(x, y, 8.6, "#96603c")
        board.disc(x - 2.6, y - 2.6, 2.4, "#b07c54")
    for _ in range(26):
        a, d = chance.uniform(0, 2 * pi), 43 * chance.random() ** 0.5
        x, y = 96 + d * cos(a), 77 + d * sin(a)
        board.blob(
            [(x, y), (x + 2.2, y - 2), (x + 4, y), (x + 2, y + 1.8)],
            chance.choice(["#5d8a4a", "#78a05c"]),
        )
    for _ in range(14):
        a, d = chance.uniform(0, 2 * pi), 40 * chance.random() ** 0.5
        board.disc(96 + d * cos(a), 77 + d * sin(a), 2.6, "#ee8a3c")
    board.blob([(112, 68), (120, 60), (132, 64), (134, 76), (122, 82), (112, 78)], "#fdfaf2")
    board.oval(176, 50, 9, 14, "#c9ced0")
    board.oval(176, 49, 6.6, 11, "#dfe3e4")
    board.box(174.4, 62, 3.4, 66, "#c9ced0", r=1.6)
    board.box(6, 112, 38, 24, "#d9a868", r=9)
    for n in range(4):
        board.line([(13 + n * 8, 116), (17 + n * 8, 131)], "#b98548", 1.4)


def crepes(board: Board, chance: Random) -> None:
    """A stack of pancakes, three pans and a queue behind."""
    board.shade("#cfe3ec", "#f8ecd0", 0.6)
    tints = ["#e07a5f", "#2c7a78", "#d9a441", "#7b4567", "#3b7ea1", "#6f7d4a", "#f0c93d", "#b5553a"]
    skins = ["#f2c9a9", "#c98f67", "#85533a", "#e3b08a", "#f9dcc8"]
    for n in range(15):
        x = 8 + n * 13.4 + chance.uniform(-2, 2)
        h = chance.choice([34, 38, 42, 24])
        board.blob(
            [
                (x - 6, 86),
                (x - 7, 86 - h * 0.55),
                (x, 86 - h * 0.74),
                (x + 7, 86 - h * 0.55),
                (x + 6, 86),
            ],
            tints[n % 8],
        )
        board.disc(x, 86 - h * 0.84, 5, chance.choice(skins))
        board.blob(
            [(x - 5, 86 - h * 0.86), (x, 86 - h * 0.99), (x + 5, 86 - h * 0.86), (x, 86 - h * 0.9)],
            chance.choice(["#3f2e28", "#6b4630", "#e2b766", "#2a2326"]),
        )
    for n in range(11):
        left = n * 20 - 6
        board.shape(
            [(left, 0), (left + 20, 0), (left + 18, 20), (left + 2, 20)],
            "#e07a5f" if n % 2 else "#fdf8ec",
        )
        board.disc(left + 10, 20, 8, "#e07a5f" if n % 2 else "#fdf8ec")
    board.box(0, 84, 200, 66, "#c8986a")
    board.box(0, 84, 200, 3, "#b07f52")
    for x in (38, 92):
        board.oval(x, 112, 25, 13, "#33393d")
        board.oval(x, 110.6, 22, 10.6, "#eac27a")
        for _ in range(12):
            board.oval(x + chance.uniform(-15, 15), 110.6 + chance.uniform(-6, 6), 2, 1, "#d39c4c")
        board.line([(x + 16, 120), (x + 30, 136)], "#33393d", 3.6)
    board.oval(156, 130, 34, 9, "#fbf7ee")
    for n in range(9):
        board.oval(156 + chance.uniform(-1, 1), 126 - n * 3.3, 27, 6.6, "#c98c42")
        board.oval(156, 124.8 - n * 3.3, 26.5, 6, "#efcb86")
    for _ in range(14):
        board.oval(156 + chance.uniform(-18, 18), 98.4 + chance.uniform(-3, 3), 2.2, 0.9, "#d9a558")
    board.box(151, 91, 9, 6, "#fbe9a0", r=1.2)


def cake(board: Board, chance: Random) -> None:
    """A retirement cake with a heart on it, under the clock."""
    board.shade("#d6c7b0", "#ead9bd")
    board.glow(100, 40, 90, "#fff0c8", 0.6)
    board.disc(100, 24, 17, "#4a3a30")
    board.disc(100, 24, 15, "#fdf8ec")
    for k in range(12):
        a = k * pi / 6
        board.line(
            [(100 + 11.6 * sin(a), 24 - 11.6 * cos(a)), (100 + 13.6 * sin(a), 24 - 13.6 * cos(a))],
            "#4a3a30",
            0.8,
        )
    board.line([(100, 24), (107, 20)], "#4a3a30", 1.4)
    board.line([(100, 24), (100, 12.5)], "#4a3a30", 1)
    for n in range(14):
        x = 2 + n * 15
        board.shape(
            [(x, 46 + 4 * sin(n)), (x + 11, 46 + 4 * sin(n + 0.7)), (x + 5, 57)],
            ("#e07a5f", "#2c7a78", "#d9a441", "#3b7ea1")[n % 4],
        )
    board.line([(0, 46), (50, 49), (100, 44), (150, 49), (200, 46)], "#8a6a4c", 0.6, round_=True)
    board.box(0, 116, 200, 34, "#f7f3ea")
    board.box(0, 116, 200, 2, "#e2d9c6")
    board.oval(100, 122, 64, 9, "#cfc6b4")
    board.oval(100, 120, 62, 8.4, "#fbf9f3")
    _tier(board, 100, 118, 52, 26, "#f2d8c0")
    _tier(board, 100, 93, 36, 21, "#f7e6d0")
    mask = Image.new("L", board.size, 0)
    pen = ImageDraw.Draw(mask)
    for side in (-1, 1):
        pen.ellipse(board.at([(100 + side * 4 - 4.8, 77), (100 + side * 4 + 4.8, 86.6)]), fill=255)
    pen.polygon(board.at([(91.6, 83.4), (108.4, 83.4), (100, 92.4)]), fill=255)
    board.picture.paste(Image.new("RGB", board.size, "#c8503a"), (0, 0), mask)
    board.text(100, 108, "41 ans ! merci", 7.2, "#8a3b2a", "mm")
    for n, x in enumerate((78, 89, 100, 111, 122)):
        board.box(
            x - 1, 60, 2, 11, ("#3b7ea1", "#e07a5f", "#d9a441", "#2c7a78", "#a793c4")[n], r=0.8
        )
        board.glow(x, 57, 7, "#ffe29a", 0.8)
        board.blob([(x, 53.6), (x + 1.5, 57.4), (x, 60), (x - 1.5, 57.4)], "#f6a93c")
    for x, tint in ((22, "#b5553a"), (38, "#2c7a78"), (164, "#d9a441"), (180, "#3b7ea1")):
        board.box(x - 5, 122, 10, 13, tint, r=2)
        board.ring(x + 6.4, 128, 3.2, tint, 1.3)
        board.oval(x, 122.4, 5, 1.6, mix(tint, "#000000", 0.3))


def _tier(board: Board, x: float, base: float, r: float, h: float, icing: str) -> None:
    edge = mix(icing, "#a8743f", 0.3)
    board.oval(x, base, r, r * 0.15, edge)
    board.box(x - r, base - h, 2 * r, h, icing)
    board.oval(x, base, r, r * 0.13, icing)
    board.oval(x, base - h, r, r * 0.15, mix(icing, "#ffffff", 0.5))
    for n in range(11):
        dx = x - r + r * 0.2 * n
        board.box(
            dx - r * 0.09,
            base - h,
            r * 0.18,
            h * (0.2 + 0.14 * (n % 3)),
            mix(icing, "#ffffff", 0.5),
            r=r * 0.08,
        )
    for n in range(13):
        a = pi * n / 12
        board.disc(x - r * cos(a) * 0.98, base + r * 0.14 * sin(a) - 0.6, r * 0.055, "#fffaf0")
