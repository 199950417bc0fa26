"""The gallery of components, the counts in the frame, and the pages for errors."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parvis.ui import gallery as samples
from parvis.ui.waiting import waiting


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component once, with sample words: `/ui`."""
    return render(request, "ui/gallery.html", samples.context())


@require_GET
@never_cache
def badges(request: HttpRequest) -> JsonResponse:
    """What waits for the person, per navigation key: `{"notifications": 3, …}`."""
    return JsonResponse(waiting(request.user))
