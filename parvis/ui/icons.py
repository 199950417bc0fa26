"""Lucide's icons as inline SVG, drawn by the server."""

from functools import cache
from typing import Final

import lucide
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# They point along the line, so they turn round where one reads from right to left.
DIRECTED: Final = frozenset({"arrow-left", "chevron-right", "list", "log-out", "send-horizontal"})
# What all of them have in common, base.css says once: home shows 250 icons.
DRAWN: Final = (
    ' fill="none"', ' stroke="currentColor"', ' stroke-linecap="round"', ' stroke-linejoin="round"',
)  # fmt: skip


@cache
def icon(name: str, size: int = 20, label: str = "") -> SafeString:
    """The icon called `name` at lucide.dev, `size` pixels wide, with a 1.5 px line.

    Decoration by default (hidden from screen readers); with a `label` it is an image of that
    name. Raises `lucide.IconDoesNotExist` for an unknown name, so that no page goes out with a
    hole in it.
    """
    stroke = round(1.5 * 24 / size, 2) if size < 24 else 1.5
    classes = "icon flip" if name in DIRECTED else "icon"
    svg = lucide._render_icon(name, size, **{"stroke_width": stroke, "class": classes})
    said = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    flat = " ".join(svg.split()).replace("> <", "><").replace(" />", "/>")
    for said_by_css in DRAWN:
        flat = flat.replace(said_by_css, "", 1)
    return mark_safe(flat.replace("<svg ", f"<svg {said} ", 1))  # noqa: S308 - our own package's file
