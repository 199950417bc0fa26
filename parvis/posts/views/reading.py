"""Reading: a thread, its parts, who reacted, what it said before, tags, what one kept."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from parvis import access
from parvis.kernel.requests import is_htmx, is_prefetch
from parvis.mail.incoming.queries import has_original
from parvis.notifications.muting import is_muted
from parvis.notifications.verbs import mark_thread_read
from parvis.people.asking import asker
from parvis.posts import cards, lists, rendering, wording
from parvis.posts import thread as threads
from parvis.posts.models import Post, Reaction
from parvis.posts.views.finding import find
from parvis.posts.why import why
from parvis.spaces.models import Space
from parvis.ui import late


@require_GET
def post(request: HttpRequest, post_id: int) -> HttpResponse:
    """Show a post with its comments; a comment's number leads to its place among them."""
    viewer = asker(request)
    about = Post.objects.filter(pk=post_id).values(
        "thread", "space", "space__kind", "title", "author__name"
    )
    place = about.first()
    if place is None:
        raise Http404
    if place["thread"]:
        return redirect(find(request, post_id).get_absolute_url())
    if place["space__kind"] == Space.Kind.CONVERSATION:
        room = find(request, post_id).space.get_absolute_url()
        return redirect(f"{room}?at={post_id}#post-{post_id}")
    at = _number(request.GET.get("at"))
    page = threads.page_of(post_id, at) if at else _number(request.GET.get("page")) or 1
    thread = threads.thread(viewer, post_id, page, token=get_token(request), focus=at)
    if not thread:
        return _trace(request, post_id)
    if not is_prefetch(request):
        mark_thread_read(viewer, post_id)
    heading = place["title"] or _("Post by %(name)s") % {"name": place["author__name"]}
    context = {"thread": thread, "heading": heading, "space_id": place["space"]}
    return late.render(request, "posts/post.html", context)


def _trace(request: HttpRequest, post_id: int) -> HttpResponse:
    """What is left of a removed post, for those who keep order in its space; else nothing."""
    found = Post.objects.select_related("space__owner", "author", "removed_by").get(pk=post_id)
    if found.removed_at is None or not access.can(asker(request), "moderate", found.space):
        raise Http404
    return render(
        request, "posts/trace.html", {"post": found, "reason": lists.why_removed(found)}, status=410
    )


@require_GET
def card(request: HttpRequest, post_id: int) -> HttpResponse:
    """Answer with one card as a feed shows it, or with ``?whole`` as its own page does."""
    whole = "whole" in request.GET
    html = cards.card(asker(request), post_id, token=get_token(request), whole=whole)
    if not html:
        raise Http404
    return HttpResponse(html)


@require_GET
def words(request: HttpRequest, post_id: int) -> HttpResponse:
    """Answer with all the words of a post or comment, to take the place of their beginning."""
    found = find(request, post_id)
    cut = rendering.words(found.html, whole=False).cut
    name = "posts/words.html" if is_htmx(request) else "posts/words_page.html"
    return render(request, name, {"post": found, "cut": cut})


@require_GET
def comments(request: HttpRequest, post_id: int) -> HttpResponse:
    """Answer with a page of comments, or with those written after one (``?after=ID``)."""
    found = find(request, post_id)
    after = _number(request.GET.get("after"))
    if after is not None:
        ids = lists.comments_after(found.pk, after)
        return HttpResponse(threads.some_comments(asker(request), ids))
    page = _number(request.GET.get("page")) or 1
    return HttpResponse(threads.comments_page(asker(request), found.pk, page))


@require_GET
def menu(request: HttpRequest, post_id: int) -> HttpResponse:
    """Offer what the asker may do with a post, in its menu or as a page."""
    found = find(request, post_id)
    viewer = asker(request)
    question = found.thread
    context: dict[str, Any] = {
        "post": found,
        "may": {
            action: access.can(viewer, action, found)
            for action in ("edit", "remove", "pin", "share", "save")
        },
        "accepts": question is not None
        and question.kind == Post.Kind.QUESTION
        and access.can(viewer, "accept", question),
        "saved": lists.is_saved(viewer, found),
        "mailed": has_original(found),
        "muted": is_muted(viewer, found),
        "why": why(viewer, found),
        "announces": not found.thread_id and access.can(viewer, "manage", found.space),
    }
    name = "posts/menu_list.html" if is_htmx(request) else "posts/menu.html"
    return render(request, name, context)


@require_GET
def reactions(request: HttpRequest, post_id: int) -> HttpResponse:
    """Show who reacted and how, and offer one's own reaction."""
    found = find(request, post_id)
    people = Reaction.objects.filter(post=found).select_related("person").order_by("-at")
    counts = rendering.count(found.reactions)
    mine = lists.reaction_of(asker(request), found)
    context = {
        "post": found,
        "counts": [
            (wording.emoji_of(key), wording.reaction_name(key), number)
            for key, number in sorted(found.reactions.items(), key=lambda item: -item[1])
        ],
        "total": counts.total,
        "people": [
            (one.person, wording.emoji_of(one.emoji), wording.reaction_name(one.emoji))
            for one in people[:200]
        ],
        "choices": cards.choices(found.pk, mine)
        if access.can(asker(request), "react", found)
        else "",
    }
    return render(request, "posts/reactions.html", context)


@require_GET
def history(request: HttpRequest, post_id: int) -> HttpResponse:
    """Show what a post said before each edit."""
    found = find(request, post_id)
    versions = found.revisions.select_related("editor").order_by("-at")[:100]
    return render(request, "posts/history.html", {"post": found, "versions": versions})


@require_GET
def tag(request: HttpRequest, tag: str) -> HttpResponse:
    """Show the posts with a tag, newest first."""
    tag = tag.lower()
    page = lists.tagged(asker(request), tag, _number(request.GET.get("before")))
    return _list(request, "posts/tag.html", page, {"tag": tag})


@require_GET
def saved(request: HttpRequest) -> HttpResponse:
    """Show what one kept for later, last kept first."""
    page = lists.saved(asker(request), _number(request.GET.get("before")))
    return _list(request, "posts/saved.html", page, {})


def _list(
    request: HttpRequest, template: str, page: lists.Page, context: dict[str, Any]
) -> HttpResponse:
    shown = cards.mixed(asker(request), page.ids, token=get_token(request))
    context |= {
        "cards": cards.joined(shown),
        "before": page.before,
        "first": "before" not in request.GET,
    }
    if is_htmx(request) and not context["first"]:
        template = "posts/list_page.html"
    return late.render(request, template, context)


def _number(value: str | None) -> int | None:
    """Read a number from an address; nonsense counts as none."""
    if value and value.isascii() and value.isdigit() and len(value) <= 19:
        return min(int(value), 2**63 - 1)
    return None
