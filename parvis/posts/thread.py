"""A whole thread: the post, and its comments two levels deep, fifty a page."""

from collections.abc import Iterable, Sequence
from typing import Final

from django.utils import translation

from parvis.people.models import Person
from parvis.posts import fragments, queries
from parvis.posts.cards import Table, hastened, item
from parvis.posts.queries import ORIGINAL, ROOT, WHOLE, Outline
from parvis.ui.late import Html

PAGE: Final = 50
_COMMENT: Final = b'<article class="comment%s" id="post-%d"'


def thread(
    viewer: Person, root_id: int, page: int = 1, *, token: str = "", focus: int | None = None
) -> Html:
    """Return a page of a thread for one viewer; empty for what they may not read.

    Four statements at most, whatever its length. ``focus`` is a comment that was linked to.
    """
    page = max(1, min(page, 10_000))
    shown = queries.outline(viewer.pk, [root_id], 0)
    root = next((one for one in shown if one.level == ROOT), None)
    if root is None or root.removed:
        return Html()
    root = root._replace(level=WHOLE)
    shown = [root, *(one for one in shown if one.level == ORIGINAL)]
    comments, more = _comments(viewer, root_id, page)
    language = translation.get_language() or "en"
    table = Table(viewer, [*shown, *comments], language, token)
    original = next((one for one in shown if one.level == ORIGINAL), None)
    section = _section(table, root, comments, page, more, language)
    html = hastened(table.card(root, section, original))
    if focus:
        html = Html(html.replace(_COMMENT % (b"", focus), _COMMENT % (b" is-focused", focus)))
    return html


def comments_page(viewer: Person, root_id: int, page: int) -> Html:
    """Return the list of a thread's comments alone, to take the place of the one shown."""
    shown = queries.outline(viewer.pk, [root_id], 0)
    comments, _more = _comments(viewer, root_id, page)
    table = Table(viewer, [*shown, *comments], translation.get_language() or "en")
    return Html(nested(table, root_id, comments))


def _comments(viewer: Person, root_id: int, page: int) -> tuple[list[Outline], bool]:
    """The comments of a page, and whether there are more after them."""
    found = queries.thread(viewer.pk, root_id, (page - 1) * PAGE, PAGE + 1)
    more = bool(found) and found[-1].place > page * PAGE
    return (found[:-1] if more else found), more


def page_of(root_id: int, comment_id: int) -> int:
    """Return the page of its thread on which a comment stands."""
    return max(0, queries.place_of(root_id, comment_id) - 1) // PAGE + 1


def some_comments(viewer: Person, ids: Sequence[int]) -> Html:
    """Return comments as items of a list, each with the place for its answers."""
    shown = queries.some(viewer.pk, ids)
    table = Table(viewer, shown, translation.get_language() or "en")
    return Html(b"".join(item(table.comment(one), one.id) for one in shown))


def comment(viewer: Person, id_: int) -> Html:
    """Return one comment alone, to take the place of the one shown."""
    shown = queries.some(viewer.pk, [id_])
    table = Table(viewer, shown, translation.get_language() or "en")
    return Html(b"".join(table.comment(one) for one in shown))


def nested(table: Table, root_id: int, comments: Sequence[Outline]) -> bytes:
    """Return a page's comments as a list in a list."""
    below: dict[int, list[Outline]] = {}
    for one in comments:
        if one.reply_to_id:
            below.setdefault(one.reply_to_id, []).append(one)
    known = {one.id for one in comments}
    items = b"".join(
        item(table.comment(one), one.id, _answers(table, below.get(one.id, ())))
        for one in comments
        if not one.reply_to_id or one.reply_to_id not in known
    )
    return b'<ol class="comment-list" id="list-%d">%s</ol>' % (root_id, items)


def _answers(table: Table, answers: Iterable[Outline]) -> bytes:
    return b"".join(b"<li>%s</li>" % table.comment(one) for one in answers)


def _section(
    table: Table, root: Outline, comments: Sequence[Outline], page: int, more: bool, language: str
) -> bytes:
    """The comments under the root. Morphing the root leaves them alone; nudges renew them."""
    with translation.override(language):
        section = fragments.fragment("thread.html", id=root.id, page=page, more=more)
    slots = {"comments": nested(table, root.id, comments), "form": table.form(root)}
    return fragments.fill(section, slots)
