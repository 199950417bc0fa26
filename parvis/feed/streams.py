"""The stream of one space, as wall and community pages include it (``feed/stream.html``)."""

from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token

from parvis import access
from parvis.access.actions import Standing
from parvis.feed import queries
from parvis.feed.cursor import Cursor
from parvis.kernel.requests import is_htmx
from parvis.people.asking import asker
from parvis.posts.cards import cards, joined


def goes_on(request: HttpRequest) -> bool:
    """Tell whether only the next posts are asked for (``feed/page.html``), by a page that grows."""
    return is_htmx(request) and Cursor.read(request.GET.get("after", "")) is not None


def stream(request: HttpRequest, here: Standing) -> dict[str, Any]:
    """Return the context of ``feed/stream.html`` for a space, from the viewer's standing there.

    ``?after=CURSOR`` turns the page. Raises NotVisible or Forbidden where they may not read.
    """
    viewer, space = asker(request), here.space
    access.require(viewer, "read", here)
    after = Cursor.read(request.GET.get("after", ""))
    page = queries.in_space(space, after)
    pinned = queries.pinned(space) if after is None else []
    token = get_token(request)
    ids = [*pinned, *(id_ for id_ in page.ids if id_ not in pinned)]
    shown = cards(viewer, ids, token=token)
    return {
        "csrf_token": token,
        "space": space,
        "composer_space": space if access.can(viewer, "post", here) else None,
        "pinned": joined(shown[: len(pinned)]),
        "cards": joined(shown[len(pinned) :]),
        "composer_into": "#feed" if len(shown) > len(pinned) else "",
        "following": page.following,
        "first": after is None,
        "stream_url": request.path,
        "order": "",
    }
