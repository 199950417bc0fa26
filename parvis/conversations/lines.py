"""Lines as HTML: each one's words rendered once for everybody, the reader's part laid around."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from jinja2 import ChoiceLoader, PackageLoader
from markupsafe import Markup

from parvis.conversations.queries import Face, Line, Stretch
from parvis.people.models import Person
from parvis.posts import fragments, rendering
from parvis.posts import queries as posts
from parvis.spaces.models import Space
from parvis.ui import moments

# Lines of one person within this time stand together, under one name.
TOGETHER: Final = timedelta(minutes=10)

# The posts' own environment, with our templates beside theirs.
environment: Final = fragments.environment.overlay(
    loader=ChoiceLoader(
        [PackageLoader("parvis.conversations", "jinja2"), PackageLoader("parvis.posts", "jinja2")]
    )
)


@dataclass(frozen=True)
class Shown:
    """One line with all that stands around it."""

    line: Line
    words: Markup
    face: Face
    mine: bool
    follows: bool
    day: str
    is_new: bool
    time: str
    exact: str


def render(
    viewer: Person, space: Space, stretch: Stretch, *, read_until: datetime | None = None
) -> SafeString:
    """Return the lines of a stretch as list items, with days and, once, "new"."""
    return _render(space, _arrange(viewer, stretch, read_until), grouped=True)


def render_alone(viewer: Person, space: Space, stretch: Stretch) -> SafeString:
    """Return a line that takes its own place again: without the day above it."""
    shown = [replace(one, day="", is_new=False) for one in _arrange(viewer, stretch, None)]
    return _render(space, shown, grouped=True)


def render_found(viewer: Person, space: Space, found: list[Line]) -> SafeString:
    """Return single lines, each with its day, as a search finds them."""
    words = _words(found)
    shown = [
        shown
        for line in found
        for shown in _arrange(viewer, Stretch([line], None, older=False, newer=False), None, words)
    ]
    return _render(space, shown, grouped=False)


def _render(space: Space, shown: list[Shown], *, grouped: bool) -> SafeString:
    template = environment.get_template("conversations/lines.html")
    html = template.render(
        space=space, shown=shown, grouped=grouped, several=space.members_count > 2,
        language=get_language() or "en",
    )  # fmt: skip
    return mark_safe(html)  # noqa: S308 - rendered by a template that escapes


def _arrange(
    viewer: Person,
    stretch: Stretch,
    read_until: datetime | None,
    words: dict[int, Markup] | None = None,
) -> list[Shown]:
    words = _words(stretch.lines) if words is None else words
    shown: list[Shown] = []
    last, told = stretch.before, False
    for line in stretch.lines:
        if line.id not in words:
            continue
        mine = line.author_id == viewer.pk
        local = timezone.localtime(line.at)
        new_day = last is None or timezone.localtime(last.at).date() != local.date()
        is_new = not told and not mine and read_until is not None and _is_later(line, read_until)
        together = (
            last is not None and last.author_id == line.author_id and line.at - last.at < TOGETHER
        )
        shown.append(
            Shown(
                line=line,
                words=words[line.id],
                face=Face(
                    line.author_id, line.author_name, line.author_handle, line.photo_id, True, None
                ),
                mine=mine,
                follows=together and not new_day and not is_new,
                day=moments.named_day(local.date()) if new_day else "",
                is_new=is_new,
                time=moments.clock(local),
                exact=moments.exact(local),
            )
        )
        told = told or is_new
        last = line
    return shown


def _is_later(line: Line, moment: datetime) -> bool:
    """Compare to the millisecond, which is all that an id tells."""
    return line.at > moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _words(lines: Iterable[Line]) -> dict[int, Markup]:
    """Return each line's words, files, link and reactions: from memory, else rendered and kept."""
    language = get_language() or "en"
    keys = {("line", line.id, line.version, line.link_state, language): line for line in lines}
    found = {key[1]: pieces for key, pieces in fragments.kept.find(keys).items()}
    missing = [line.id for line in keys.values() if line.id not in found]
    if missing:
        files = posts.files_of(missing)
        fresh = {
            ("line", body.id, body.version, body.link_state, language): _line(body, files)
            for body in posts.bodies(missing)
        }
        fragments.kept.keep(fresh)
        found |= {key[1]: pieces for key, pieces in fresh.items()}
    return {id_: Markup(fragments.fill(pieces, {}).decode()) for id_, pieces in found.items()}  # noqa: S704


def _line(body: posts.Body, files: dict[int, list[posts.Attached]]) -> fragments.Fragment:
    attached = files.get(body.id, [])
    html = environment.get_template("conversations/words.html").render(
        body=body,
        shown=rendering.words(body.html, whole=False),
        images=[file for file in attached if file.width],
        others=[file for file in attached if not file.width],
        counts=rendering.count(body.reactions),
        language=get_language() or "en",
    )
    return fragments.packed(html)
