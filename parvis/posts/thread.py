"""A whole thread: the post, and its comments two levels deep, fifty a page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from parvis.people.models import Person
from parvis.posts import fragments, queries
from parvis.posts.cards import Table, hastened
from parvis.posts.queries import ORIGINAL, ROOT, WHOLE, Outline

PAGE: Final = 50


@dataclass(frozen=True)
class Thread:
    """A page of a thread, ready to show."""

    html: SafeString
    page: int
    more: bool


def thread(
    viewer: Person, root_id: int, page: int = 1, *, token: str = "", focus: int | None = None
) -> Thread | None:
    """Return a page of a thread for one viewer; None for what they may not read.

    Four statements at most, whatever its length. ``focus`` is a comment that was linked to.
    """
    page = max(1, min(page, 10_000))
    shown = queries.outline(viewer.pk, [root_id], 0)
    root = next((one for one in shown if one.level == ROOT), None)
    if root is None or root.removed:
        return None
    root = root._replace(level=WHOLE)
    shown = [root, *(one for one in shown if one.level == ORIGINAL)]
    comments = queries.thread(viewer.pk, root_id, (page - 1) * PAGE, PAGE + 1)
    more = bool(comments) and comments[-1].place > page * PAGE
    comments = comments[:-1] if more else comments
    language = translation.get_language() or "en"
    table = Table(viewer, [*shown, *comments], language, token)
    original = next((one for one in shown if one.level == ORIGINAL), None)
    section = _section(table, root, comments, page, more, language)
    html = table.card(root, section, original)
    if not html:
        return None
    html = hastened(html)
    if focus:
        html = html.replace(
            f'<article class="comment" id="post-{focus}"',
            f'<article class="comment is-focused" id="post-{focus}"',
        )
    return Thread(mark_safe(html), page, more)  # noqa: S308 - fragments are escaped or sanitised


def comments_page(viewer: Person, root_id: int, page: int) -> SafeString:
    """Return the list of a thread's comments alone, to take the place of the one shown."""
    shown = queries.outline(viewer.pk, [root_id], 0)
    comments = queries.thread(viewer.pk, root_id, (page - 1) * PAGE, PAGE + 1)
    more = bool(comments) and comments[-1].place > page * PAGE
    comments = comments[:-1] if more else comments
    table = Table(viewer, [*shown, *comments], translation.get_language() or "en")
    return mark_safe(nested(table, root_id, comments))  # noqa: S308 - as above


def page_of(root_id: int, comment_id: int) -> int:
    """Return the page of its thread on which a comment stands."""
    return max(0, queries.place_of(root_id, comment_id) - 1) // PAGE + 1


def some_comments(viewer: Person, ids: Sequence[int]) -> SafeString:
    """Return comments as items of a list, each with the place for its answers."""
    shown = queries.some(viewer.pk, ids)
    table = Table(viewer, shown, translation.get_language() or "en")
    return mark_safe("".join(item(table, one) for one in shown))  # noqa: S308 - as above


def comment(viewer: Person, id_: int) -> SafeString:
    """Return one comment alone, to take the place of the one shown."""
    shown = queries.some(viewer.pk, [id_])
    table = Table(viewer, shown, translation.get_language() or "en")
    return mark_safe("".join(table.comment(one) for one in shown))  # noqa: S308 - as above


def item(table: Table, one: Outline, answers: Iterable[Outline] = ()) -> str:
    """Return a comment as an item of a list, with its answers and the place for more."""
    below = "".join(f"<li>{table.comment(answer)}</li>" for answer in answers)
    return (
        f"<li>{table.comment(one)}"
        f'<ol class="comment-list comment-replies" id="list-{one.id}">{below}</ol>'
        '<div class="reply-place"></div></li>'
    )


def nested(table: Table, root_id: int, comments: Sequence[Outline]) -> str:
    """Return a page's comments as a list in a list."""
    below: dict[int, list[Outline]] = {}
    for one in comments:
        if one.reply_to_id:
            below.setdefault(one.reply_to_id, []).append(one)
    known = {one.id for one in comments}
    items = "".join(
        item(table, one, below.get(one.id, ()))
        for one in comments
        if not one.reply_to_id or one.reply_to_id not in known
    )
    return f'<ol class="comment-list" id="list-{root_id}">{items}</ol>'


def _section(
    table: Table, root: Outline, comments: Sequence[Outline], page: int, more: bool, language: str
) -> str:
    """The comments under the root. Morphing the root leaves them alone; nudges renew them."""
    with translation.override(language):
        return fragments.render(
            "thread.html",
            id=root.id,
            page=page,
            more=more,
            comments=fragments.html(nested(table, root.id, comments)),
            form=fragments.html(table.form(root)),
        )
