"""Who asks, and for which community."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect

from parvis import access
from parvis.access.actions import Standing, in_community
from parvis.kernel.errors import Refused
from parvis.kernel.requests import is_htmx, page_before
from parvis.people.asking import asker
from parvis.people.models import Person
from parvis.spaces.models import Space


def find_standing(request: HttpRequest, slug: str) -> Standing:
    """Return how the asker stands to a community; raises Http404 for one they may not know of."""
    here = in_community(asker(request), slug)
    if here is None:
        raise Http404
    return here


def find(request: HttpRequest, slug: str) -> Space:
    """Return a community the asker may know of; raises Http404 for any other."""
    return find_standing(request, slug).space


def find_person(request: HttpRequest, handle: str) -> Person:
    """Return somebody the asker may see, in whatever case the handle is; raises Http404."""
    people = access.visible(Person.objects.filter(handle=handle.lower()), asker(request))
    person = people.first()
    if person is None:
        raise Http404
    return person


def back(request: HttpRequest, otherwise: str) -> HttpResponseRedirect:
    """Lead back to the page of ours that a button was on."""
    return HttpResponseRedirect(page_before(request) or otherwise)


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
