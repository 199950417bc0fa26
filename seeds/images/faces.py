"""Portraits: everyone drawn in a few warm shapes, the same each time."""

import hashlib
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final

from PIL import Image

from seeds.images.canvas import Board, mirror, mix, smooth, turned
from seeds.images.clothes import dress
from seeds.images.hair import behind, hat, round_face
from seeds.images.palette import CLOTH, GROUND, HAIR, INK, SKINS

SIDE: Final = 320
FRAME: Final = 80  # how many of the 100 units the picture keeps
HEAD: Final = mirror(
    [(50, 26.8), (58.5, 28.6), (64.6, 36), (65.6, 46), (64, 55.5), (58.8, 63.6), (50, 67)]
)


@cache
def looks() -> Mapping[str, Mapping[str, Any]]:
    """Return how each person is drawn, by handle."""
    return tomllib.loads((Path(__file__).parents[1] / "faces.toml").read_text("utf-8"))


def portrait(handle: str) -> Image.Image:
    """Draw the person with this handle."""
    look = looks()[handle]
    chance = Random(hashlib.sha256(handle.encode()).digest())
    ground = GROUND[look["ground"]]
    board = Board(100, 100, SIDE / FRAME, ground, finer=2)
    board.disc(50 + chance.uniform(-6, 6), 52, 43, mix(ground, "#ffffff", 0.32))
    if look["hair"] == "robot":
        _robot(board, look)
    else:
        _person(board, look, chance)
    edge = round((100 - FRAME) / 2 * board.unit)
    top = round(5 * board.unit)
    side = board.size[0] - 2 * edge
    close = board.picture.crop((edge, top, edge + side, top + side))
    return close.resize((SIDE, SIDE), Image.Resampling.LANCZOS, reducing_gap=2)


def _person(board: Board, look: Mapping[str, Any], chance: Random) -> None:
    skin = SKINS[look["skin"]]
    tint = HAIR.get(look["tint"]) or CLOTH[look["tint"]]
    behind(board, look["hair"], tint)
    _neck(board, skin)
    dress(board, look["wear"], look["cloth"], skin)
    _head(board, look, skin)
    _beard(board, look, tint, skin)
    _features(board, look, tint, chance)
    round_face(board, look["hair"], tint)
    if "hat" in look:
        hat(board, look["hat"], look["hatcolour"])
    _extras(board, look, skin)


def _neck(board: Board, skin: str) -> None:
    board.box(43.6, 58, 12.8, 20, skin, r=5)
    board.blob(mirror([(50, 71.5), (56.4, 67.6), (56.4, 62), (50, 62)]), mix(skin, "#7a3b2a", 0.22))


def _head(board: Board, look: Mapping[str, Any], skin: str) -> None:
    if look["hair"] != "scarf":
        for side in (-1, 1):
            board.oval(50 + side * 15.6, 48.6, 2.9, 4.1, mix(skin, "#b0583c", 0.12))
            board.oval(50 + side * 15.7, 48.9, 1.4, 2.3, mix(skin, "#8a3b2a", 0.25))
    board.blob(HEAD, skin)
    board.soft(
        lambda pen: pen.polygon(
            board.at(
                smooth([(60, 30), (65.6, 42), (64.6, 55), (57, 65.4), (61.8, 52), (62.4, 41)])
            ),
            fill=255,
        ),
        mix(skin, "#7a3b2a", 0.6),
        0.14,
        blur=0.5,
    )
    strength = 0.36 if look.get("rosy") else 0.2
    for side in (-1, 1):
        board.glow(50 + side * 9.2, 54.6, 6.2, "#e2604a", strength)


def _beard(board: Board, look: Mapping[str, Any], tint: str, skin: str) -> None:
    kind = look.get("beard") or ("stubble" if look.get("stubble") else "")
    if not kind:
        return
    low = {"full": 70.8, "short": 67.8, "stubble": 66.9}[kind]
    fill = tint if kind != "stubble" else mix(skin, "#4d3a34", 0.26)
    outline = mirror(
        [
            (50, 55.4),
            (55, 55.2),
            (58.6, 57.4),
            (62.2, 53.4),
            (64.8, 47.4),
            (64.6, 56),
            (59.4, 64.6),
            (50, low),
        ]
    )
    board.blob(outline, fill)
    if kind != "stubble":
        board.oval(50, 59.6, 4.6, 2.5, skin)


def _features(board: Board, look: Mapping[str, Any], tint: str, chance: Random) -> None:
    brow = mix(HAIR["dark"] if look["hair"] in ("scarf", "wrap") else tint, INK, 0.42)
    ink = INK if look["skin"] < 6 else "#1d1210"
    brow = brow if look["skin"] < 6 else "#241612"
    lift, near = chance.uniform(-0.5, 0.5), chance.uniform(-0.3, 0.4)
    for side in (-1, 1):
        x = 50 + side * (6.5 + near)
        board.oval(x, 47.6, 1.55, 2, ink)
        board.disc(x + 0.55, 46.9, 0.55, "#ffffff")
        arch = [
            (x - side * 3, 42.4 + lift),
            (x + side * 0.4, 41.5 + lift),
            (x + side * 3.3, 43.3 + lift),
        ]
        board.line(arch, brow, 1.05, round_=True)
    shadow = mix(SKINS[look["skin"]], "#7a3222", 0.42)
    board.line([(50.3, 49.2), (51.7, 52.9), (49, 53.6)], shadow, 0.85, round_=True)
    _mouth(board, look, chance)
    if look.get("moustache"):
        half = [(50, 55.2), (54.6, 54.7), (59.3, 57.4), (55, 58), (50, 57)]
        board.blob(mirror(half), tint)


def _mouth(board: Board, look: Mapping[str, Any], chance: Random) -> None:
    wide = chance.uniform(3.8, 5)
    lips = mix(SKINS[look["skin"]], "#99302c", 0.62) if look["skin"] < 6 else "#d08068"
    if look.get("moustache"):
        board.line([(47.4, 59.6), (50, 60.4), (52.6, 59.6)], lips, 0.9, round_=True)
    elif chance.random() < 0.45:
        board.blob(
            [
                (50 - wide, 57.6),
                (50, 58.4),
                (50 + wide, 57.6),
                (50 + wide * 0.6, 61),
                (50, 62),
                (50 - wide * 0.6, 61),
            ],
            "#8d3035",
        )
        board.blob(
            [(50 - wide * 0.82, 58), (50, 58.6), (50 + wide * 0.82, 58), (50, 59.8)], "#fffaf2"
        )
    else:
        board.line(
            [
                (50 - wide, 58),
                (50 - wide / 2, 59.8),
                (50, 60.3),
                (50 + wide / 2, 59.8),
                (50 + wide, 58),
            ],
            lips,
            1.05,
            round_=True,
        )


def _extras(board: Board, look: Mapping[str, Any], skin: str) -> None:
    if look.get("freckles"):
        for x, y in ((41, 52), (43.6, 53.6), (45.4, 51.8), (54.6, 51.8), (56.6, 53.6), (59, 52)):
            board.disc(x, y, 0.42, mix(skin, "#a2562e", 0.55))
    if look.get("earrings"):
        for side in (-1, 1):
            board.disc(50 + side * 16, 54, 1.25, "#e3b23c")
    if "glasses" in look:
        _glasses(board, look["glasses"])


def _glasses(board: Board, kind: str) -> None:
    frame = {"round": "#4a3a30", "square": "#2f3338", "cat": "#8a3b4a"}[kind]
    for side in (-1, 1):
        x = 50 + side * 6.7
        if kind == "round":
            board.ring(x, 47.8, 4.9, frame, 0.8)
        else:
            board.box(
                x - 5,
                43.9,
                10,
                7.7,
                None,
                r=2.1 if kind == "square" else 3.4,
                line=frame,
                wide=0.85,
            )
        if kind == "cat":
            board.line([(x + side * 3.8, 44.7), (x + side * 6.3, 43)], frame, 1.2)
        board.line([(x + side * 4.9, 47), (50 + side * 15.4, 46.4)], frame, 0.7)
    board.line([(48.2, 46.9), (50, 46.2), (51.8, 46.9)], frame, 0.8, round_=True)


def _robot(board: Board, look: Mapping[str, Any]) -> None:
    """The test bench's own face: a pressure gauge with eyes."""
    dress(board, "robot", look["cloth"], "#dfe4e2")
    board.box(46, 66, 8, 14, "#9aa5a6", r=2)
    board.disc(50, 45, 24, "#53656a")
    board.disc(50, 45, 21, "#fbf7ec")
    for step in range(9):
        mark = turned([(50, 27.4), (50, 31)], (50, 45), -120 + 30 * step)
        board.line(mark, "#e07a5f" if step > 6 else "#53656a", 1.1)
    for side in (-1, 1):
        board.oval(50 + side * 7, 43, 1.8, 2.3, INK)
        board.disc(50 + side * 7 + 0.6, 42.2, 0.6, "#ffffff")
    board.line([(43, 53), (50, 56.6), (57, 53)], "#e07a5f", 1.5, round_=True)
