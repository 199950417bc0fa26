"""Charts, plans and things written on walls."""

from itertools import pairwise
from math import cos, pi, sin
from random import Random

from seeds.images.canvas import Board, Point, mix

INK = "#33404a"
PAPER = "#fdfaf2"


def _axes(board: Board, title: str, x: str, y: str) -> None:
    board.box(0, 0, 200, 150, PAPER)
    board.text(16, 13, title, 7, INK)
    for row in range(5):
        board.line([(24, 32 + row * 22), (188, 32 + row * 22)], "#e5dfd0", 0.4)
    board.line([(24, 30), (24, 126), (188, 126)], INK, 0.8)
    board.text(188, 143, x, 5, "#6b6f70", "rm")
    board.text(16, 24, y, 5, "#6b6f70")


def bench_curve(board: Board, chance: Random) -> None:
    """Computed head and efficiency, and what the bench measured."""
    _axes(board, "Doubs 40 : calcul et banc", "Q (m3/h)", "H (m)")
    head = [(24 + n * 4.0, 48 + 0.0145 * (n * 4.0 / 1.6) ** 2 * 0.5) for n in range(40)]
    board.line(head, "#2c7a78", 1.4)
    lower = [(x, y + 0.0012 * (x - 24) ** 1.72 * 0.5) for x, y in head]
    board.line(lower, "#9ac3bf", 1)
    hill = [(24 + n * 4.0, 122 - 70 * (1 - ((n - 26) / 26) ** 2)) for n in range(40)]
    board.line(hill, "#d9a441", 1.2)
    for n in range(2, 40, 4):
        x, y = lower[n]
        board.disc(x, y + chance.gauss(0, 0.5), 1.7, "#b5553a")
        ex, ey = hill[n]
        board.disc(ex, ey + chance.gauss(0, 0.7), 1.5, "#b5553a")
    for number, (tint, words) in enumerate(
        (
            ("#2c7a78", "calcul, jeu 0,35"),
            ("#9ac3bf", "calcul, jeu 0,42"),
            ("#b5553a", "points du banc"),
        )
    ):
        board.box(66, 96 + number * 9, 7, 2.4, tint)
        board.text(77, 97 + number * 9, words, 5.2, INK)
    for n in range(5):
        board.text(24 + n * 40, 133, str(n * 15), 5, "#6b6f70", "mm")


def scrap(board: Board, chance: Random) -> None:
    """Leaking castings by hour of pouring."""
    _axes(board, "Porosity: 67 castings by pouring hour", "hour", "leaks")
    counts = [0] * 24
    for hour, count in ((2, 9), (3, 3), (19, 1)):
        counts[hour] = count
    for hour, count in enumerate(counts):
        x = 27 + hour * 6.7
        board.box(x, 122, 4.8, 3.4, "#cfe3e0")
        if count:
            board.box(
                x, 126 - count * 9.2, 4.8, count * 9.2, "#e07a5f" if hour < 6 else "#d9a441", r=0.6
            )
        if hour % 3 == 0:
            board.text(x + 2.4, 132, str(hour), 4.8, "#6b6f70", "mm")
    board.box(36, 31, 18, 95, None, r=2, line="#b5553a", wide=0.7)
    board.line([(58, 46), (76, 50)], "#b5553a", 0.8)
    board.text(79, 46, "night shift: 12", 6.4, "#b5553a")
    board.text(79, 54, "what is different?", 6.4, "#b5553a")


def kilometres(board: Board, chance: Random) -> None:
    """Kilometres cycled per rider and site."""
    board.box(0, 0, 200, 150, PAPER)
    board.text(16, 15, "Kilometres per rider, this quarter", 7.4, INK)
    rows = (
        ("Bursa", 478),
        ("L'Arbresle", 432),
        ("Zaragoza", 278),
        ("Aveiro", 269),
        ("Wakefield", 211),
    )
    tints = ("#b5553a", "#2c7a78", "#d9a441", "#3b7ea1", "#7b4567")
    for number, ((site, km), tint) in enumerate(zip(rows, tints, strict=True)):
        y = 32 + number * 21
        board.text(56, y + 6.5, site, 6.2, INK, "rm")
        board.box(60, y, km * 0.245, 13, tint, r=6.5)
        board.ring(60 + km * 0.245 - 7, y + 6.5, 4, "#ffffff", 0.9)
        board.text(60 + km * 0.245 + 3, y + 6.5, str(km), 6.2, INK)
    board.text(60, 141, "rain coefficient not included", 5, "#8a857a")


def whiteboard(board: Board, chance: Random) -> None:
    """A fishbone drawn by hand, with a coffee ring."""
    board.shade("#cfc8bb", "#bdb5a6")
    board.box(10, 9, 180, 122, "#8f9296", r=2)
    board.box(13, 12, 174, 116, "#fbfbf8", r=1)
    board.box(60, 131, 80, 4, "#7d8084", r=1)
    for number, tint in enumerate(("#b5553a", "#2c7a78", "#2f4260")):
        board.box(70 + number * 16, 129, 12, 2.6, tint, r=1.2)
    _hand(board, [(28, 72), (150, 70)], "#2f4260", 1.3, chance)
    board.box(151, 60, 31, 20, None, r=2, line="#b5553a", wide=1.1)
    board.text(166, 70, "trous", 8, "#b5553a", "mm")
    causes = (
        ("sable", 52, 28, "#2c7a78"),
        ("fonte", 92, 26, "#2f4260"),
        ("nuit !", 130, 28, "#b5553a"),
    )
    for words, x, y, tint in causes:
        _hand(board, [(x, y + 8), (x + 16, 71)], tint, 1.1, chance)
        board.text(x - 2, y + 2, words, 8, tint, "mm")
        _hand(board, [(x - 6, y + 24), (x + 8, y + 24)], tint, 0.7, chance)
    for words, x, y, tint in (
        ("noyaux", 46, 112, "#2c7a78"),
        ("pause 2 h", 88, 114, "#b5553a"),
        ("humide", 132, 112, "#2c7a78"),
    ):
        _hand(board, [(x, y - 8), (x + 18, 71)], tint, 1.1, chance)
        board.text(x, y, words, 7.4, tint, "mm")
    loop = [(64, 108), (88, 104), (113, 108), (114, 118), (88, 122), (64, 119)]
    board.line([*loop, loop[0]], "#b5553a", 0.9, round_=True)
    board.ring(168, 108, 9, "#c2a27e", 0.9)
    board.ring(168.6, 108.4, 8.2, "#d9c3a6", 0.5)
    board.text(20, 22, "5 x pourquoi", 6, "#8a8f93")


def _hand(board: Board, points: list[Point], ink: str, wide: float, chance: Random) -> None:
    (ax, ay), (bx, by) = points
    path = [
        (
            ax + (bx - ax) * k / 6 + chance.gauss(0, 0.35),
            ay + (by - ay) * k / 6 + chance.gauss(0, 0.5),
        )
        for k in range(7)
    ]
    board.line(path, ink, wide, round_=True)


def kanban(board: Board, chance: Random) -> None:
    """A wall of notes, drawn by the team."""
    board.shade("#d9c5a3", "#cdb48d")
    board.box(12, 12, 176, 126, "#fbf8ef", r=1.5)
    for number, words in enumerate(("en file", "en cours", "doute", "fini")):
        x = 15 + number * 43
        board.text(x + 20, 21, words, 7.4, "#b5553a" if words == "doute" else INK, "mm")
        board.line([(x + 2, 27), (x + 38, 27.4)], INK, 0.6)
        if number:
            board.line([(x - 1.6, 16), (x - 1.2, 134)], "#b9b2a2", 0.5)
        for row in range((4, 3, 1, 4)[number]):
            nx, ny = x + chance.uniform(2, 7), 33 + row * 25 + chance.uniform(-1, 1)
            tint = chance.choice(["#f8e07a", "#f7b9a0", "#bfe0d4", "#cdd8f0"])
            board.box(nx + 0.8, ny + 1, 30, 20, "#d6cfbf")
            board.box(nx, ny, 30, 20, tint)
            for line in range(3):
                board.line(
                    [
                        (nx + 3, ny + 5 + line * 4.6),
                        (nx + chance.uniform(14, 27), ny + 5 + line * 4.6),
                    ],
                    mix(tint, INK, 0.6),
                    0.7,
                )
    board.text(112, 118, "merci :-)", 7, "#2c7a78", "mm")


def floor_plan(board: Board, chance: Random) -> None:
    """The dock with its new crossing, mirror and one-way aisle."""
    board.box(0, 0, 200, 150, "#eef1ec")
    for n in range(21):
        board.line([(n * 10, 0), (n * 10, 150)], "#e2e6df", 0.25)
    for n in range(16):
        board.line([(0, n * 10), (200, n * 10)], "#e2e6df", 0.25)
    board.text(12, 12, "Quai 3, nouveau plan", 7.4, INK)
    for number in range(4):
        for row in (32, 98):
            x = 20 + number * 36
            board.box(x, row, 26, 26, "#b8c2c6", r=1)
            board.box(x + 2, row + 2, 22, 22, "#cfd7d9", r=1)
            board.text(x + 13, row + 13, "ABCD"[number], 9, "#7d888d", "mm")
    board.box(10, 64, 160, 28, "#f6e7b4", r=2)
    for x in (40, 78, 152):
        board.shape(
            [
                (x + 16, 78),
                (x + 6, 72.5),
                (x + 6, 76),
                (x - 4, 76),
                (x - 4, 80),
                (x + 6, 80),
                (x + 6, 83.5),
            ],
            "#d9a441",
        )
    for n in range(6):
        board.box(103.5 + n * 2.9, 60, 1.7, 36, "#2c7a78")
    steps = [(110, 136), (111, 120), (112, 78), (113, 46), (112, 24)]
    for (ax, ay), (bx, by) in pairwise(steps):
        count = max(2, int(abs(by - ay) / 6))
        for k in range(count):
            side = 1.8 if k % 2 else -1.8
            board.oval(
                ax + (bx - ax) * k / count + side, ay + (by - ay) * k / count, 0.9, 1.9, "#b5553a"
            )
    board.disc(97, 62, 4, "#3b7ea1")
    board.disc(97, 62, 2.7, "#d4ebf2")
    board.text(90, 57, "miroir", 5.4, "#3b7ea1", "rm")
    board.box(172, 60, 22, 38, "#8a8f93", r=1)
    board.text(183, 79, "quai", 6, "#ffffff", "mm")
    board.box(26, 71, 15, 11, "#ee8a3c", r=2)
    board.box(21, 74, 6, 1.4, INK)
    board.box(21, 78, 6, 1.4, INK)
    board.glow(12, 77, 10, "#5aa9e0", 0.8)


def blueprint(board: Board, chance: Random) -> None:
    """A section through a pump body with channels between two skins."""
    board.shade("#1f4468", "#17375a")
    for n in range(41):
        board.line([(n * 5, 0), (n * 5, 150)], "#285076" if n % 4 else "#33608a", 0.2)
    for n in range(31):
        board.line([(0, n * 5), (200, n * 5)], "#285076" if n % 4 else "#33608a", 0.2)
    white = "#dcebf5"
    board.box(6, 6, 188, 138, None, line=white, wide=0.5)

    x, y = 88, 76
    for r in (52, 38, 16, 7):
        board.ring(x, y, r, white, 0.9)
    for k in range(12):
        a = k * pi / 6
        board.ring(x + 45 * cos(a), y + 45 * sin(a), 4.2, "#f3c98a", 0.8)
    for k in range(7):
        path = [
            (
                x + (16 + 20 * s / 8) * cos(k * 0.898 + s * 0.12),
                y + (16 + 20 * s / 8) * sin(k * 0.898 + s * 0.12),
            )
            for s in range(9)
        ]
        board.line(path, white, 0.7)
    for points in ([(28, y), (150, y)], [(x, 18), (x, 134)]):
        (ax, ay), (bx, by) = points
        for k in range(14):
            board.line(
                [
                    (ax + (bx - ax) * k / 14, ay + (by - ay) * k / 14),
                    (ax + (bx - ax) * (k + 0.6) / 14, ay + (by - ay) * (k + 0.6) / 14),
                ],
                "#f09a7c",
                0.4,
            )
    board.line([(x + 45, y - 26), (154, 30), (176, 30)], "#f3c98a", 0.5)
    board.text(155, 25, "12 trous de 9", 6, "#f3c98a")
    board.line([(36, 136), (140, 136)], white, 0.4)
    board.text(88, 132, "312 mm", 5.4, white, "mm")
    board.box(140, 116, 54, 28, None, line=white, wide=0.5)
    board.text(144, 123, "LOIRE · coupe A-A", 4.8, white)
    board.text(144, 131, "O. Chavanne  ind. C", 4.8, white)
    board.text(144, 139, "SECRET", 5.4, "#f09a7c")
