"""Home, its further pages, and what is new there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from parvis.feed import queries
from parvis.feed.cursor import Cursor
from parvis.feed.visits import last_visit
from parvis.posts.cards import cards


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show the posts of all one follows; ``?order=time``: newest post first."""
    by_time = request.GET.get("order") == "time"
    after = Cursor.read(request.GET.get("after", ""))
    page = queries.home(request.user, after, by_time=by_time)  # type: ignore[arg-type]
    before = last_visit(request.user) if after is None and not by_time else None  # type: ignore[arg-type]
    shown = cards(request.user, page.ids)  # type: ignore[arg-type]
    since = _first_older(page, before)
    context = {
        "before_line": shown[:since],
        "cards": shown[since:],
        "following": page.following,
        "first": after is None,
        "by_time": by_time,
        "top": Cursor(page.activities[0], page.ids[0]) if page.ids and not after else None,
        "stream_url": request.path,
        "order": "&order=time" if by_time else "",
    }
    if request.headers.get("HX-Request") and after is not None:
        return render(request, "feed/page.html", context)
    return render(request, "feed/home.html", context)


def _first_older(page: queries.Page, before: object) -> int:
    """Return how many posts stand above the line "new since your last visit"; 0: no line."""
    if before is None:
        return 0
    newer = sum(activity > before for activity in page.activities)
    return newer if newer < len(page.ids) else 0


@require_GET
def news(request: HttpRequest) -> HttpResponse:
    """Answer the pill: how many posts moved above ``?top=CURSOR`` meanwhile."""
    top = Cursor.read(request.GET.get("top", ""))
    count = queries.newer_than(request.user, top) if top else 0  # type: ignore[arg-type]
    return render(request, "feed/news.html", {"count": count, "top": top})
