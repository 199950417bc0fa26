"""The search page, and the command palette."""

import re
from html import unescape
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET

from parvis.kernel.requests import number
from parvis.kernel.words import one_line
from parvis.people.asking import asker
from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.search import queries
from parvis.spaces.queries import belonging_of
from parvis.ui.context import destinations

KINDS = ("people", "communities", "posts")
# Where a tag was left out before a sign, a gap stays.
_GAP = re.compile(r" (?=[,.)\]])")


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Show what was found for ``?q=``: a taste of each kind, or one kind (``?in=``) whole.

    Without words: how one searches, and where else one may look.
    """
    viewer = asker(request)
    words = _words(request)
    kind = request.GET.get("in", "")
    if not words:
        context: dict[str, Any] = {"mine": belonging_of(request).communities[: queries.TASTE]}
    elif kind in KINDS:
        context = _one_kind(viewer, words, kind, request.GET.get("before", ""))
    else:
        found = queries.everything(viewer, words)
        context = {
            "people": found.people,
            "communities": found.communities,
            "posts": [_row(post) for post in found.posts],
            "more": found.more,
        }
    return render(request, "search/search.html", context | {"q": words, "kind": kind})


@require_GET
def palette(request: HttpRequest) -> HttpResponse:
    """Answer with the command palette: a dialog that the page's script opens on Ctrl-K."""
    return render(request, "search/palette.html", {"destinations": destinations(request)})


@require_GET
def suggest(request: HttpRequest) -> HttpResponse:
    """Answer with the people and communities that the palette offers for ``?q=``."""
    viewer, words = asker(request), _words(request)
    found = queries.suggestions(viewer, words) if words else queries.Found()
    context = {"people": found.people, "communities": found.communities}
    return render(request, "search/suggestions.html", context)


def _words(request: HttpRequest) -> str:
    """What is looked for: one line, not endless."""
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())
    return words[: queries.LONGEST_QUERY]


def _one_kind(viewer: Person, words: str, kind: str, before: str) -> dict[str, Any]:
    if kind == "people":
        return {"people": queries.people_named(viewer, words)[: queries.PAGE * 2]}
    if kind == "communities":
        return {"communities": queries.communities_named(viewer, words)[: queries.PAGE * 2]}
    posts = queries.posts_with(viewer, words, number(before))
    following = posts[queries.PAGE - 1].pk if len(posts) > queries.PAGE else None
    return {"posts": [_row(post) for post in posts[: queries.PAGE]], "following": following}


def _row(post: Post) -> dict[str, Any]:
    return {
        "post": post,
        "excerpt": marked(cast("Any", post).excerpt),
        "place": post.space.place_name,
    }


def marked(excerpt: str) -> SafeString:
    """Return an excerpt of a post's HTML as text: all escaped, the found words in <mark>."""
    text = _GAP.sub("", one_line(unescape(excerpt)))
    safe = escape(text).replace(queries.START, "<mark>").replace(queries.STOP, "</mark>")
    return mark_safe(safe)  # noqa: S308 - escaped above
