"""The company's mark: three waves in a wheel."""

from math import sin

from PIL import Image

from seeds.images.canvas import Board


def logo() -> Image.Image:
    """Draw the mark."""
    board = Board(100, 100, 3.2, "#1d5a5e", finer=3)
    for number, tint in enumerate(("#f6d9a8", "#a9d1cd", "#ffffff")):
        y = 34 + number * 17
        wave = [(x, y + 6 * sin((x - 14) / 72 * 6.283)) for x in range(18, 83, 2)]
        board.line(wave, tint, 7.2)
    return board.finished()
