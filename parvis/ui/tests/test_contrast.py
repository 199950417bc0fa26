"""Every pair of colours that is used together can be read: by day, by night, in every accent.

WCAG 2.2: 4.5 : 1 for words (1.4.3), 3 : 1 for the edges of controls and for signs (1.4.11).
"""

import math
import re
from collections.abc import Iterator
from itertools import product

import pytest

from parvis.ui.build import CSS

TOKENS = (CSS / "tokens.css").read_text(encoding="utf-8")
AVATARS = (CSS / "components" / "avatar.css").read_text(encoding="utf-8")
DAY, NIGHT = 0, 1
GROUNDS = ("page", "surface", "raised", "sunken", "hover")
TINTS = {
    "accent-tint": ("accent", "ink", "ink-soft"),
    "signal-tint": ("signal", "ink"),
    "good-tint": ("good", "ink"),
    "warn-tint": ("warn", "ink"),
    "danger-tint": ("danger", "ink"),
}
FILLS = {
    "accent-fill": "accent-ink",
    "accent-fill-hover": "accent-ink",
    "signal-fill": "signal-ink",
}
type Colour = tuple[float, float, float]


def accents() -> dict[str, dict[str, float]]:
    """Hue and chroma of each accent that a company may choose, ours first."""
    found = {"ours": numbers(TOKENS.split("/* stone */")[0])}
    for name, body in re.findall(r'\[data-accent="(\d+)"\] \{([^}]+)\}', TOKENS):
        found[name] = numbers(body)
    return found


def numbers(css: str) -> dict[str, float]:
    """The custom properties of `css` that are bare numbers."""
    return {k: float(v) for k, v in re.findall(r"--(accent-\w+): ([\d.]+);", css)}


def pairs(css: str, accent: dict[str, float]) -> dict[str, tuple[Colour, Colour]]:
    """Name and (day, night) of every token that is a pair of OKLCH colours."""
    for key, value in accent.items():
        css = css.replace(f"var(--{key})", str(value))
    one = r"oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)"
    found = re.findall(rf"--([\w-]+): light-dark\({one}, {one}\)", css.split("@media")[0])
    return {
        name: (_colour(values[:3]), _colour(values[3:])) for name, *values in found
    }  # fmt: skip


def _colour(values: list[str]) -> Colour:
    lightness, chroma, hue = map(float, values)
    return lightness, chroma, hue


def linear(colour: Colour) -> tuple[float, float, float]:
    """Linear sRGB of an OKLCH colour (CSS Color 4), not clipped."""
    lightness, chroma, hue = colour
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    x = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    y = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    z = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z,
        -1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z,
        -0.0041960863 * x - 0.7034186147 * y + 1.7076147010 * z,
    )


def contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio of two colours, as WCAG defines it."""
    low, high = sorted(
        0.2126 * r + 0.7152 * g + 0.0722 * b
        for r, g, b in ((min(max(v, 0), 1) for v in linear(c)) for c in (one, other))
    )
    return (high + 0.05) / (low + 0.05)


def wanted() -> Iterator[tuple[str, str, float]]:
    """Which token stands on which, and how much they must differ."""
    for ground in GROUNDS:
        for words in ("ink", "ink-soft", "accent"):
            yield words, ground, 4.5
    for ground in ("page", "surface", "raised"):
        for words in ("signal", "good", "warn", "danger"):
            yield words, ground, 4.5
        for edge in ("line-strong", "accent", "accent-fill", "signal-fill"):
            yield edge, ground, 3
    for tint, several in TINTS.items():
        for word in several:
            yield word, tint, 4.5
    for fill, ink in FILLS.items():
        yield ink, fill, 4.5


@pytest.mark.parametrize("theme", [DAY, NIGHT], ids=["day", "night"])
@pytest.mark.parametrize("accent", accents())
def test_words_and_controls_stand_out(accent: str, theme: int) -> None:
    tokens = pairs(TOKENS, accents()[accent])
    weak = {
        f"{front} on {ground}": round(ratio, 2)
        for front, ground, least in wanted()
        if (ratio := contrast(tokens[front][theme], tokens[ground][theme])) < least
    }
    assert not weak


@pytest.mark.parametrize("theme", [DAY, NIGHT], ids=["day", "night"])
def test_initials_stand_out_on_every_face(theme: int) -> None:
    hues = [float(h) for h in re.findall(r"--face-hue: (\d+)", AVATARS)]
    assert len(hues) == 12
    for hue in hues:
        css = TOKENS.replace("var(--face-hue)", str(hue))
        tokens = pairs(css, accents()["ours"])
        assert contrast(tokens["face-ink"][theme], tokens["face"][theme]) >= 4.5, hue


def test_there_are_accents_all_round_the_circle() -> None:
    assert set(accents()) == {"ours", *map(str, range(0, 360, 15))}


def test_every_accent_can_be_shown_on_any_screen() -> None:
    for accent, theme in product(accents(), (DAY, NIGHT)):
        fill = pairs(TOKENS, accents()[accent])["accent-fill"][theme]
        assert all(-0.002 <= value <= 1.002 for value in linear(fill)), accent
