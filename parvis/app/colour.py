"""The company's colour as a phone's home screen wants it: ``#rrggbb``, by day."""

import re
from functools import cache
from typing import Final

from parvis.ui.accent import DAY, Colour, accent, to_hex
from parvis.ui.avatars import hue_step
from parvis.ui.build import CSS

OURS: Final = "#0d5a63"
# Of --accent-fill by day.
LIGHTNESS: Final = 0.44


def fill(brand: str, hue: int | None) -> str:
    """Return the accent's fill: of the company's own colour, of the hue it chose, or ours."""
    if brand:
        return to_hex(accent(brand, DAY).fill)
    if hue is None:
        return OURS
    step = hue_step(hue)
    return to_hex(Colour(LIGHTNESS, _chromas()[step], step))


@cache
def _chromas() -> dict[int, float]:
    """Read from the style sheet how strong each accent is, so that it is decided in one place."""
    tokens = (CSS / "tokens.css").read_text(encoding="utf-8")
    found = re.findall(r'\[data-accent="(\d+)"\] \{[^}]*--accent-chroma: ([\d.]+)', tokens)
    return {int(hue): float(chroma) for hue, chroma in found}
