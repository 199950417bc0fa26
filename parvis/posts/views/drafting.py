"""Drafts, for the scripts of the forms: kept while one writes, found again on another device."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from parvis.files.queries import described
from parvis.files.verbs import read_form
from parvis.kernel.errors import Refused, status_of
from parvis.people.asking import asker
from parvis.posts import lists
from parvis.posts.verbs.drafting import is_place, keep_draft


@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, place: str) -> HttpResponse:
    """Answer with the draft of a place (``{"words": {…}, "files": […], "at": milliseconds}``; 204
    for none); POST keeps what the form holds.
    """
    if not is_place(place):
        raise Http404
    person = asker(request)
    if request.method == "POST":
        try:
            keep_draft(person, place, request.POST, read_form(request.POST))
        except Refused as error:
            return HttpResponse(
                str(error), status=status_of(error), content_type="text/plain; charset=utf-8"
            )
        return HttpResponse(status=204)
    found = lists.draft(person, place)
    if found is None:
        return HttpResponse(status=204)
    files = [described(file) for file in lists.files_of_draft(found)]
    at = int(found.at.timestamp() * 1000)
    return JsonResponse({"words": found.words, "files": files, "at": at})
