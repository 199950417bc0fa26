"""Home, its further pages, and what is new there."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.http import require_GET

from parvis.feed import queries
from parvis.feed.cursor import EPOCH, Cursor
from parvis.feed.side import sleepy_conversations
from parvis.feed.streams import goes_on
from parvis.feed.visits import last_visit
from parvis.kernel.requests import is_htmx
from parvis.people.asking import asker
from parvis.posts.cards import cards, joined
from parvis.spaces.suggested_people import suggested_people
from parvis.spaces.suggestions import suggested_communities
from parvis.ui import late


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show the posts of all one follows; ``?order=time``: newest post first."""
    viewer = asker(request)
    by_time = request.GET.get("order") == "time"
    after = Cursor.read(request.GET.get("after", ""))
    page = queries.home(viewer, after, by_time=by_time)
    before = last_visit(viewer) if after is None and not by_time else None
    token = get_token(request)
    shown = cards(viewer, page.ids, token=token)
    since = _first_older(page, before)
    context = {
        "csrf_token": token,
        "before_line": joined(shown[:since], on_top=after is None),
        "cards": joined(shown[since:], on_top=after is None and not since),
        "composer_into": _list_of_new_cards(since, len(shown)),
        "following": page.following,
        "first": after is None,
        "by_time": by_time,
        "top": _top(page) if after is None else None,
        "stream_url": request.path,
        "order": "&order=time" if by_time else "",
    }
    if goes_on(request):
        return late.render(request, "feed/page.html", context)
    return late.render(request, "feed/home.html", context)


def _first_older(page: queries.Page, before: datetime | None) -> int:
    """Return how many posts stand above the line "new since your last visit"; 0: no line."""
    if before is None:
        return 0
    newer = sum(activity > before for activity in page.activities)
    return newer if newer < len(page.ids) else 0


def _top(page: queries.Page) -> Cursor:
    """Return the place above which posts are news; where there are none yet, any post is."""
    return Cursor(page.activities[0], page.ids[0]) if page.ids else Cursor(EPOCH, 0)


def _list_of_new_cards(since: int, shown: int) -> str:
    """Return the selector of the list that a new card goes into; empty while there is none."""
    if since:
        return "#feed-new"
    return "#feed" if shown else ""


@require_GET
def news(request: HttpRequest) -> HttpResponse:
    """Answer the pill: how many posts moved above ``?top=CURSOR`` meanwhile."""
    viewer = asker(request)
    top = Cursor.read(request.GET.get("top", ""))
    count = queries.newer_than(viewer, top) if top else 0
    by_time = request.GET.get("order") == "time"
    return render(request, "feed/news.html", {"count": count, "top": top, "by_time": by_time})


@require_GET
def side(request: HttpRequest) -> HttpResponse:
    """Show people and communities one may like, and conversations that fell asleep."""
    viewer = asker(request)
    context = {
        "people": suggested_people(viewer, limit=4),
        "communities": suggested_communities(viewer, limit=3),
        "conversations": sleepy_conversations(viewer),
    }
    return render(request, "feed/side.html" if is_htmx(request) else "feed/side_page.html", context)
