"""Small deeds on a card: react, save, pin, accept."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from parvis.kernel.errors import Refused
from parvis.kernel.requests import is_htmx
from parvis.people.asking import asker
from parvis.posts import lists, verbs
from parvis.posts.views.finding import find, refused, shown


@require_POST
def react(request: HttpRequest, post_id: int) -> HttpResponse:
    """React, or take one's reaction back."""
    post = find(request, post_id)
    try:
        verbs.react(asker(request), post, request.POST.get("emoji", ""))
    except Refused as error:
        if is_htmx(request):
            return refused(error, f"#post-{post.pk} .tally")
        return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")
    return shown(request, post)


@require_POST
def save(request: HttpRequest, post_id: int) -> HttpResponse:
    """Keep a post for later, or no longer."""
    post = find(request, post_id)
    if lists.is_saved(asker(request), post):
        verbs.unsave(asker(request), post)
    else:
        verbs.save(asker(request), post)
    return shown(request, post)


@require_POST
def pin(request: HttpRequest, post_id: int) -> HttpResponse:
    """Pin a post to the top of its space, or let it go."""
    post = find(request, post_id)
    (verbs.pin if post.pinned_at is None else verbs.unpin)(asker(request), post)
    return shown(request, post)


@require_POST
def accept(request: HttpRequest, post_id: int) -> HttpResponse:
    """Accept a comment as the answer, or no longer."""
    post = find(request, post_id)
    try:
        verbs.accept(asker(request), post)
    except Refused as error:
        return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")
    return shown(request, post)
