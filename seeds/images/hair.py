"""Hair, scarves and hats: what lies behind the head, and what frames the face."""

from collections.abc import Callable
from typing import Final

from PIL import Image, ImageDraw

from seeds.images.canvas import Board, Point, mirror, mix, smooth
from seeds.images.palette import CLOTH

# The outline of hair lying close to the head, and wider for curls.
CROWN: Final[list[Point]] = mirror(
    [(50, 23.5), (59, 25.2), (66.2, 32), (67.6, 41), (66.4, 48), (64.8, 51)]
)
FULL: Final[list[Point]] = mirror(
    [(50, 20.5), (61, 22.5), (69.5, 30), (72, 42), (72.5, 54), (70, 64), (64, 66)]
)

# Where the face shows: what is cut out of the crown.
OPENINGS: Final[dict[str, list[Point]]] = {
    "short": mirror([(50, 34.5), (58, 34), (63, 37.5), (64.5, 46), (66.5, 50), (67, 70), (50, 80)]),
    "side": [
        (40, 33.5),
        (52, 36),
        (61, 38.5),
        (64.2, 43),
        (66.5, 50),
        (67, 70),
        (50, 80),
        (33, 70),
        (33.5, 50),
        (35.8, 42),
    ],
    "receding": mirror(
        [(50, 29.5), (57, 27), (63.5, 33), (64.8, 45), (66.8, 50), (67, 70), (50, 80)]
    ),
    "tousled": [
        (41, 36.5),
        (45, 34),
        (49, 37),
        (54, 33.5),
        (58, 36.5),
        (62.5, 37),
        (64.6, 46),
        (66.5, 50),
        (67, 70),
        (50, 80),
        (33, 70),
        (33.5, 50),
        (36, 42),
    ],
    "centre": mirror([(50, 30), (56, 33.5), (61.5, 41), (63, 52), (62, 66), (50, 82)]),
    "sweep": [
        (43, 32.5),
        (54, 35.5),
        (61, 41),
        (63.4, 50),
        (62, 66),
        (50, 82),
        (38, 66),
        (36.6, 50),
        (37.5, 40),
    ],
    "fringe": mirror([(50, 38.6), (57, 38.4), (62.3, 40), (63.2, 52), (62, 66), (50, 82)]),
    "pixie": [
        (41, 35),
        (50, 38.5),
        (58, 37),
        (63, 36),
        (64.5, 45),
        (65.5, 52),
        (66, 70),
        (50, 80),
        (34, 70),
        (34.5, 52),
        (35.8, 42),
    ],
    "back": mirror(
        [(50, 32), (57, 32.8), (62.5, 37.5), (64.5, 46), (66.5, 50), (67, 70), (50, 80)]
    ),
}

LONG: Final = mirror(
    [(50, 22), (62, 24), (70, 33), (71.5, 48), (73, 64), (74.5, 80), (69, 86), (59, 84)]
)
BOB: Final = mirror([(50, 22), (62, 24), (70, 32.5), (72, 46), (72.5, 60), (68, 66.5), (58, 66)])
WAVY: Final = mirror(
    [
        (50, 21),
        (62, 23),
        (70.5, 31),
        (71, 42),
        (74.5, 52),
        (72.5, 61),
        (76, 70),
        (73, 79),
        (66, 84),
        (57, 80),
    ]
)


def behind(board: Board, style: str, tint: str) -> None:
    """Draw what shows behind neck and shoulders."""
    dark = mix(tint, "#1f1414", 0.22)
    outlines = {"long": LONG, "fringe": LONG, "bob": BOB, "wavy": WAVY}
    if style in outlines:
        board.blob(outlines[style], dark)
    elif style == "curlylong":
        _curls(board, dark, LONG_CURLS, 7.4)
    elif style == "ponytail":
        board.blob([(61, 28), (74, 31), (79, 44), (76, 62), (80, 70), (70, 68), (66, 50)], dark)
    elif style == "bun":
        board.disc(50, 19.5, 8.6, dark)
        board.disc(49.2, 18.8, 7.6, tint)
    elif style == "scarf":
        board.blob(
            mirror([(50, 19.5), (63, 22), (71.5, 32), (72, 50), (73, 66), (76, 86), (50, 92)]), dark
        )


def round_face(board: Board, style: str, tint: str) -> None:
    """Draw what frames the face."""
    FRONTS.get(style, _plain(style))(board, tint)


def _cut(board: Board, outer: list[Point], opening: list[Point], tint: str) -> None:
    """Fill an outline without its opening; a lighter band where the light falls."""
    mask = Image.new("L", board.size, 0)
    pen = ImageDraw.Draw(mask)
    pen.polygon(board.at(smooth(outer)), fill=255)
    pen.polygon(board.at(smooth(opening)), fill=0)
    sheet = Image.new("RGB", board.size, tint)
    light = ImageDraw.Draw(sheet)
    light.line(
        board.at(smooth([(39, 33), (44, 28), (52, 26.3)], closed=False)),
        fill=mix(tint, "#fff3e0", 0.09),
        width=round(1.8 * board.unit),
        joint="curve",
    )
    board.picture.paste(sheet, (0, 0), mask)


def _plain(style: str) -> Callable[[Board, str], None]:
    shapes = {
        "long": (LONG_FRONT, "centre"),
        "wavy": (WAVY_FRONT, "sweep"),
        "bob": (BOB_FRONT, "sweep"),
        "fringe": (LONG_FRONT, "fringe"),
        "bun": (CROWN, "back"),
        "ponytail": (CROWN, "sweep_up"),
    }
    outer, opening = shapes.get(style, (CROWN, style))
    return lambda board, tint: _cut(board, outer, OPENINGS.get(opening, OPENINGS["back"]), tint)


LONG_FRONT: Final = mirror(
    [(50, 22.5), (61, 24.5), (68.5, 32), (70, 46), (70.5, 62), (71, 76), (66.5, 80), (63.8, 68)]
)
WAVY_FRONT: Final = mirror(
    [(50, 21.5), (62, 23.5), (69.5, 32), (69.5, 43), (72, 53), (69.8, 62), (66, 67), (63.6, 58)]
)
BOB_FRONT: Final = mirror(
    [(50, 22.2), (61.5, 24), (69.2, 32), (70.8, 46), (71, 58), (67.5, 64.5), (63.8, 58)]
)

SHORT_CURLS: Final[list[Point]] = [
    (36, 40),
    (35.5, 34),
    (39, 28.5),
    (44.5, 25),
    (50.5, 23.8),
    (56.5, 25),
    (61.5, 28.8),
    (64.5, 34),
    (64, 40),
    (43, 31),
    (49, 29.5),
    (55, 29.8),
    (60, 33.4),
    (40, 33.4),
]
AFRO: Final[list[Point]] = [
    (33, 46),
    (31, 38),
    (32.5, 30),
    (37, 23.5),
    (43.5, 19.6),
    (50.5, 18.2),
    (57.5, 19.8),
    (63.5, 24),
    (67.6, 30.4),
    (69, 38),
    (67, 46),
    (42, 29),
    (49, 26.5),
    (56, 28),
    (61, 32),
    (38, 34),
]
LONG_CURLS: Final[list[Point]] = [
    (31, 78),
    (29, 70),
    (28.5, 61),
    (29, 52),
    (30, 43),
    (32, 34),
    (37, 27),
    (44, 23),
    (51, 22),
    (58, 23.5),
    (64, 28),
    (68, 35),
    (70, 44),
    (71, 53),
    (71.5, 62),
    (71, 70),
    (69, 78),
    (37, 82),
    (63, 82),
    (50, 30),
    (40, 40),
    (60, 40),
    (38, 60),
    (62, 60),
    (40, 72),
    (60, 72),
]
CURLS_FRONT: Final[list[Point]] = [
    (34.6, 50),
    (34.2, 44),
    (35.5, 38),
    (38.5, 32.5),
    (43.5, 28.8),
    (49.5, 27.4),
    (55.5, 28.4),
    (60.6, 31.8),
    (64, 37),
    (65.6, 43),
    (65.6, 49),
    (46, 30),
    (53, 30.4),
]


def _curls(board: Board, tint: str, centres: list[Point], size: float) -> None:
    for number, (x, y) in enumerate(centres):
        board.disc(x, y, size * (1 + 0.09 * (number % 3 - 1)), tint)
    for number, (x, y) in enumerate(centres):
        if number % 2:
            continue
        path = [(x - size * 0.35, y), (x, y - size * 0.38), (x + size * 0.36, y - size * 0.05)]
        board.line(path, mix(tint, "#fff3e0", 0.13), 0.75, round_=True)


def _bald(board: Board, tint: str) -> None:
    for side in (-1, 1):
        board.blob(
            [
                (50 + side * x, y)
                for x, y in [(14.8, 38), (17.2, 42), (17, 50), (15.4, 53), (14.6, 46)]
            ],
            tint,
        )


def _buzz(board: Board, tint: str) -> None:
    shape = mirror([(50, 26.2), (58, 27.6), (64, 33.5), (66, 42), (65.6, 48), (64.4, 46)])
    _cut(board, shape, OPENINGS["short"], mix(tint, "#d8a888", 0.28))


def _wrap(board: Board, tint: str) -> None:
    """A knotted headwrap in two colours."""
    cloth = CLOTH.get(tint, tint)
    board.blob([(52, 18), (60, 8.5), (70, 11), (69, 20), (60, 24)], mix(cloth, "#7a2a1a", 0.25))
    board.blob([(48, 17), (44, 8), (53, 5.5), (61, 12), (58, 20)], cloth)
    board.blob(mirror([(50, 15), (61, 17), (68.6, 26), (68, 37.5), (60, 33.8), (50, 32.6)]), cloth)
    for start, bend, end in (((33, 33), (48, 22), (66, 19)), ((36, 24), (50, 17.5), (61, 15))):
        board.line([start, bend, end], CLOTH["mustard"], 1.7, round_=True)


def _scarf(board: Board, tint: str) -> None:
    """A headscarf laid round the face and over the shoulders."""
    cloth = CLOTH.get(tint, tint)
    outer = mirror(
        [(50, 20), (62, 22.5), (69.8, 32), (70, 48), (68.5, 62), (71, 76), (66, 86), (50, 89)]
    )
    opening = mirror([(50, 31.4), (57.5, 32.6), (62.6, 39), (63.6, 49), (61, 59.5), (50, 67.6)])
    _cut(board, outer, opening, cloth)
    board.line([(38, 70), (49, 76), (63, 71)], mix(cloth, "#102030", 0.25), 0.9, round_=True)
    board.line([(37, 77), (48, 82), (60, 80)], mix(cloth, "#102030", 0.2), 0.8, round_=True)


FRONTS: Final[dict[str, Callable[[Board, str], None]]] = {
    "curly": lambda board, tint: _curls(board, tint, SHORT_CURLS, 4.9),
    "afro": lambda board, tint: _curls(board, tint, AFRO, 6.6),
    "curlylong": lambda board, tint: _curls(board, tint, CURLS_FRONT, 4.3),
    "bald": _bald,
    "buzz": _buzz,
    "wrap": _wrap,
    "scarf": _scarf,
}


def hat(board: Board, kind: str, tint: str) -> None:
    """Draw what is worn on top: a helmet, a cook's toque, a cap."""
    cloth = CLOTH[tint]
    HATS[kind](board, cloth, mix(cloth, "#40342c", 0.16))


def _helmet(board: Board, cloth: str, dark: str) -> None:
    board.blob(mirror([(50, 16), (60, 18), (67.5, 26), (69, 35), (60, 36.2), (50, 36.6)]), cloth)
    board.box(45.6, 15, 8.8, 21, mix(cloth, "#ffffff", 0.35), r=3.6)
    board.blob(mirror([(50, 34.4), (62, 34), (71, 35), (73, 37.2), (62, 38.4), (50, 38.8)]), dark)


def _toque(board: Board, cloth: str, dark: str) -> None:
    for x, y, r in ((38.0, 17.0, 9), (62, 17, 9), (50, 12.5, 11), (44, 21, 8), (57, 21, 8)):
        board.disc(x, y, r, cloth)
    for x in (42.5, 50.0, 57.5):
        board.line([(x, 17), (x, 27)], dark, 0.7)
    board.box(34.2, 26, 31.6, 8.6, cloth, r=2.6)
    board.line([(35.6, 27), (64.4, 27)], dark, 0.8)


def _cap(board: Board, cloth: str, dark: str) -> None:
    board.blob(mirror([(50, 19.4), (60, 21), (67.4, 28), (68.6, 36.4), (50, 36.4)]), cloth)
    board.blob([(38, 34.6), (50, 32.6), (64, 33.6), (70, 37.6), (58, 38.6), (44, 38)], dark)
    board.disc(50, 20, 1.4, dark)


HATS: Final[dict[str, Callable[[Board, str, str], None]]] = {
    "helmet": _helmet,
    "toque": _toque,
    "cap": _cap,
}
