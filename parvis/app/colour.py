"""The accents of the style sheet as the sRGB colours that a phone's home screen wants.

OKLCH to sRGB as CSS Color 4 does it; the accents in ``tokens.css`` are all within sRGB.
"""

import math
import re
from functools import cache
from typing import Final

from parvis.ui.avatars import hue_step
from parvis.ui.build import CSS

OURS: Final = "#0d5a63"
# Of --accent-fill by day.
LIGHTNESS: Final = 0.44


def accent(hue: int | None) -> str:
    """Return an accent's fill as ``#rrggbb``; None: ours."""
    if hue is None:
        return OURS
    step = hue_step(hue)
    return oklch(LIGHTNESS, _chromas().get(step, 0.065), step)


def oklch(lightness: float, chroma: float, hue: float) -> str:
    """Return a colour as ``#rrggbb``, clipped to what sRGB can show."""
    a = chroma * math.cos(math.radians(hue))
    b = chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return "#" + "".join(f"{round(255 * _encoded(part)):02x}" for part in linear)


def _encoded(part: float) -> float:
    part = min(max(part, 0.0), 1.0)
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


@cache
def ground(name: str) -> tuple[str, str]:
    """Return a neutral token (``page``, ``surface``) by day and by night."""
    one = r"oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)"
    found = re.search(rf"--{name}: light-dark\({one}, {one}\)", _tokens())
    if found is None:
        raise ValueError(f"no such token: {name}")
    day, night = found.groups()[:3], found.groups()[3:]
    return oklch(*map(float, day)), oklch(*map(float, night))


def _tokens() -> str:
    return (CSS / "tokens.css").read_text(encoding="utf-8")


@cache
def _chromas() -> dict[int, float]:
    """Read from the style sheet how strong each accent is, so that it is decided in one place."""
    found = re.findall(r'\[data-accent="(\d+)"\] \{[^}]*--accent-chroma: ([\d.]+)', _tokens())
    return {int(hue): float(chroma) for hue, chroma in found}
