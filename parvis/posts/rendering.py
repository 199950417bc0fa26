"""Bodies made into fragments: what happens once a version, for all readers together."""

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple
from zlib import crc32

from django.utils import translation
from django.utils.translation import gettext, ngettext

from parvis.posts import queries, wording
from parvis.posts.fragments import Fragment, environment, fragment
from parvis.posts.queries import COMMENT, ORIGINAL, ROOT, WHOLE, Attached, Body
from parvis.posts.text.excerpt import beginning

# About twelve lines; the browser measures, this only spares short texts the wrapping.
FOLDS_BEYOND: Final = 600
FOLDS_AFTER_LINES: Final = 8

_TEMPLATES: Final = {
    ROOT: "post.html",
    WHOLE: "post.html",
    COMMENT: "comment.html",
    ORIGINAL: "original.html",
}


class Words(NamedTuple):
    """A text as it is shown: all of it or its beginning, and whether it is folded."""

    html: str
    folded: bool
    # Tells texts apart, where only the beginning is shown; else empty.
    cut: str


class Face(NamedTuple):
    """What ``ui`` needs to draw somebody."""

    pk: int
    name: str
    photo_id: int | None

    @property
    def photo_url(self) -> str | None:
        """Return the address of the photo, or None for initials."""
        return f"/files/{self.photo_id}/face" if self.photo_id else None


class Counts(NamedTuple):
    """Reactions in figures and words."""

    total: int
    most: list[str]
    words: str

    @property
    def label(self) -> str:
        """Return the words with the figure that is seen, where a language says it without one."""
        figure = wording.number(self.total)
        return self.words if figure in self.words else f"{figure}: {self.words}"


def render_fragments(
    wanted: Sequence[tuple[int, int]], language: str
) -> dict[tuple[Any, ...], Fragment]:
    """Fetch and render posts, each at its level; returns them by (key, level, language).

    Two statements. The key is taken from the very row that was rendered.
    """
    ids = {id_ for id_, _level in wanted}
    found = {body.id: body for body in queries.bodies(ids)}
    files = queries.files_of(ids)
    with translation.override(language):
        return {
            (found[id_].key, level, language): _render(found[id_], level, files.get(id_, []))
            for id_, level in wanted
            if id_ in found
        }


def _render(body: Body, level: int, files: Iterable[Attached]) -> Fragment:
    if body.removed:
        return fragment("gone.html", body=body)
    files = list(files)
    return fragment(
        _TEMPLATES[level],
        body=body,
        words=words(body.html, whole=level == WHOLE),
        whole=level == WHOLE,
        images=[file for file in files if file.width],
        others=[file for file in files if not file.width],
        counts=count(body.reactions),
        seen_by=wording.seen_by(body.space_kind, body.visibility),
    )


def words(html: str, *, whole: bool) -> Words:
    """Return what is shown of a text; on its own page (``whole``) nothing is left out."""
    if whole:
        return Words(html, folded=False, cut="")
    short = beginning(html)
    if short is None:
        return Words(html, folds(html), cut="")
    return Words(short, folded=True, cut=f"{crc32(html.encode()):x}")


def folds(html: str) -> bool:
    """Tell whether a text may be longer than about twelve lines."""
    lines = html.count("<br") + html.count("</p>") + html.count("</li>") + html.count("\n")
    return len(html) > FOLDS_BEYOND or lines > FOLDS_AFTER_LINES


def count(reactions: dict[str, int]) -> Counts:
    """Say how many reacted how, the most frequent first."""
    ordered = sorted(reactions.items(), key=lambda item: -item[1])
    total = sum(reactions.values())
    if not total:
        return Counts(0, [], "")
    named = (f"{wording.reaction_name(key)} {wording.number(n)}" for key, n in ordered[:8])
    each = gettext(", ").join(named)
    said = ngettext("%(n)s reaction", "%(n)s reactions", total) % {"n": wording.number(total)}
    words = gettext("%(reactions)s: %(each)s") % {"reactions": said, "each": each}
    return Counts(total, [key for key, _n in ordered[:3]], words)


def file_icon(content_type: str) -> str:
    """Return the icon of a kind of file."""
    main, _slash, sub = content_type.partition("/")
    if main in {"video", "audio", "image"}:
        return {"video": "film", "audio": "music", "image": "image"}[main]
    if "zip" in sub or "tar" in sub or "compressed" in sub:
        return "file-archive"
    if "sheet" in sub or "excel" in sub or sub == "csv":
        return "file-spreadsheet"
    return "file-text"


def width_of(file: Attached, longest: int) -> int:
    """Return how wide a picture is once its longest side has no more than so many pixels."""
    width, height = file.width or 1, file.height or 1
    return max(1, round(width * min(1, longest / max(width, height))))


environment.globals.update(Face=Face, file_icon=file_icon, width_of=width_of)
