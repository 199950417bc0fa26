"""A company's own colour as an accent that can be read: near to it, by day and by night.

WCAG 2.2: 4.5 : 1 for words (1.4.3), 3 : 1 for the edges of controls (1.4.11), against every ground
of ``tokens.css``. The colour keeps its hue, and as much of its lightness and strength as contrast
and the screen (sRGB) allow. OKLCH as CSS Color 4 defines it.
"""

import math
import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import Final, NamedTuple

from parvis.ui.build import CSS

WORDS, EDGES = 4.5, 3.0
# A little more than asked, for what rounding takes.
SPARE: Final = 0.03
STEP: Final = 0.005
DAY, NIGHT = 0, 1
GROUNDS: Final = ("page", "surface", "raised", "sunken", "hover")
SHEETS: Final = ("page", "surface", "raised")
HEX: Final = re.compile(r"#[0-9a-f]{6}")


class Colour(NamedTuple):
    """Lightness 0…1, chroma, hue in degrees."""

    lightness: float
    chroma: float
    hue: float

    def __str__(self) -> str:
        return f"oklch({self.lightness:.3f} {self.chroma:.3f} {self.hue:.1f})"


# The inks that may stand on the accent, and how light and strong the tint under things is.
LIGHT_INK, DARK_INK = Colour(0.990, 0.005, 85), Colour(0.200, 0.020, 60)
TINTS: Final = ((0.945, 0.020), (0.305, 0.032))


class Accent(NamedTuple):
    """The accent's tokens by day, or by night."""

    accent: Colour
    fill: Colour
    fill_hover: Colour
    ink: Colour
    tint: Colour


def is_colour(text: str) -> bool:
    """Tell whether a text is a colour as ``#rrggbb``, in lower case."""
    return bool(HEX.fullmatch(text))


@lru_cache(maxsize=64)
def style(brand: str) -> str:
    """Return the accent of a colour (``#rrggbb``) as a style sheet; raises ValueError."""
    day, night = accent(brand, DAY), accent(brand, NIGHT)
    pairs = "".join(
        f" --{name}: light-dark({one}, {other});"
        for name, one, other in zip(
            ("accent", "accent-fill", "accent-fill-hover", "accent-ink", "accent-tint"),
            day,
            night,
            strict=True,
        )
    )
    return f":root {{{pairs} }}\n"


def accent(brand: str, theme: int) -> Accent:
    """Return the tokens for a colour by DAY or NIGHT; raises ValueError for what is no colour."""
    if not is_colour(brand):
        raise ValueError(f"{brand!r} is no colour as #rrggbb")
    own = of_hex(brand)
    lightness, chroma = TINTS[theme]
    tint = _shown(Colour(lightness, min(chroma, own.chroma), own.hue))
    grounds = [_grounds()[name][theme] for name in GROUNDS]
    sheets = [_grounds()[name][theme] for name in SHEETS]
    words = _moved(own, theme, lambda colour: _stands(colour, [*grounds, tint], WORDS))
    fill = _moved(own, theme, lambda colour: _stands(colour, sheets, EDGES) and bool(_ink(colour)))
    ink = _ink(fill) or LIGHT_INK
    # Away from its ink, so that it stays readable under the pointer.
    away = -0.05 if ink is LIGHT_INK else 0.05
    hover = _shown(fill._replace(lightness=_clamped(fill.lightness + away)))
    return Accent(words, fill, hover, ink, tint)


def hue_of(brand: str) -> int | None:
    """Return a colour's hue in whole degrees; None for grey."""
    own = of_hex(brand)
    return round(own.hue) % 360 if own.chroma > 0.02 else None


def _moved(own: Colour, theme: int, fits: Callable[[Colour], bool]) -> Colour:
    """Return the colour, made darker by day or lighter by night until it fits."""
    lightness, end, step = own.lightness, 0.0 if theme == DAY else 1.0, STEP if theme else -STEP
    while True:
        colour = _shown(own._replace(lightness=lightness))
        if fits(colour) or lightness == end:
            return colour
        lightness = _clamped(lightness + step)


def _clamped(value: float) -> float:
    return min(max(value, 0.0), 1.0)


def _stands(colour: Colour, grounds: Iterable[Colour], least: float) -> bool:
    return all(contrast(colour, ground) >= least + SPARE for ground in grounds)


def _ink(fill: Colour) -> Colour | None:
    """Return the ink that can be read on a fill, a light one where both can."""
    inks = (ink for ink in (LIGHT_INK, DARK_INK) if contrast(fill, ink) >= WORDS + SPARE)
    return next(inks, None)


def _shown(colour: Colour) -> Colour:
    """Return the colour as strong as sRGB can show it, in the figures that are written."""
    colour = Colour(round(colour.lightness, 3), round(colour.chroma, 3), round(colour.hue, 1))
    while colour.chroma > 0 and not all(-0.001 <= part <= 1.001 for part in _linear(colour)):
        colour = colour._replace(chroma=round(max(colour.chroma - 0.002, 0.0), 3))
    return colour


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of two colours, as WCAG defines it."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (_clamped(part) for part in _linear(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(colour: Colour) -> tuple[float, float, float]:
    """Return linear sRGB, not clipped."""
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


def of_hex(text: str) -> Colour:
    """Return ``#rrggbb`` as OKLCH."""
    red, green, blue = (_decoded(int(text[at : at + 2], 16) / 255) for at in (1, 3, 5))
    x = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    y = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    z = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * x + 0.7936177850 * y - 0.0040720468 * z
    a = 1.9779984951 * x - 2.4285922050 * y + 0.4505937099 * z
    b = 0.0259040371 * x + 0.7827717662 * y - 0.8086757660 * z
    return Colour(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def to_hex(colour: Colour) -> str:
    """Return a colour as ``#rrggbb``, clipped to what sRGB can show."""
    parts = (_encoded(_clamped(part)) for part in _linear(colour))
    return "#" + "".join(f"{round(255 * part):02x}" for part in parts)


def ground(name: str) -> tuple[str, str]:
    """Return one of GROUNDS by day and by night, as ``#rrggbb``."""
    day, night = _grounds()[name]
    return to_hex(day), to_hex(night)


def _encoded(part: float) -> float:
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def _decoded(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


@cache
def _grounds() -> dict[str, tuple[Colour, Colour]]:
    """Read the grounds from the style sheet, so that they are decided in one place."""
    css = (CSS / "tokens.css").read_text(encoding="utf-8").split("@media")[0]
    one = r"oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)"
    found = re.findall(rf"--({'|'.join(GROUNDS)}): light-dark\({one}, {one}\)", css)
    return {
        name: (Colour(*map(float, values[:3])), Colour(*map(float, values[3:])))
        for name, *values in found
    }
