"""One's devices: which there are, what comes to them, and registering the one in one's hand."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from parvis.kernel.errors import Refused
from parvis.people.asking import asker
from parvis.people.browsers import browser_name
from parvis.push import choices, verbs
from parvis.push.forms import PreferencesForm
from parvis.push.keys import ours
from parvis.push.models import Device


@require_http_methods(["GET", "POST"])
def devices(request: HttpRequest) -> HttpResponse:
    """Show one's devices; choose what comes to them."""
    person = asker(request)
    form = PreferencesForm(request.POST or None, preferences=choices.of(person))
    if request.method == "POST" and form.is_valid():
        keeps = form.cleaned_data["keeps_hours"]
        verbs.set_preferences(person, kinds=form.chosen(), keeps_hours=keeps)
        messages.success(request, _("Saved."))
        return redirect("push:devices")
    words = {
        "form": form,
        "possible": settings.PUSH,
        "key": ours().public if settings.PUSH else "",
        "devices": Device.objects.alive().filter(person=person).order_by("-made_at"),
        "here": request.session.session_key,
    }
    return render(request, "push/devices.html", words)


@require_POST
def register(request: HttpRequest) -> HttpResponse:
    """Register the browser that asks (JSON 201; 422 with the reason)."""
    if not settings.PUSH:
        raise Http404
    try:
        device = verbs.register(
            asker(request),
            endpoint=request.POST.get("endpoint", ""),
            public=request.POST.get("public", ""),
            secret=request.POST.get("secret", ""),
            session_key=request.session.session_key or "",
            language=translation.get_language() or "",
            name=browser_name(request.headers.get("User-Agent", "")),
        )
    except Refused as error:
        return JsonResponse({"error": str(error)}, status=422)
    return JsonResponse({"id": device.pk}, status=201)


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Show nothing more in the browser that asks."""
    verbs.remove(asker(request), endpoint=request.POST.get("endpoint", ""))
    return HttpResponse(status=204)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Show nothing more on one of one's devices."""
    if not verbs.remove(asker(request), pk=pk):
        raise Http404
    messages.success(request, _("Nothing will be shown there any more."))
    return redirect("push:devices")


@require_POST
def try_out(request: HttpRequest) -> HttpResponse:
    """Send a word to all of one's devices."""
    count = verbs.try_out(asker(request))
    if count:
        said = ngettext(
            "On its way to %(count)s device.", "On its way to %(count)s devices.", count
        )
        messages.success(request, said % {"count": count})
    else:
        messages.error(request, _("No device of yours is turned on yet."))
    return redirect("push:devices")
