"""What the composer and the pages of posts need beside their context."""

from typing import Any
from uuid import uuid4

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from parvis.people.models import Person
from parvis.posts import fragments, queries, wording
from parvis.posts.models import Post
from parvis.spaces.models import Space

register = template.Library()


@register.simple_tag(takes_context=True)
def composer(context: Context) -> dict[str, Any]:
    """What ``posts/composer.html`` shows: where one may write, who will see it, a fresh key.

    Reads ``composer_space`` (None or absent: the person chooses) from the context.
    """
    person = context["request"].user
    space = context.get("composer_space")
    made: dict[str, Any] = {"once": uuid4(), "places": [], "sign": "", "seen_by": ""}
    if space is None and isinstance(person, Person):
        made["places"] = places(person)
    elif space is not None:
        made["sign"], made["seen_by"] = wording.seen_by(space.kind, space.visibility)
    return made


def places(person: Person) -> list[tuple[int, str]]:
    """Where one may write, each with who will see it; one's own wall first."""
    return [(place.id, _said(place)) for place in queries.places(person.pk)]


def _said(place: queries.Place) -> str:
    if not place.name:
        return _("My wall · everyone in the company")
    if place.visibility == Space.Visibility.OPEN:
        return _("%(name)s · everyone in the company") % {"name": place.name}
    return _("%(name)s · its members only") % {"name": place.name}


@register.simple_tag
def words_of(post: Any) -> SafeString:
    """The HTML of a post or of what it said before, as it was sanitised when it was written."""
    return SafeString(fragments.html(post.html))


@register.simple_tag
def beginning_of(post: Post, length: int = 80) -> str:
    """The first words of a post, to name it by."""
    words = " ".join((post.title or post.source).split())
    return words if len(words) <= length else words[:length].rsplit(" ", 1)[0] + "…"
