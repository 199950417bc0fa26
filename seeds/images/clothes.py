"""Shoulders, and what people wear to work."""

from collections.abc import Callable
from typing import Final

from PIL import Image, ImageDraw

from seeds.images.canvas import Board, Point, mirror, mix, smooth
from seeds.images.palette import CLOTH

TORSO: Final[list[Point]] = mirror([(50, 73), (59, 74.5), (72, 78.5), (82, 86), (87, 112)])


def dress(board: Board, wear: str, cloth: str, skin: str) -> None:
    """Draw the upper body in these clothes."""
    tint = CLOTH[cloth]
    board.blob(TORSO, tint)
    WEAR[wear](board, tint, mix(tint, "#2a2024", 0.18), skin)


def _neckline(board: Board, skin: str, deep: float) -> None:
    board.blob(mirror([(50, 73 + deep), (54.5, 76), (57, 70), (50, 66)]), skin)


def _jumper(board: Board, tint: str, dark: str, skin: str) -> None:
    _neckline(board, skin, 6)
    board.line(
        [(42, 73.5), (45.4, 78.4), (50, 80), (54.6, 78.4), (58, 73.5)], dark, 2.5, round_=True
    )


def _tee(board: Board, tint: str, dark: str, skin: str) -> None:
    _neckline(board, skin, 7)
    board.line([(42, 74), (45.4, 79.2), (50, 81), (54.6, 79.2), (58, 74)], dark, 1.1, round_=True)


def _hoodie(board: Board, tint: str, dark: str, skin: str) -> None:
    board.blob(mirror([(50, 70), (60, 70), (66, 75), (63, 82), (50, 88)]), dark)
    _neckline(board, skin, 8)
    for side in (-1, 1):
        board.line([(50 + side * 5, 83), (50 + side * 5.4, 93)], mix(tint, "#ffffff", 0.6), 0.9)


def _shirt(board: Board, tint: str, dark: str, skin: str) -> None:
    _neckline(board, skin, 8)
    light = mix(tint, "#ffffff", 0.35)
    for side in (-1, 1):
        points = [(8.2, 69), (12.6, 75.5), (5.6, 83), (0, 78.5)]
        board.shape([(50 + side * x, y) for x, y in points], light)
    board.line([(50, 82), (50, 102)], dark, 0.6)
    for y in (86.5, 93.5):
        board.disc(51.7, y, 0.75, dark)


def _blouse(board: Board, tint: str, dark: str, skin: str) -> None:
    board.shape([(42, 70), (58, 70), (50, 88)], skin)
    for side in (-1, 1):
        board.line([(50 + side * 8.4, 71), (50, 89)], mix(tint, "#ffffff", 0.22), 1.8)


def _blazer(board: Board, tint: str, dark: str, skin: str) -> None:
    board.shape([(40.5, 72), (59.5, 72), (51, 104), (49, 104)], CLOTH["cream"])
    _neckline(board, skin, 8.5)
    for side in (-1, 1):
        lapel = [(9.4, 71), (15.5, 81), (10.5, 84), (12.5, 87), (0.8, 103), (0.6, 99)]
        board.shape([(50 + side * x, y) for x, y in lapel], dark)


def _stripes(board: Board, tint: str, dark: str, skin: str) -> None:
    mask = Image.new("L", board.size, 0)
    ImageDraw.Draw(mask).polygon(board.at(smooth(TORSO)), fill=255)
    sheet = Image.new("RGB", board.size, CLOTH["cream"])
    pen = ImageDraw.Draw(sheet)
    for row in range(8):
        pen.rectangle(board.at([(0, 78 + row * 4.6), (100, 79.9 + row * 4.6)]), fill=tint)
    board.picture.paste(sheet, (0, 0), mask)
    _neckline(board, skin, 5.5)


def _work(board: Board, tint: str, dark: str, skin: str) -> None:
    _neckline(board, skin, 6.5)
    for side in (-1, 1):
        collar = [(7.8, 70.5), (13, 76.5), (7.6, 83), (0.6, 79.6)]
        board.shape([(50 + side * x, y) for x, y in collar], dark)
        band = [(22.5, 79.5), (26.2, 81.5), (28, 102), (24, 102)]
        board.shape([(50 + side * x, y) for x, y in band], "#e9e4d4")
    board.line([(50, 80), (50, 102)], mix(tint, "#ffffff", 0.3), 0.8)
    board.box(57.5, 90, 8, 5, dark, r=1)


def _vest(board: Board, tint: str, dark: str, skin: str) -> None:
    board.shape([(40.5, 72), (59.5, 72), (52, 104), (48, 104)], CLOTH["navy"])
    _neckline(board, skin, 6)
    for side in (-1, 1):
        band = [(15.5, 76.2), (20.4, 78), (17, 104), (11.5, 104)]
        board.shape([(50 + side * x, y) for x, y in band], "#f4f1e6")
        board.line([(50 + side * 9.4, 73), (50 + side * 2, 103)], dark, 0.8)


def _coat(board: Board, tint: str, dark: str, skin: str) -> None:
    board.shape([(41, 72), (59, 72), (51, 102), (49, 102)], CLOTH["ocean"])
    _neckline(board, skin, 7.5)
    shade = "#d9d6cf"
    for side in (-1, 1):
        lapel = [(9.4, 71), (14.5, 80), (9.6, 84), (0.6, 102), (0.6, 97)]
        board.shape([(50 + side * x, y) for x, y in lapel], shade)
    board.box(60, 90, 9, 0.9, shade)
    board.line([(62.6, 86.5), (62.6, 91)], CLOTH["coral"], 0.9)


def _chef(board: Board, tint: str, dark: str, skin: str) -> None:
    board.blob(mirror([(50, 70), (58, 71), (60, 78), (50, 82)]), CLOTH["coral"])
    board.line([(47, 80), (44.5, 102)], "#d8d2c6", 0.8)
    for y in (86, 92, 98):
        board.disc(43.6, y, 0.9, "#b8b0a2")
        board.disc(52.5, y, 0.9, "#b8b0a2")


def _robot(board: Board, tint: str, dark: str, skin: str) -> None:
    board.box(30, 80, 40, 24, mix(tint, "#ffffff", 0.15), r=5)
    for x in (40, 50, 60):
        board.ring(x, 92, 3, "#f4efe2", 1)
        board.line([(x, 92), (x + 1.4, 90.2)], "#f4efe2", 0.8)


WEAR: Final[dict[str, Callable[[Board, str, str, str], None]]] = {
    "jumper": _jumper,
    "tee": _tee,
    "hoodie": _hoodie,
    "shirt": _shirt,
    "blouse": _blouse,
    "blazer": _blazer,
    "stripes": _stripes,
    "work": _work,
    "vest": _vest,
    "coat": _coat,
    "chef": _chef,
    "robot": _robot,
}
