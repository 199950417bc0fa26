"""The pictures people attach to posts, found by name."""

import hashlib
from collections.abc import Callable
from random import Random
from typing import Final

from PIL import Image

from seeds.images import boards, machines, plates, sights
from seeds.images.canvas import Board

WIDTH, HEIGHT, PIXELS = 200, 150, 5  # 1000 by 750

PHOTOS: Final[dict[str, Callable[[Board, Random], None]]] = {
    "bench-curve": boards.bench_curve,
    "bikes": sights.bikes,
    "blueprint": boards.blueprint,
    "cake": plates.cake,
    "calora-skid": machines.calora,
    "chart-scrap": boards.scrap,
    "chart-velo": boards.kilometres,
    "crepes": plates.crepes,
    "floor-plan": boards.floor_plan,
    "kanban": boards.kanban,
    "micrograph": sights.micrograph,
    "notebook": sights.notebook,
    "old-lathe": machines.lathe,
    "pump-tarn": machines.pump,
    "soup": plates.soup,
    "sunrise": sights.sunrise,
    "thermal": sights.thermal,
    "tortilla": plates.tortilla,
    "whiteboard": boards.whiteboard,
}


def photo(name: str) -> Image.Image:
    """Draw the picture with this name."""
    board = Board(WIDTH, HEIGHT, PIXELS, "#f5ead3", finer=2)
    PHOTOS[name](board, Random(hashlib.sha256(name.encode()).digest()))
    return board.finished()
