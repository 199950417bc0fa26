"""A community's other tabs: its files, its photos, what it is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from parvis import access
from parvis.access.actions import Standing
from parvis.files import lists
from parvis.spaces import queries
from parvis.spaces.views.finding import find_standing
from parvis.spaces.views.looking import place


@require_GET
def files(request: HttpRequest, slug: str) -> HttpResponse:
    """The documents in its posts and comments, newest first."""
    here = find_standing(request, slug)
    access.require(here.person, "read", here)
    shelf = lists.documents(here.person, here.space, request.GET.get("after", ""))
    return _shelf(request, here, shelf, photos=False)


@require_GET
def photos(request: HttpRequest, slug: str) -> HttpResponse:
    """The pictures in its posts and comments, newest first."""
    here = find_standing(request, slug)
    access.require(here.person, "read", here)
    shelf = lists.photos(here.person, here.space, request.GET.get("after", ""))
    return _shelf(request, here, shelf, photos=True)


def _shelf(
    request: HttpRequest, here: Standing, shelf: lists.Shelf, *, photos: bool
) -> HttpResponse:
    faces = queries.some_members(here.person, here.space)
    words = {**place(here), "faces": faces, "shelf": shelf, "photos": photos}
    return render(request, "spaces/shelf.html", words)


@require_GET
def about(request: HttpRequest, slug: str) -> HttpResponse:
    """What it is for and for whom; to its readers, also who runs it."""
    here = find_standing(request, slug)
    words = place(here)
    if here.reads:
        words["leaders"] = queries.leaders(here.person, here.space)
        words["faces"] = queries.some_members(here.person, here.space)
    return render(request, "spaces/about.html", words)
