"""Small words and figures of posts: reactions, moments, sizes."""

from typing import Final

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import (
    gettext,
    gettext_lazy,
    ngettext,
    pgettext_lazy,
)
from markupsafe import escape

from parvis.kernel.ids import moment_of
from parvis.posts.text.emoji import SIGNS
from parvis.ui import moments

_NAMES: Final[dict[str, str | Promise]] = {
    "like": pgettext_lazy("reaction", "Like"),
    "love": pgettext_lazy("reaction", "Love"),
    "laugh": pgettext_lazy("reaction", "Laugh"),
    "wow": pgettext_lazy("reaction", "Wow"),
    "sad": pgettext_lazy("reaction", "Sad"),
    "thanks": pgettext_lazy("reaction", "Thank you"),
}
# The named reactions in the order they are offered: sign, name.
REACTIONS: Final = {key: (sign, _NAMES[key]) for key, sign in SIGNS.items()}
VISIBILITY: Final[dict[str, tuple[str, str | Promise]]] = {
    "open": ("globe", gettext_lazy("Everyone in the company can see this")),
    "closed": ("lock", gettext_lazy("Only members of this community can see this")),
    "secret": ("eye-off", gettext_lazy("Only members can see this; others do not know it exists")),
    "conversation": ("lock", gettext_lazy("Only the people of this conversation can see this")),
}


def seen_by(kind: str, visibility: str) -> tuple[str, str]:
    """Return the icon and the words that say who can see what stands in such a space."""
    sign, words = VISIBILITY["conversation" if kind == "conversation" else visibility]
    return sign, str(words)


def will_see(visibility: str, members: int) -> tuple[str, str]:
    """Return the icon and the words that say, before it is sent, who will see a post there."""
    sign = VISIBILITY[visibility][0]
    if visibility == "open":
        return sign, gettext("Everyone in the company will see this")
    words = ngettext(
        "Only its %(n)s member will see this", "Only its %(n)s members will see this", members
    )
    return sign, words % {"n": number(members)}


def emoji_of(reaction: str) -> str:
    """Return the sign of a reaction: a named one's, or the emoji itself."""
    return REACTIONS[reaction][0] if reaction in REACTIONS else reaction


def reaction_name(reaction: str) -> str:
    """Return a reaction's name in the language of the moment, or the emoji itself."""
    return str(REACTIONS[reaction][1]) if reaction in REACTIONS else reaction


def moment(post_id: int) -> str:
    """Return a post's moment as ISO 8601 has it, for browsers."""
    return moment_of(post_id).isoformat(timespec="seconds")


def ago(post_id: int, language: str) -> str:
    """Return how long ago a post was written, in the reader's language and zone."""
    return str(escape(moments.ago(moment_of(post_id), language)))


def number(value: int) -> str:
    """Return a figure grouped in the reader's way."""
    return formats.number_format(value, force_grouping=True)


def size(octets: int) -> str:
    """Return a file's size in the reader's words."""
    from django.template.defaultfilters import filesizeformat

    return filesizeformat(octets)
