"""The overview, the company, the worker, the journal."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parvis.administration import queries, verbs
from parvis.administration.views.gate import administrators
from parvis.administration.words import RUNNING, STEP_NAMES, told
from parvis.company.current import current
from parvis.company.forms import CompanyForm
from parvis.company.verbs import change_company
from parvis.files.verbs import keep
from parvis.kernel.errors import Refused
from parvis.kernel.requests import number
from parvis.mail.incoming import failures
from parvis.people.asking import asker
from parvis.welcome.queries import progress

PAGE = 50


@require_GET
@administrators
def overview(request: HttpRequest) -> HttpResponse:
    """Show at a glance whether all is well."""
    words = {
        "numbers": queries.numbers(),
        "work": queries.work(),
        "paused": failures.paused_count(),
        "lines": [told(entry) for entry in queries.journal(asker(request), verbs=RUNNING, limit=8)],
    }
    return render(request, "administration/overview.html", words)


@require_http_methods(["GET", "POST"])
@administrators
def company(request: HttpRequest) -> HttpResponse:
    """Change name, logo, colour and first language."""
    actor = asker(request)
    form = CompanyForm(request.POST or None, request.FILES or None, instance=current())
    if request.method == "POST" and form.is_valid():
        changes = dict(form.cleaned_data)
        upload, remove = changes.pop("logo_file", None), changes.pop("no_logo", False)
        try:
            if upload:
                changes["logo"] = keep(actor, upload, purpose="public")
            elif remove:
                changes["logo"] = None
            change_company(actor, **changes)
        except Refused as refusal:
            form.add_error("logo_file", str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("administration:company")
    status = 422 if request.method == "POST" else 200
    return render(request, "administration/company.html", {"form": form}, status=status)


@require_GET
@administrators
def welcome(request: HttpRequest) -> HttpResponse:
    """Show how the first five minutes go: who began, finished, skipped what."""
    figures = progress()
    steps = [
        {"label": STEP_NAMES[step.name], "done": step.done, "skipped": step.skipped}
        for step in figures.steps
    ]
    words = {"progress": figures, "steps": steps}
    return render(request, "administration/welcome.html", words)


@require_GET
@administrators
def worker(request: HttpRequest) -> HttpResponse:
    """Show what the worker is doing."""
    return render(request, "administration/worker.html", {"work": queries.work()})


@require_POST
@administrators
def retry(request: HttpRequest, job: int) -> HttpResponse:
    """Have a failed job done again."""
    try:
        verbs.retry_job(asker(request), job)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is tried again."))
    return redirect("administration:worker")


@require_GET
@administrators
def journal(request: HttpRequest) -> HttpResponse:
    """Show what happened, newest first: what concerns administration, or (``?all=1``) all."""
    everything = bool(request.GET.get("all"))
    entries = queries.journal(
        asker(request),
        verbs=() if everything else RUNNING,
        before=number(request.GET.get("before")),
        limit=PAGE,
    )
    words = {
        "lines": [told(entry) for entry in entries],
        "following": entries[-1].pk if len(entries) == PAGE else None,
        "everything": everything,
    }
    return render(request, "administration/journal.html", words)
