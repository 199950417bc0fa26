"""One line: react to it, change it, take it away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parvis import access
from parvis.access.actions import POST, Standing
from parvis.conversations import lines as html
from parvis.conversations import queries
from parvis.conversations.views.common import list_context
from parvis.kernel.errors import Refused
from parvis.kernel.requests import is_htmx
from parvis.people.asking import asker
from parvis.posts.models import Post, Reaction
from parvis.posts.verbs import edit as edit_post
from parvis.posts.verbs import react as react_to
from parvis.posts.verbs import remove as remove_post
from parvis.posts.wording import REACTIONS


def _line(request: HttpRequest, space_id: int, post_id: int) -> tuple[Standing, Post]:
    """Return how one stands to the conversation, and the line; raises NotVisible."""
    here = queries.room(asker(request), space_id)
    found = Post.objects.filter(pk=post_id, space=here.space, thread=None, removed_at=None)
    post = found.select_related("author").first()
    if post is None:
        raise access.NotVisible("read")
    post.space = here.space
    return here, post


def _answer(request: HttpRequest, here: Standing, post: Post) -> HttpResponse:
    """Return the line anew, or lead back to it."""
    if not is_htmx(request):
        return redirect(f"{here.space.get_absolute_url()}?at={post.pk}#post-{post.pk}")
    stretch = queries.one(here.person, here.space, post.pk)
    return HttpResponse(html.render_alone(here.person, here.space, stretch))


@require_GET
def line(request: HttpRequest, space_id: int, post_id: int) -> HttpResponse:
    """Show what one can do with a line: a menu's contents, or a page."""
    here, post = _line(request, space_id, post_id)
    reaction = Reaction.objects.filter(post=post, person=here.person).first()
    context = {
        "space": here.space,
        "post": post,
        "mine": reaction.emoji if reaction else "",
        "reactions": [(key, sign, name) for key, (sign, name) in REACTIONS.items()],
        "may_react": POST["react"](here, post),
        "may_edit": POST["edit"](here, post),
        "may_remove": POST["remove"](here, post),
    }
    if is_htmx(request):
        return render(request, "conversations/line_menu.html", context)
    return render(
        request, "conversations/line.html", {**list_context(here.person, here.space), **context}
    )


@require_POST
def react(request: HttpRequest, space_id: int, post_id: int) -> HttpResponse:
    """React with an emoji; the same again takes it back."""
    here, post = _line(request, space_id, post_id)
    try:
        react_to(here.person, post, request.POST.get("emoji", ""))
    except Refused as refused:
        return HttpResponse(str(refused), status=400, content_type="text/plain; charset=utf-8")
    return _answer(request, here, post)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, space_id: int, post_id: int) -> HttpResponse:
    """Change the words of one's own line."""
    here, post = _line(request, space_id, post_id)
    access.require(here.person, "edit", post)
    text, error = post.source, ""
    if request.method == "POST":
        text = request.POST.get("text", "")
        try:
            edit_post(here.person, post, text)
        except Refused as refused:
            error = str(refused)
        else:
            return _answer(request, here, post)
    context = {"space": here.space, "post": post, "text": text, "error": error}
    status = 422 if error else 200
    if is_htmx(request):
        return render(request, "conversations/edit_form.html", context, status=status)
    page = {**list_context(here.person, here.space), **context}
    return render(request, "conversations/edit.html", page, status=status)


@require_POST
def remove(request: HttpRequest, space_id: int, post_id: int) -> HttpResponse:
    """Take one's own line away."""
    here, post = _line(request, space_id, post_id)
    remove_post(here.person, post)
    if is_htmx(request):
        return HttpResponse("")
    return redirect(here.space.get_absolute_url())
