"""Rendered once for everybody: fragments with slots, kept in process memory by their version.

A fragment holds nothing about its reader. Where something of theirs goes stands a slot; text in
the database cannot hold a NUL, so that a slot's mark is never mistaken for words.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from functools import cache
from sys import getsizeof, intern
from threading import Lock
from typing import Any, Final

from django.utils.translation import get_language, gettext
from jinja2 import Environment, PackageLoader, Template
from markupsafe import Markup

from parvis.posts import wording
from parvis.posts.text.plain import QUOTED, SIGNATURE
from parvis.ui import jinja
from parvis.ui.settled import Settled

MARK: Final = "\x00"
MOST_BYTES: Final = 64 * 1024 * 1024
# Objects of up to 512 bytes have places of their size in Python's own memory, which the next of
# them takes; larger ones leave holes of every size in the C library's, and the process grows
# (docs.python.org/3/c-api/memory.html#the-pymalloc-allocator).
LONGEST: Final = 512 - getsizeof(b"")

type Key = tuple[Any, ...]
# Words in UTF-8, in pieces (a Python text takes two or four bytes for each of its letters as soon
# as one is an emoji); a text is the name of a slot.
type Fragment = tuple[bytes | str, ...]


def slot(name: str) -> Markup:
    """Return the mark of a slot, to stand in a template."""
    return Markup(f"{MARK}{name}{MARK}")  # noqa: S704 - a name of ours


def html(text: str) -> Markup:
    """Pass on what ``posts.text`` sanitised when it was written; folded parts get their names."""
    if "<summary>" in text:
        text = text.replace(f"<summary>{QUOTED}<", f"<summary>{gettext('Quoted text')}<")
        text = text.replace(f"<summary>{SIGNATURE}<", f"<summary>{gettext('Signature')}<")
    return Markup(text)  # noqa: S704 - sanitised


def _environment(**options: Any) -> Environment:
    loader = PackageLoader("parvis.posts", "jinja2")
    made = jinja.environment(loader=loader, auto_reload=False, **options)
    made.globals.update(
        slot=slot,
        html=html,
        moment=wording.moment,
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
    language = get_language() or "en"
    return _template(template, language).render(language=language, **context)


@cache
def _template(name: str, language: str) -> Template:
    """A template compiled for a language, which must be that of the moment."""
    return _environment_in(language).get_template(f"posts/{name}")


@cache
def _environment_in(language: str) -> Environment:
    made = _environment(extensions=[Settled])
    made.extend(settled=frozenset({"_", "icon", "slot"}))
    made.globals = environment.globals
    return made


def fragment(template: str, **context: Any) -> Fragment:
    """Render a template, and take it apart at its slots."""
    return packed(render(template, **context))


def packed(html: str) -> Fragment:
    """Return what was rendered, taken apart at its slots."""
    pieces: list[bytes | str] = []
    for number, piece in enumerate(html.split(MARK)):
        pieces += [intern(piece)] if number % 2 else _cut(piece.encode())
    return tuple(pieces)


def _cut(words: bytes) -> list[bytes]:
    return [words[start : start + LONGEST] for start in range(0, len(words), LONGEST)]


def fill(fragment: Fragment, slots: Mapping[str, bytes]) -> bytes:
    """Put a fragment together; raises KeyError for a slot that nobody fills."""
    return b"".join([slots[piece] if isinstance(piece, str) else piece for piece in fragment])


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
                fragment = self._kept.get(key)
                if fragment is not None:
                    self._kept.move_to_end(key)
                    found[key] = fragment
        return found

    def keep(self, fresh: Mapping[Key, Fragment]) -> None:
        """Take in fragments, and let go of others where there are too many."""
        with self._lock:
            for key, fragment in fresh.items():
                if key not in self._kept:
                    self._kept[key] = fragment
                    self._size += _size(fragment)
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


def _size(fragment: Fragment) -> int:
    words = sum(getsizeof(piece) for piece in fragment if isinstance(piece, bytes))
    return words + getsizeof(fragment) + 400  # its key and place


kept: Final = Kept()
