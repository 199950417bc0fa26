"""The finished HTML of posts, in bytes: fragments from memory, "me" laid over them.

One statement tells what is to be shown and how the viewer stands to it; two more fetch the
bodies and files of those fragments that are not in memory. See ``docs/posts.md``.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import groupby
from typing import Any, Final

from django.utils import translation
from markupsafe import Markup

from parvis.people.models import Person
from parvis.posts import fragments, queries, wording
from parvis.posts.models import LinkCard
from parvis.posts.queries import COMMENT, ORIGINAL, ROOT, WHOLE, Outline
from parvis.posts.rendering import render_fragments
from parvis.posts.rights import rights
from parvis.ui.avatars import avatar
from parvis.ui.late import Html

LATEST: Final = 2
LINK_SHOWN: Final = ("url", "state", "title", "description", "site", "image_id")

# How a picture comes that is further down, and how one that is seen first.
_LATER: Final = b' loading="lazy" decoding="async">'
_FIRST: Final = b' fetchpriority="high">'

_ITEM: Final = (
    b'<li>%s<ol class="comment-list comment-replies" id="list-%d">%s</ol>'
    b'<div class="reply-place"></div></li>'
)
_LATEST: Final = (
    b'<section class="comments" id="comments-%d">%s'
    b'<ol class="comment-list" id="list-%d">%s</ol>%s</section>'
)
# A comment by itself.
_ALONE: Final = b'<div class="card">%s<div class="reply-place"></div></div>'

# Stands for a post's number in the pieces that are the same for every post.
_ID: Final = "\x01"


class Table:
    """One page's worth of posts, for one viewer: lays the viewer's part over the fragments."""

    def __init__(
        self, viewer: Person, shown: Sequence[Outline], language: str, token: str = ""
    ) -> None:
        self.viewer = viewer
        self.language = language
        self.token = token
        self.may = {one.id: rights(viewer, one) for one in shown}
        readable = [one for one in shown if self.may[one.id].read]
        self._fragments = _fragments(readable, language)

    def card(self, root: Outline, comments: bytes, original: Outline | None) -> Html:
        """Return a root with what stands under it; empty when the viewer may not read it."""
        pieces = self._fragments.get((root.key, root.level))
        if pieces is None or root.removed:
            return Html()
        may, language = self.may[root.id], self.language
        slots = self._slots(root)
        slots["answer"] = numbered(piece("answer", language, may=may.comment), root.id)
        slots["save"] = numbered(piece("save", language, saved=root.saved), root.id)
        slots["original"] = self._original(original)
        slots["comments"] = comments
        return Html(fragments.fill(pieces, slots))

    def comment(self, one: Outline) -> bytes:
        """Return a comment, or what stands in the place of a removed one."""
        pieces = self._fragments.get((one.key, COMMENT))
        if pieces is None:
            return b""
        return fragments.fill(pieces, self._slots(one))

    def form(self, root: Outline) -> bytes:
        """Return the comment line of a root; empty for who may not comment."""
        if not self.may[root.id].comment:
            return b""
        return numbered(self._form, root.id)

    @cached_property
    def _form(self) -> bytes:
        """The viewer's own, so that it is kept for this page only."""
        face = Markup(avatar(self.viewer, "s"))  # noqa: S704 - escaped by ui
        with translation.override(self.language):
            html = fragments.render(
                "write.html",
                id=_ID,
                me=self.viewer,
                token=self.token,
                face=face,
                target="",
                words="",
            )
        return html.encode()

    def _slots(self, one: Outline) -> dict[str, bytes]:
        react = b""
        if self.may[one.id].react:
            name = "react" if one.thread_id is None else "react_below"
            react = numbered(piece(name, self.language, mine=one.mine or ""), one.id)
        return {"react": react, "ago": self._ago(one)}

    def _ago(self, one: Outline) -> bytes:
        return wording.ago(one.id, self.language).encode()

    def _original(self, original: Outline | None) -> bytes:
        hidden = piece("hidden_original", self.language)
        if original is None or original.removed:
            return hidden
        pieces = self._fragments.get((original.key, ORIGINAL))
        if pieces is None:
            return hidden
        return fragments.fill(pieces, {"ago": self._ago(original)})

    def latest(self, root: Outline, comments: Sequence[Outline]) -> bytes:
        """Return the latest comments of a root as a feed shows them, and the comment line."""
        more = root.comments_count - len(comments)
        link = b""
        if more > 0 and comments:
            link = numbered(piece("more", self.language, count=more), root.id)
        items = b"".join(item(self.comment(one), one.id) for one in comments)
        return _LATEST % (root.id, link, root.id, items, self.form(root))


def cards(
    viewer: Person, ids: Iterable[int], *, language: str | None = None, token: str = ""
) -> list[Html]:
    """Return the finished HTML of posts by id, in that order, for one viewer.

    Each holds its author, place, reactions, files, link, two latest comments and what the viewer
    did and may do. Those removed or not the viewer's to read are left out. Costs at most three
    statements whatever the number; ``token`` is a CSRF token for the comment lines of pages
    without JavaScript (``django.middleware.csrf.get_token``).
    """
    language = language or translation.get_language() or "en"
    return [html for html in cards_of(viewer, list(ids), language, token) if html]


def joined(shown: Sequence[Html], *, on_top: bool = False) -> Html:
    """Return cards one after another, as a list of them stands in a page.

    ``on_top``: they are what is seen first, so the first picture of the first two does not wait.
    """
    if on_top:
        shown = [hastened(b"".join(shown[:2])), *shown[2:]]
    return Html(b"".join(shown))


def hastened(html: bytes) -> Html:
    """Return the same cards, their first picture fetched before anything else."""
    return Html(html.replace(_LATER, _FIRST, 1))


def item(comment: bytes, id_: int, answers: bytes = b"") -> bytes:
    """Return a comment as an item of a list, with its answers and the place for more."""
    return _ITEM % (comment, id_, answers)


def cards_of(
    viewer: Person, ids: Sequence[int], language: str, token: str, level: int = ROOT
) -> list[Html]:
    """Return a card for each id, empty where there is none to show."""
    made = dict.fromkeys(ids, Html())
    if not ids:
        return []
    shown = queries.outline(viewer.pk, ids, LATEST)
    if level != ROOT:
        shown = [one._replace(level=level) if one.level == ROOT else one for one in shown]
    table = Table(viewer, shown, language, token)
    for _place, group in groupby(shown, key=lambda one: one.place):
        root, *below = group
        if root.level != level:
            continue
        comments = [one for one in below if one.level == COMMENT]
        original = next((one for one in below if one.level == ORIGINAL), None)
        made[root.id] = table.card(root, table.latest(root, comments), original)
    return [made[id_] for id_ in ids]


def card(viewer: Person, id_: int, *, token: str = "", whole: bool = False) -> Html:
    """Return one card as a feed shows it; empty for what the viewer may not read.

    ``whole``: as its own page shows it, however long.
    """
    language = translation.get_language() or "en"
    (html,) = cards_of(viewer, [id_], language, token, WHOLE if whole else ROOT)
    return html


def mixed(viewer: Person, ids: Iterable[int], *, token: str = "") -> list[Html]:
    """Return roots as cards and comments as cards of their own, in the order of their ids.

    Costs at most twice the statements of ``cards``.
    """
    ids = list(ids)
    language = translation.get_language() or "en"
    shown = {one.id: one for one in queries.some(viewer.pk, ids)}
    roots = [id_ for id_ in ids if id_ in shown and shown[id_].thread_id is None]
    made = dict(zip(roots, cards_of(viewer, roots, language, token), strict=True))
    below = [one for one in shown.values() if one.thread_id is not None]
    table = Table(viewer, below, language, token)
    for one in below:
        if html := table.comment(one):
            made[one.id] = Html(_ALONE % html)
    return [made[id_] for id_ in ids if made.get(id_)]


def reply_form(viewer: Person, id_: int, words: str) -> Html:
    """Return the form that answers a comment, to stand under it."""
    html = fragments.render(
        "write.html",
        id=id_,
        me=viewer,
        token="",
        face=Markup(avatar(viewer, "s")),  # noqa: S704 - escaped by ui
        target="previous .comment-replies",
        words=words,
    )
    return Html(html.encode())


def link_card(card: LinkCard) -> Html:
    """Return what readers see of a link; nothing where it has neither title nor description."""
    body = {f"link_{name}": getattr(card, name) for name in LINK_SHOWN}
    return Html(fragments.render("link.html", body=body).strip().encode())


def choices(id_: int, mine: str) -> Html:
    """Return the row of reactions to choose from."""
    return Html(fragments.render("choices.html", id=id_, mine=mine).encode())


def any_choices() -> Markup:
    """Return the same row for a post of number 0, to be made into any other's by the page."""
    html = piece("choices", translation.get_language() or "en", mine="")
    return Markup(numbered(html, 0).decode())  # noqa: S704 - rendered with escaping


def _fragments(
    shown: Sequence[Outline], language: str
) -> dict[tuple[Any, int], fragments.Fragment]:
    """Return each fragment by key and level: from memory, else rendered and kept.

    What changed since its outline was read is rendered as it is now, and kept as that.
    """
    wanted = {(one.key, one.level): one for one in shown}
    kept = fragments.kept.find((key, level, language) for key, level in wanted)
    found = {(key, level): pieces for (key, level, _language), pieces in kept.items()}
    missing = {place: one for place, one in wanted.items() if place not in found}
    if missing:
        fresh = render_fragments([(one.id, one.level) for one in missing.values()], language)
        fragments.kept.keep(fresh)
        now = {(key[0], level): pieces for (key, level, _language), pieces in fresh.items()}
        for place, one in missing.items():
            if pieces := now.get((one.id, one.level)):
                found[place] = pieces
    return found


@lru_cache(maxsize=2048)
def piece(name: str, language: str, **context: Any) -> bytes:
    """Return a piece that is the same for every post in the same state."""
    with translation.override(language):
        return fragments.render(f"{name}.html", id=_ID, **context).encode()


def numbered(html: bytes, id_: int) -> bytes:
    """Return a piece that is the same for every post as that of one."""
    return html.replace(_ID.encode(), b"%d" % id_)
