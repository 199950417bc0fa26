"""Lucide's icons as inline SVG, drawn by the server."""

from functools import cache

import lucide
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


@cache
def icon(name: str, size: int = 20, label: str = "") -> SafeString:
    """The icon called `name` at lucide.dev, `size` pixels wide, with a 1.5 px line.

    Decoration by default (hidden from screen readers); with a `label` it is an image of that
    name. Raises `lucide.IconDoesNotExist` for an unknown name, so that no page goes out with a
    hole in it.
    """
    stroke = round(1.5 * 24 / size, 2) if size < 24 else 1.5
    svg = lucide._render_icon(name, size, **{"stroke_width": stroke, "class": "icon"})
    said = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    flat = " ".join(svg.split())
    return mark_safe(flat.replace("<svg ", f"<svg {said} ", 1))  # noqa: S308 - our own package's file
