"""Files over HTTP: put one here, fetch one."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from parvis.files import queries, serving, verbs
from parvis.kernel.errors import Refused, TooFast


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Keep one upload (``file``, perhaps ``alt``) as an attachment not yet published.

    Answers JSON (201; 400 or 429 with ``error``), or pages for a browser without JavaScript.
    """
    wants_page = request.get_preferred_type(["application/json", "text/html"]) == "text/html"
    try:
        if "file" not in request.FILES:
            raise Refused(_("Please choose a file."))
        file = verbs.keep(request.user, request.FILES["file"], alt=request.POST.get("alt", ""))  # type: ignore[arg-type]
    except Refused as refused:
        status = 429 if isinstance(refused, TooFast) else 400
        if wants_page:
            return render(request, "files/refused.html", {"message": str(refused)}, status=status)
        return JsonResponse({"error": str(refused)}, status=status)
    if wants_page:
        return redirect(file.get_absolute_url())
    return JsonResponse(queries.described(file), status=201)


# Strangers get the same answer as for a file that does not exist, not the sign-in page: what asks
# here is mostly an <img>.
@login_not_required
@require_safe
def fetch(request: HttpRequest, file_id: int, variant: str) -> HttpResponseBase:
    """Send a file in a variant to whoever may read it."""
    file = queries.fetch(request.user, file_id)
    stored = queries.stored(file, variant)
    if stored is None:
        raise Http404
    return serving.respond(request, file, stored)
