"""Writing: publish, comment, edit, remove, share."""

import json
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parvis import access
from parvis.files.verbs import keep_form
from parvis.kernel.errors import Refused, status_of
from parvis.kernel.requests import form_key, is_htmx, is_ours
from parvis.people.asking import asker
from parvis.posts import cards, lists, pace, thread, verbs
from parvis.posts.models import Post
from parvis.posts.templatetags.posts import places
from parvis.posts.verbs.drafting import forget_draft
from parvis.posts.views import reading
from parvis.posts.views.finding import (
    back,
    find,
    refused,
    shown,
)
from parvis.spaces.models import Space


@require_GET
def write(request: HttpRequest) -> HttpResponse:
    """Show the composer alone on a page; ``?space=ID`` says where."""
    context = {"composer_space": _space(request, "space"), "composer_focus": True}
    return render(request, "posts/new.html", context)


@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    """Publish what the composer holds."""
    author = asker(request)
    space = _space(request, "space") or lists.wall_of(author)
    try:
        pace.check(author)
        post = verbs.publish(
            author,
            space,
            request.POST.get("text", ""),
            title=request.POST.get("title", ""),
            kind=Post.Kind.QUESTION if request.POST.get("question") else Post.Kind.MESSAGE,
            files=keep_form(author, request.POST, request.FILES),
            key=form_key(request),
        )
    except Refused as error:
        if is_htmx(request):
            return refused(error, "#composer-error")
        context = {
            "composer_space": space,
            "composer_words": request.POST,
            "composer_then": _then(request),
            "refused": error,
        }
        return render(request, "posts/new.html", context, status=status_of(error))
    _let_go_of_draft(request)
    if is_htmx(request):
        answer = HttpResponse(cards.card(author, post.pk, token=get_token(request)))
        # The next post from this page is another one.
        return _with_fresh_key(answer)
    return redirect(then) if (then := _then(request)) else back(request, post)


def _let_go_of_draft(request: HttpRequest) -> None:
    """Forget the draft that a form says it has kept, now that it is published."""
    if place := request.POST.get("draft", ""):
        forget_draft(asker(request), place)


def _then(request: HttpRequest) -> str:
    """The page of ours that the form wants shown afterwards; empty for none."""
    then = request.POST.get("then", "")
    return then if then and is_ours(request, then) else ""


def _with_fresh_key(answer: HttpResponse) -> HttpResponse:
    answer.write(
        format_html(
            '<input type="hidden" name="once" id="composer-once" value="{}" hx-swap-oob="true">',
            uuid4(),
        )
    )
    return answer


def _space(request: HttpRequest, name: str) -> Space | None:
    """The space that a form or an address names, if the asker may know of it."""
    value = request.POST.get(name) or request.GET.get(name) or ""
    if not value.isascii() or not value.isdigit() or len(value) > 18:
        return None
    spaces = access.visible(Space.objects.select_related("owner"), asker(request))
    found = spaces.filter(pk=int(value)).first()
    if found is None:
        raise access.NotVisible("post")
    return found


@require_http_methods(["GET", "POST"])
def comments(request: HttpRequest, post_id: int) -> HttpResponse:
    """Comment on a post or answer a comment; GET lists what there is."""
    if request.method == "GET":
        return reading.comments(request, post_id)
    post = find(request, post_id)
    author = asker(request)
    try:
        pace.check(author)
        made = verbs.comment(
            author,
            post,
            request.POST.get("text", ""),
            files=keep_form(author, request.POST, request.FILES),
            key=form_key(request),
        )
    except Refused as error:
        if is_htmx(request):
            return refused(error, f"#error-{post.pk}")
        context = {"post": post, "text": request.POST.get("text", ""), "refused": error}
        return render(request, "posts/reply.html", context, status=status_of(error))
    _let_go_of_draft(request)
    if is_htmx(request):
        return HttpResponse(thread.some_comments(author, [made.pk]))
    return redirect(made.get_absolute_url())


@require_GET
def reply(request: HttpRequest, post_id: int) -> HttpResponse:
    """Offer the form that answers a comment: in its place, or on a page."""
    post = find(request, post_id)
    access.require(asker(request), "comment", post)
    words = f"@{post.author.handle} " if post.reply_to_id and post.author != asker(request) else ""
    if is_htmx(request):
        return HttpResponse(cards.reply_form(asker(request), post.pk, words))
    return render(request, "posts/reply.html", {"post": post, "text": words})


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, post_id: int) -> HttpResponse:
    """Change one's own words and files: on a page, or (htmx) in the post's own place."""
    post = find(request, post_id)
    access.require(asker(request), "edit", post)
    words = {"text": post.source, "title": post.title}
    context: dict[str, Any] = {
        "post": post,
        "words": words,
        "files": post.files.order_by("position"),
        "whole": "whole" in request.GET,
    }
    if request.method == "GET":
        return _form(request, "edit", context)
    words |= {"text": request.POST.get("text", ""), "title": request.POST.get("title", "")}
    try:
        post = verbs.edit(
            asker(request),
            post,
            words["text"],
            title=request.POST.get("title"),
            files=keep_form(asker(request), request.POST, request.FILES),
        )
    except Refused as error:
        return _form(request, "edit", context | {"refused": error})
    return shown(request, post) if is_htmx(request) else redirect(post.get_absolute_url())


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, post_id: int) -> HttpResponse:
    """Take a post away, after asking once more: on a page, or (htmx) in a dialog."""
    post = find(request, post_id)
    access.require(asker(request), "remove", post)
    if request.method == "GET":
        return _form(request, "remove", {"post": post})
    verbs.remove(asker(request), post, reason=request.POST.get("reason", ""))
    said = _("The comment is gone.") if post.thread else _("The post is gone.")
    if is_htmx(request) and not _is_page_of(request, post):
        answer = _told(said)
        answer.headers["HX-Retarget"] = f"#post-{post.pk}"
        return answer
    messages.success(request, said)
    place = post.thread or post.space
    if is_htmx(request):
        return HttpResponse(headers={"HX-Redirect": place.get_absolute_url()})
    return redirect(place)


@require_http_methods(["GET", "POST"])
def share(request: HttpRequest, post_id: int) -> HttpResponse:
    """Share a post into another space one may write in: on a page, or (htmx) in a dialog."""
    post = find(request, post_id)
    access.require(asker(request), "share", post)
    context: dict[str, Any] = {
        "post": post,
        "once": uuid4(),
        "words": request.POST,
        "places": places(request),
    }
    if request.method == "GET":
        return _form(request, "share", context)
    space = _space(request, "space") or lists.wall_of(asker(request))
    try:
        pace.check(asker(request))
        made = verbs.share(
            asker(request), post, space, request.POST.get("text", ""), key=form_key(request)
        )
    except Refused as error:
        return _form(request, "share", context | {"refused": error, "composer_space": space})
    if is_htmx(request):
        answer = _told(_("Shared."))
        answer.headers["HX-Reswap"] = "none"
        return answer
    messages.success(request, _("Shared."))
    return redirect(made.get_absolute_url())


def _form(request: HttpRequest, deed: str, context: dict[str, Any]) -> HttpResponse:
    """Show a deed's form, perhaps with why it was refused: its page, or (htmx) what goes in place.

    htmx swaps 422 alone, so that a refusal is said beside the field there, whatever it is.
    """
    error = context.get("refused")
    if not is_htmx(request):
        status = status_of(error) if error else 200
        return render(request, f"posts/{deed}.html", context, status=status)
    context |= {"in_place": True, "rows": 6}
    fetched = f"posts/{deed}_dialog.html" if deed != "edit" else "posts/edit_form.html"
    if error is None:
        return render(request, fetched, context)
    answer = render(request, f"posts/{deed}_form.html", context, status=422)
    answer.headers["HX-Retarget"] = f"#{deed}-{context['post'].pk}"
    answer.headers["HX-Reswap"] = "outerHTML"
    return answer


def _told(said: str) -> HttpResponse:
    """Answer htmx that it is done: the dialog closes, and a toast says so."""
    done = {"close-dialog": True, "toast": {"text": said}}
    return HttpResponse(headers={"HX-Trigger": json.dumps(done)})


def _is_page_of(request: HttpRequest, post: Post) -> bool:
    """Tell whether the asker stands on the post's own page, which goes with it."""
    page = urlsplit(request.headers.get("HX-Current-URL", "")).path
    return post.thread_id is None and page == post.get_absolute_url()
