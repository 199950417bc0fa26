"""Addresses that keep sending our letters back."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from parvis.administration.views.gate import administrators
from parvis.mail.incoming import failures
from parvis.mail.incoming.statuses import meaning
from parvis.people.asking import asker
from parvis.people.models import Person

PAGE = 50


@require_GET
@administrators
def paused(request: HttpRequest) -> HttpResponse:
    """List them: who, since when, why."""
    page = Paginator(failures.paused(), PAGE).get_page(request.GET.get("page"))
    lines = [{"row": row, **_why(row)} for row in page]
    return render(request, "administration/mail.html", {"page": page, "lines": lines})


def _why(row: Any) -> dict[str, str]:
    said = row.last_why or row.refused_why
    return {"meaning": meaning(row.last_status, said), "said": said}


@require_POST
@administrators
def resume(request: HttpRequest, handle: str) -> HttpResponse:
    """Write to an address again."""
    person = get_object_or_404(Person, handle__iexact=handle)
    if failures.resume(asker(request), person):
        messages.success(request, _("%(name)s gets mail again.") % {"name": person.name})
    else:
        messages.info(request, _("Mail to %(name)s was not paused.") % {"name": person.name})
    return redirect("administration:mail")
