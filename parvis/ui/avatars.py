"""Faces of people (circles) and signs of spaces (rounded squares)."""

from typing import Any

from django.utils.safestring import SafeString, mark_safe
from markupsafe import escape

HUES = 12
SIZES = ("xs", "s", "m", "l", "xl")


def initials(name: str) -> str:
    """At most two letters that stand for `name`: first and last word, in any script."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalnum()]
    if not words:
        return "·"
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else "")
    return letters.upper()


def hue(pk: Any) -> int:
    """One of the twelve quiet colours, always the same for the same id."""
    try:
        return int(pk) % HUES
    except (TypeError, ValueError):
        return sum(map(ord, str(pk))) % HUES


def hue_step(degrees: int | None) -> int:
    """The nearest of the 24 accents that the style sheet knows."""
    return round((degrees or 0) / 15) * 15 % 360


def avatar(thing: Any, size: str = "m", shape: str = "person") -> SafeString:
    """HTML of a face: the photo at `thing.photo_url`, else initials of `thing.name` on a colour.

    Decorative (the name stands beside it), so hidden from screen readers. `size` is one of xs
    (24 px), s (32), m (40), l (56), xl (112); `shape` is `person` or `space`.
    """
    name = str(getattr(thing, "name", "") or "")
    photo = getattr(thing, "photo_url", None)
    photo = photo() if callable(photo) else photo
    size = size if size in SIZES else "m"
    if photo and photo.endswith("/face") and size != "xl":
        photo += "-128"
    kind = "avatar-space" if shape == "space" else "avatar-person"
    if photo:
        return mark_safe(  # noqa: S308 - what is not ours is escaped
            f'<span class="avatar avatar-{size} {kind}">'
            f'<img src="{escape(photo)}" alt="" loading="lazy"></span>'
        )
    return mark_safe(  # noqa: S308 - as above
        f'<span class="avatar avatar-{size} {kind} hue-{hue(getattr(thing, "pk", name))}"'
        f' aria-hidden="true">{escape(initials(name))}</span>'
    )
