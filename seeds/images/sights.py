"""Sunrises, bicycles, a notebook, and what the microscope and the thermal camera saw."""

from math import cos, pi, sin
from random import Random

from PIL import Image, ImageFilter

from seeds.images.canvas import Board, Point, mix, turned
from seeds.images.scenery import clouds, factory, hills, poplar, sun, viaduct


def sunrise(board: Board, chance: Random) -> None:
    """Ten to seven, from the roof of the test bench."""
    board.shade("#e58b6b", "#fde3ae", 0.66)
    board.glow(132, 70, 95, "#fff0bf", 0.8)
    sun(board, 132, 70, 12, "#fff6d8")
    for y, x, s in ((22, 40, 15), (34, 84, 10), (18, 150, 12), (44, 172, 8)):
        clouds(board, [(x, y, s)], mix("#f6b893", "#fff3dc", 0.35))
    hills(board, 86, 9, "#c98d7a", chance, 1)
    hills(board, 94, 7, "#a97a70", chance, 1.3)
    viaduct(board, -6, 106, 120, 18, "#86605d")
    hills(board, 108, 4, "#7d6a5c", chance, 1.7)
    factory(board, 84, 118, 98, 11, "#8d5548", "#ffdf94")
    for x in (18, 30, 66, 74, 190):
        poplar(board, x, 120, chance.uniform(14, 24), "#5b5a48")
    board.box(0, 122, 200, 28, "#4c423d")
    for x in range(0, 200, 26):
        board.box(x, 122, 13, 4, "#5a4e47")
    board.line([(0, 114), (200, 112)], "#3a322e", 1.2)
    for x in (12, 60, 108, 156):
        board.line([(x, 113.5), (x, 124)], "#3a322e", 1.2)
    board.box(28, 128, 9, 10, "#f1e4cd", r=1.4)
    board.ring(38.4, 132.4, 3, "#f1e4cd", 1.2)
    for dx in (0, 3):
        board.line([(31 + dx, 125), (30 + dx, 121), (32 + dx, 118)], "#f6dcc0", 0.7, round_=True)


def bikes(board: Board, chance: Random) -> None:
    """The rack at eight in the morning."""
    board.shade("#d9e6e2", "#cfdcd4", 0.7)
    for n in range(14):
        for row in range(6):
            x = n * 16 - (8 if row % 2 else 0)
            board.box(x, row * 15, 15.2, 14.2, mix("#c98d74", "#e3b598", chance.random()), r=0.6)
    board.shape([(0, 0), (200, 0), (200, 14), (0, 20)], "#5d6a6e")
    board.box(0, 92, 200, 58, "#b5b1a6")
    board.box(0, 92, 200, 2, "#97938a")
    tints = ["#e07a5f", "#2c7a78", "#d9a441", "#7b4567", "#3b7ea1", "#6f7d4a", "#b5553a", "#45484d"]
    for n in range(8):
        _parked(board, 20 + n * 23, 112 + (n % 2) * 7, tints[n], chance)
    for n in range(9):
        x = 8 + n * 23
        board.line([(x, 122), (x, 98), (x + 9, 98), (x + 9, 122)], "#8a9296", 1.5)


def _parked(board: Board, x: float, y: float, tint: str, chance: Random) -> None:
    for side in (-1, 1):
        board.ring(x + side * 13, y, 11, "#2b2f33", 1.3)
        board.disc(x + side * 13, y, 1.4, "#6d7478")
        for k in range(8):
            board.line(
                [
                    (x + side * 13, y),
                    (x + side * 13 + 10 * cos(k * pi / 4), y + 10 * sin(k * pi / 4)),
                ],
                "#9aa2a6",
                0.25,
            )
    board.line(
        [(x - 13, y), (x - 5, y - 17), (x + 9, y - 17), (x - 1, y), (x - 5, y - 17)], tint, 1.9
    )
    board.line([(x - 13, y), (x - 1, y)], tint, 1.9)
    board.line([(x + 13, y), (x + 8, y - 21), (x + 12, y - 23)], "#2b2f33", 1.5)
    board.box(x - 9, y - 21, 8, 2.4, "#3a2a20", r=1.2)
    if chance.random() < 0.5:
        board.box(x + 9, y - 22, 10, 8, "#c89a6c", r=1)


def notebook(board: Board, chance: Random) -> None:
    """A red notebook in a freezer bag, on somebody's desk."""
    board.shade("#c99a6b", "#b98758")
    for n in range(9):
        y = 6 + n * 17
        wave = [(x, y + chance.uniform(-1.2, 1.2)) for x in range(0, 210, 20)]
        board.line(wave, "#ad7c4e", 0.6, round_=True)
    board.glow(40, 10, 90, "#fff0cf", 0.5)
    _cup(board, 168, 36)
    board.shape(turned([(22, 118), (74, 112), (74.6, 116), (22.6, 122)], (48, 117), -18), "#f0c93d")
    board.shape(turned([(74, 112), (81, 113.4), (74.6, 116)], (48, 117), -18), "#f2d8b0")
    tilt = -7.0
    corners = [(56, 22), (150, 22), (150, 132), (56, 132)]
    shadow = turned([(x + 2.5, y + 3.5) for x, y in corners], (103, 77), tilt)
    board.soft(lambda pen: pen.polygon(board.at(shadow), fill=255), "#3a2412", 0.35, blur=2)
    board.shape(turned(corners, (103, 77), tilt), "#dfe6e4")
    pages = [(70, 35), (138, 35), (138, 120), (70, 120)]
    board.shape(turned([(x + 1.6, y + 1.6) for x, y in pages], (103, 77), tilt), "#efe6d0")
    board.shape(turned(pages, (103, 77), tilt), "#b3372f")
    spine = [(70, 35), (79, 35), (79, 120), (70, 120)]
    board.shape(turned(spine, (103, 77), tilt), "#8f2a25")
    label = [(88, 50), (130, 50), (130, 72), (88, 72)]
    board.shape(turned(label, (103, 77), tilt), "#f5ead3")
    board.text(107, 57.6, "2003 - 2010", 6.4, "#3b2f2f", "mm")
    board.text(108, 65, "couples", 5.6, "#6b5a4c", "mm")
    _stain(board, 118, 100)
    board.line(turned([(66, 92), (142, 92)], (103, 77), tilt), "#e6d3a8", 1.3)
    board.blob(turned([(100, 92), (94, 88), (92, 92), (94, 96)], (103, 77), tilt), "#e6d3a8")
    board.blob(turned([(104, 92), (110, 88), (112, 92), (110, 96)], (103, 77), tilt), "#e6d3a8")
    zip_ = turned([(56, 27), (150, 27)], (103, 77), tilt)
    board.line(zip_, "#3b7ea1", 2.2)
    board.line([(x, y - 1.6) for x, y in zip_], "#a9cfe0", 0.8)
    for left in (70, 98, 128):
        gleam = [(left, 34), (left + 9, 34), (left - 3, 128), (left - 8, 128)]
        _veil(board, turned(gleam, (103, 77), tilt))


def _veil(board: Board, points: list[Point]) -> None:
    """Lay the gleam of plastic over what is below."""
    board.soft(lambda pen: pen.polygon(board.at(points), fill=255), "#ffffff", 0.16)


def _cup(board: Board, x: float, y: float) -> None:
    board.soft(
        lambda pen: pen.ellipse(board.at([(x - 21, y - 17), (x + 25, y + 26)]), fill=255),
        "#3a2412",
        0.3,
        blur=2,
    )
    board.ring(x + 20, y + 8, 8, "#2c7a78", 3)
    board.disc(x, y, 20, "#2c7a78")
    board.disc(x, y, 16.5, "#f3ecdc")
    board.disc(x, y, 15, "#5a3a26")
    board.oval(x - 4, y - 5, 6, 2.6, "#7c5539")


def _stain(board: Board, x: float, y: float) -> None:
    """Grease, from the year when it was most in use."""
    board.soft(
        lambda pen: pen.ellipse(board.at([(x - 9, y - 7), (x + 8, y + 8)]), fill=255),
        "#5d1713",
        0.4,
        blur=1,
    )


def micrograph(board: Board, chance: Random) -> None:
    """Cast iron under the microscope: graphite, and round bright pores."""
    board.box(0, 0, 200, 150, "#b9b6ae")
    for _ in range(420):
        x, y, r = chance.uniform(0, 200), chance.uniform(0, 150), chance.uniform(3, 9)
        outline = [
            (x + r * chance.uniform(0.6, 1.2) * cos(k), y + r * chance.uniform(0.6, 1.2) * sin(k))
            for k in range(6)
        ]
        board.blob(outline, mix("#a9a59b", "#d6d2c6", chance.random()))
    for _ in range(260):
        x, y, a = chance.uniform(0, 200), chance.uniform(0, 150), chance.uniform(0, pi)
        long = chance.uniform(3, 10)
        bend = chance.uniform(-2, 2)
        board.line(
            [
                (x, y),
                (x + long * cos(a) / 2 + bend, y + long * sin(a) / 2),
                (x + long * cos(a), y + long * sin(a)),
            ],
            "#4a4742",
            chance.uniform(0.5, 1.1),
            round_=True,
        )
    for x, y, r in ((86, 62, 21), (136, 92, 13), (52, 104, 8), (120, 38, 6)):
        board.disc(x, y, r, "#76726a")
        board.disc(x, y, r * 0.93, "#2f2d2a")
        board.glow(x - r * 0.25, y - r * 0.3, r * 0.75, "#efe9d8", 0.65)
        board.ring(x, y, r, "#e3decf", 0.6)
    board.line([(116, 76), (104, 69)], "#e07a5f", 1.2)
    board.text(118, 77, "gaz ?", 7, "#b5392a")
    board.box(146, 130, 44, 12, "#fdfaf2", r=1)
    board.box(150, 138, 36, 1.4, "#2b2f33")
    board.text(168, 134, "0,2 mm", 4.8, "#2b2f33", "mm")


def thermal(board: Board, chance: Random) -> None:
    """The roof at six in the morning, in false colours."""
    wide, high = 100, 75
    heat = Image.new("L", (wide, high))
    for y in range(high):
        for x in range(wide):
            value = 38 + 18 * sin(x / 17) + chance.uniform(-6, 6)
            if y > 34:
                value = 66 + 12 * sin(x / 9 + y / 13) + chance.uniform(-7, 7)
            if y > 34 and (x // 14) % 2 == 0 and y < 52:
                value += 20
            heat.putpixel((x, y), max(0, min(255, round(value))))
    for left, top, right, bottom, level in (
        (58, 20, 76, 40, 250),
        (54, 38, 80, 44, 190),
        (20, 30, 28, 40, 120),
    ):
        heat.paste(level, (left, top, right, bottom))
    for k in range(14):
        heat.paste(235 - k * 11, (60 + k, 18 - k, 74 + k, 20 - k))
    heat = heat.filter(ImageFilter.GaussianBlur(1.5)).resize(board.size, Image.Resampling.BICUBIC)
    ramp = ("#140a3c", "#4b1a78", "#9c2f7f", "#d8504f", "#f49b36", "#fce36b", "#fffbe6")
    lookup = [
        mix(ramp[min(5, v * 6 // 255)], ramp[min(6, v * 6 // 255 + 1)], (v * 6 / 255) % 1)
        for v in range(256)
    ]
    bands = [heat.point([int(tint[at : at + 2], 16) for tint in lookup]) for at in (1, 3, 5)]
    board.picture.paste(Image.merge("RGB", bands), (0, 0))
    for side in (-1, 1):
        board.line([(134 + side * 4, 60), (134 + side * 9, 60)], "#ffffff", 0.8)
        board.line([(134, 60 + side * 4), (134, 60 + side * 9)], "#ffffff", 0.8)
    board.text(104, 56, "212 °C", 8, "#ffffff", "rm")
    board.box(187, 14, 6, 112, "#000000", r=1)
    for n in range(110):
        v = 255 - round(n * 255 / 110)
        board.box(188, 15 + n, 4, 1.2, lookup[v])
    board.text(184, 17, "220", 5, "#ffffff", "rm")
    board.text(184, 123, "4", 5, "#ffffff", "rm")
    board.text(8, 141, "06:02   Sibiu", 5.4, "#ffffff")
