"""Rendered once for everybody: fragments with slots, kept in process memory by their version.

A fragment holds nothing about its reader. Where something of theirs goes stands a slot; text in
the database cannot hold a NUL, so that a slot's mark is never mistaken for words.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from functools import cache
from sys import getsizeof
from threading import Lock
from typing import Any, Final

from django.utils.translation import get_language, gettext, ngettext, pgettext
from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from parvis.posts import wording
from parvis.posts.text.plain import QUOTED, SIGNATURE
from parvis.ui.avatars import avatar
from parvis.ui.icons import icon

MARK: Final = "\x00"
MOST_BYTES: Final = 32 * 1024 * 1024

type Fragment = tuple[str, ...]
type Key = tuple[Any, ...]


def slot(name: str) -> Markup:
    """Return the mark of a slot, to stand in a template."""
    return Markup(f"{MARK}{name}{MARK}")  # noqa: S704 - a name of ours


def html(text: str) -> Markup:
    """Pass on what ``posts.text`` sanitised when it was written; folded parts get their names."""
    if "<summary>" in text:
        text = text.replace(f"<summary>{QUOTED}<", f"<summary>{gettext('Quoted text')}<")
        text = text.replace(f"<summary>{SIGNATURE}<", f"<summary>{gettext('Signature')}<")
    return Markup(text)  # noqa: S704 - sanitised


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("parvis.posts", "jinja2"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext
    )
    made.globals.update(
        icon=lambda *args: Markup(icon(*args)),  # noqa: S704 - drawn by ui
        avatar=lambda *args: Markup(avatar(*args)),  # noqa: S704 - escaped by ui
        slot=slot,
        html=html,
        when=wording.when,
        size=wording.size,
        number=wording.number,
        REACTIONS=wording.REACTIONS,
        reaction_name=wording.reaction_name,
        emoji_of=wording.emoji_of,
    )
    return made


environment: Final = _environment()


def render(template: str, **context: Any) -> str:
    """Render a template of ``posts/jinja2`` in the language of the moment."""
    return _template(template).render(language=get_language() or "en", **context)


@cache
def _template(name: str) -> Template:
    made = environment.get_template(f"posts/{name}")
    # a mapping of two layers, which each rendering would copy name by name
    made.globals = dict(made.globals)
    return made


def fragment(template: str, **context: Any) -> Fragment:
    """Render a template into its pieces: words and slot names in turn."""
    return tuple(render(template, **context).split(MARK))


def fill(pieces: Fragment, slots: Mapping[str, str]) -> str:
    """Put a fragment together; raises KeyError for a slot that nobody fills."""
    if len(pieces) == 1:
        return pieces[0]
    filled = list(pieces)
    filled[1::2] = [slots[name] for name in pieces[1::2]]
    return "".join(filled)


class Kept:
    """The fragments in memory; when they grow beyond the bound, the longest unused go."""

    def __init__(self, bound: int = MOST_BYTES) -> None:
        self._bound = bound
        self._size = 0
        self._kept: OrderedDict[Key, Fragment] = OrderedDict()
        self._lock = Lock()

    def find(self, keys: Iterable[Key]) -> dict[Key, Fragment]:
        """Return those that are in memory."""
        found = {}
        with self._lock:
            for key in keys:
                pieces = self._kept.get(key)
                if pieces is not None:
                    self._kept.move_to_end(key)
                    found[key] = pieces
        return found

    def keep(self, fresh: Mapping[Key, Fragment]) -> None:
        """Take in fragments, and let go of others where there are too many."""
        with self._lock:
            for key, pieces in fresh.items():
                if key not in self._kept:
                    self._kept[key] = pieces
                    self._size += _size(pieces)
            while self._size > self._bound and self._kept:
                _key, gone = self._kept.popitem(last=False)
                self._size -= _size(gone)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._size = 0

    def __len__(self) -> int:
        return len(self._kept)


def _size(pieces: Fragment) -> int:
    """What it takes: a text with one emoji takes four bytes for each of its characters."""
    return sum(map(getsizeof, pieces)) + 500  # its key and place


kept: Final = Kept()
