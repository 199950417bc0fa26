"""Who asks, about which post, and how they are answered."""

from urllib.parse import urldefrag

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token

from parvis.kernel.errors import Refused, TooFast
from parvis.kernel.requests import is_htmx, page_before
from parvis.people.asking import asker
from parvis.posts import thread
from parvis.posts.cards import card
from parvis.posts.found import found
from parvis.posts.models import Post


def find(request: HttpRequest, id_: int) -> Post:
    """Return a post the asker may read; raises Http404 for any other."""
    post = found(asker(request), id_)
    if post is None:
        raise Http404
    return post


def back(request: HttpRequest, post: Post) -> HttpResponseRedirect:
    """Lead back to the page of ours that a button was on, to the post's place on it."""
    page = urldefrag(page_before(request)).url
    if not page:
        return HttpResponseRedirect(post.get_absolute_url())
    return HttpResponseRedirect(f"{page}#post-{post.pk}")


def shown(request: HttpRequest, post: Post) -> HttpResponse:
    """Answer a deed: with the post as it is now, or by leading back to it."""
    if not is_htmx(request):
        return back(request, post)
    if post.thread_id:
        return HttpResponse(thread.comment(asker(request), post.pk))
    whole = "whole" in request.GET
    return HttpResponse(card(asker(request), post.pk, token=get_token(request), whole=whole))


def refused(error: Refused, place: str) -> HttpResponse:
    """Answer htmx with the reason, put into ``place`` (a selector); what is typed stays."""
    if isinstance(error, TooFast):
        return HttpResponse(str(error), status=429, content_type="text/plain; charset=utf-8")
    from django.utils.html import format_html

    answer = HttpResponse(format_html('<p class="field-error">{}</p>', str(error)), status=422)
    answer.headers["HX-Retarget"] = place
    answer.headers["HX-Reswap"] = "innerHTML"
    return answer
