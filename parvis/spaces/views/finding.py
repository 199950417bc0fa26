"""Who asks, and for which community."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from parvis import access
from parvis.kernel.errors import Refused
from parvis.people.models import Person
from parvis.spaces.models import Space


def asker(request: HttpRequest) -> Person:
    """Return the signed-in person of a view that strangers do not reach."""
    return cast("Person", request.user)


def find(request: HttpRequest, slug: str) -> Space:
    """Return a community the asker may know of; raises Http404 for any other."""
    spaces = Space.objects.filter(kind=Space.Kind.COMMUNITY, slug=slug)
    space = access.visible(spaces, asker(request)).select_related("owner").first()
    if space is None:
        raise Http404
    return space


def find_person(request: HttpRequest, handle: str) -> Person:
    """Return somebody the asker may see, in whatever case the handle is; raises Http404."""
    people = access.visible(Person.objects.filter(handle=handle.lower()), asker(request))
    person = people.first()
    if person is None:
        raise Http404
    return person


def is_htmx(request: HttpRequest) -> bool:
    """Tell whether a part of a page is asked for."""
    return bool(request.headers.get("HX-Request"))


def back(request: HttpRequest, otherwise: str) -> HttpResponseRedirect:
    """Lead back to the page of ours that a button was on."""
    page = request.headers.get("Referer", "")
    known = url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure())
    return HttpResponseRedirect(page if known else otherwise)


def say_refused(request: HttpRequest, error: Refused, otherwise: str) -> HttpResponse:
    """Tell why a deed cannot be done, on the page that its button was on."""
    messages.error(request, str(error))
    if is_htmx(request):
        answer = HttpResponse(status=200)
        answer.headers["HX-Refresh"] = "true"
        return answer
    return back(request, otherwise)


def home_of(space: Space) -> HttpResponseRedirect:
    """Lead to a community's page."""
    return redirect("spaces:community", space.slug)
