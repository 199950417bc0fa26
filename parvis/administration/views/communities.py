"""Communities in administration: how they are, archive, a manager where there is none."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from parvis.administration import queries, verbs
from parvis.administration.forms import AppointForm
from parvis.administration.views.gate import administrators
from parvis.kernel.errors import Refused
from parvis.people.asking import asker
from parvis.spaces.models import Space
from parvis.spaces.verbs import appoint_manager

PAGE = 50


@require_GET
@administrators
def communities(request: HttpRequest) -> HttpResponse:
    """List communities with their counts; secret ones without their names."""
    return _page(request)


def _page(
    request: HttpRequest, wrong: dict[int, str] | None = None, typed: str = ""
) -> HttpResponse:
    found = queries.communities(asker(request))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    words = {"page": page, "wrong": wrong or {}, "typed": typed}
    return render(request, "administration/communities.html", words, status=422 if wrong else 200)


@require_POST
@administrators
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Archive a community, or (``open``) open it again."""
    space = _find(pk)
    archived = not request.POST.get("open")
    verbs.archive_community(asker(request), space, archived=archived)
    messages.success(request, _("Archived.") if archived else _("Opened again."))
    return redirect("administration:communities")


@require_POST
@administrators
def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """Name a manager where nobody runs the community any more."""
    space = _find(pk)
    form = AppointForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(" ".join(map(str, form.errors["manager"])))
        manager = form.cleaned_data["manager"]
        appoint_manager(asker(request), space, manager)
    except Refused as refusal:
        return _page(request, {space.pk: str(refusal)}, request.POST.get("manager", ""))
    messages.success(request, _("%(name)s runs it now.") % {"name": manager.name})
    return redirect("administration:communities")


def _find(pk: int) -> Space:
    return get_object_or_404(Space, pk=pk, kind=Space.Kind.COMMUNITY)
