"""What the composer and the pages of posts need beside their context."""

from functools import lru_cache
from html import unescape
from typing import Any, Final, NamedTuple
from uuid import uuid4

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from parvis.kernel.words import beginning, one_line
from parvis.people.models import Person
from parvis.posts import fragments, wording
from parvis.posts.models import Post
from parvis.spaces.models import Space
from parvis.spaces.queries import Place, belonging_of
from parvis.ui.avatars import avatar
from parvis.ui.kept import fresh, kept

register = template.Library()

# Stand in the remembered composer for what is anew on each page; no text can hold them.
_CSRF: Final = "\x01"
_ONCE: Final = "\x02"


class Typed(NamedTuple):
    """What somebody had typed into the composer; ``once`` is the key of its form."""

    once: str
    title: str
    text: str
    question: str


_NOTHING: Final = Typed(_ONCE, "", "", "")


@register.simple_tag(takes_context=True)
def composer(context: Context) -> SafeString:
    """`{% composer %}`: where one writes a post.

    Reads from the context ``composer_space`` (None or absent: the person chooses), what they had
    typed where that was refused (``composer_words``, ``refused``), ``composer_into``, the selector
    of the list that takes the new card in (without it the page is loaded anew), and
    ``composer_focus``, whether one begins to write at once; ``composer_draft``, the name of the
    draft where it is not the place's own; ``composer_then``, the page that follows.
    """
    person = context["request"].user
    space = context.get("composer_space")
    choices = () if space else places(context["request"])
    sign, seen_by = _will_see(space) if space else choices[0][3:] if choices else ("", "")
    values = {
        "space": space.pk if space else None,
        "places": choices,
        "sign": sign,
        "seen_by": seen_by,
        "asked": _asked(person, space),
        "face": avatar(person),
        "into": context.get("composer_into", ""),
        "focus": bool(context.get("composer_focus")),
        "draft": context.get("composer_draft") or (space.pk if space else "home"),
        "then": context.get("composer_then", ""),
    }
    token = str(context.get("csrf_token", ""))
    typed = context.get("composer_words")
    if typed is None:
        html = kept("posts/composer.html", token=_CSRF, words=_NOTHING, refused="", **values)
        return SafeString(html.replace(_CSRF, token).replace(_ONCE, str(uuid4())))
    words = Typed(*(typed.get(name, "") for name in Typed._fields))
    refused = context.get("refused", "")
    return fresh("posts/composer.html", token=token, words=words, refused=refused, **values)


def _asked(person: Person, space: Space | None) -> str:
    """What stands in the empty field: on a colleague's wall one writes to them."""
    if space and space.is_wall and space.owner and space.owner_id != person.pk:
        return _("Write to %(name)s on their wall") % {"name": space.owner.name}
    return _("What would you like to share?")


def _will_see(space: Space) -> tuple[str, str]:
    members = space.members_count if space.is_community else 0
    return wording.will_see(space.visibility, members)


class Choice(NamedTuple):
    """A place to write in: its line in a list, its name, who will see what is written there."""

    id: int
    said: str
    name: str
    sign: str
    who: str


def places(request: HttpRequest) -> tuple[Choice, ...]:
    """Where who asks may write, each with who will see it; one's own wall first."""
    language = get_language() or "en"
    return tuple(_choice(place, language) for place in belonging_of(request).places)


@lru_cache(maxsize=4096)
def _choice(place: Place, language: str) -> Choice:
    """A place in words, which all its members are told; ``language`` is that of the moment."""
    sign, who = wording.will_see(place.visibility, place.members)
    if not place.name:
        said = _("My wall · everyone in the company")
        return Choice(place.id, said, _("My wall"), sign, who)
    if place.visibility == Space.Visibility.OPEN:
        said = _("%(name)s · everyone in the company") % {"name": place.name}
    else:
        said = _("%(name)s · its members only") % {"name": place.name}
    return Choice(place.id, said, place.name, sign, who)


@register.simple_tag
def words_of(post: Any) -> SafeString:
    """The HTML of a post or of what it said before, as it was sanitised when it was written."""
    return SafeString(fragments.html(post.html))


@register.simple_tag
def beginning_of(post: Post, length: int = 80) -> str:
    """The first words of a post, to name it by."""
    return beginning(one_line(post.title or unescape(strip_tags(post.html))), length)
