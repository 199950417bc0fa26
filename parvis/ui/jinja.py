"""Jinja2, for what every page shows and for what a page shows many times.

It is several times faster than Django's templates (``docs/performance.md``). A template in
``<feature>/jinja2/`` is found by Django's ``render`` and ``get_template`` like any other, and a
page in Django's language includes it by ``{% kept "ui/topbar.html" items=… %}``.
"""

from functools import cache
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext
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
    options |= {"autoescape": True, "extensions": ["jinja2.ext.i18n"]}
    made = Environment(**options)  # noqa: S701 - it does escape
    made.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext
    )
    made.globals.update(
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


@cache
def address(name: str) -> str:
    """Return the address of a page that takes no argument."""
    return reverse(name)


def _marked(draw: Any) -> Any:
    """Let Jinja2 take over as it is what ``ui`` escaped itself."""
    return lambda *args: Markup(draw(*args))  # noqa: S704 - see above
