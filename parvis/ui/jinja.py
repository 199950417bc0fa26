"""Jinja2, for what every page shows and for what a page shows many times.

It is several times faster than Django's templates (``docs/performance.md``). A template in
``<feature>/jinja2/`` is found by Django's ``render`` and ``get_template`` like any other, and a
page in Django's language includes it by ``{% kept "ui/topbar.html" items=… %}``.
"""

from collections.abc import MutableMapping
from functools import cache
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from parvis.ui.avatars import avatar, hue_step
from parvis.ui.fragments import slot
from parvis.ui.icons import icon
from parvis.ui.modules import modules
from parvis.ui.words import script_words


def environment(**options: Any) -> Environment:
    """Return an environment whose templates translate, draw icons and faces, and escape all else.

    Takes what ``jinja2.Environment`` takes. A name that nobody gave is an error, not a hole.
    """
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    options |= {"autoescape": True}
    made = _Environment(**options)
    made.globals.update(
        _=_said,
        gettext=_said,
        ngettext=_said_of,
        pgettext=_said_in,
        icon=_marked(icon),
        avatar=_marked(avatar),
        slot=_marked(slot),
        script_words=_marked(script_words),
        hue_step=hue_step,
        url=address,
        static=static,
        modules=modules,
    )
    return made


class _Environment(Environment):
    """Jinja2's own chain of a template's names and everybody's is copied at ten times the cost."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the names that a template knows: all there are when it is first used."""
        return {**self.globals, **(d or {})}


# Texts are ours and may hold marks, what is put into them is not. Jinja2's own ``i18n`` extension
# does the same at several times the cost, and fills in a text that takes nothing.
def _said(text: str, **values: Any) -> Markup:
    said = Markup(translation.gettext(text))  # noqa: S704
    return said % values if values else said


def _said_of(one: str, many: str, n: int, /, **values: Any) -> Markup:
    return Markup(translation.ngettext(one, many, n)) % values  # noqa: S704


def _said_in(context: str, text: str, **values: Any) -> Markup:
    said = Markup(translation.pgettext(context, text))  # noqa: S704
    return said % values if values else said


def address(name: str, *of: str) -> str:
    """Return the address of a page, of something where it takes an argument."""
    return reverse(name, args=of) if of else _address(name)


@cache
def _address(name: str) -> str:
    return reverse(name)


def _marked(draw: Any) -> Any:
    """Let Jinja2 take over as it is what ``ui`` escaped itself."""
    return lambda *args: Markup(draw(*args))  # noqa: S704 - see above
