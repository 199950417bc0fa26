"""One's own settings; administrators use the same profile page for others."""

from typing import Any, Final

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parvis import access
from parvis.files.verbs import keep
from parvis.kernel.errors import Refused
from parvis.people import limits, verbs
from parvis.people.asking import asker
from parvis.people.doors import came_freshly
from parvis.people.forms import PasswordForm, PicturesForm, PreferencesForm, ProfileForm
from parvis.people.models import Person
from parvis.people.queries import sessions_of

PICTURES: Final = ("photo", "cover")


@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """Show the way to all that is one's own; on a phone, to all that has no place below."""
    return render(request, "people/me.html", {"person": asker(request)})


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Edit one's own profile."""
    return _edit(request, asker(request), "people:edit_me")


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, handle: str) -> HttpResponse:
    """Edit somebody's profile; for administrators."""
    actor = asker(request)
    person = get_object_or_404(access.visible(Person.objects.all(), actor), handle__iexact=handle)
    access.require(actor, "edit", person)
    return _edit(request, person, "people:edit")


def _edit(request: HttpRequest, person: Person, page: str) -> HttpResponse:
    actor = asker(request)
    form = ProfileForm(
        request.POST or None,
        instance=person,
        by_administrator=access.can(actor, "administer", None),
    )
    pictures = PicturesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and pictures.is_valid():
        try:
            changes = {**form.cleaned_data, **_pictures(actor, request)}
            verbs.change_profile(actor, person, **changes)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect(person)
    words = {"form": form, "pictures": pictures, "person": person, "own": page == "people:edit_me"}
    status = 422 if request.method == "POST" else 200
    return render(request, "people/edit.html", words, status=status)


def _pictures(actor: Person, request: HttpRequest) -> dict[str, Any]:
    """Keep what was uploaded; ``photo-remove`` takes the picture away."""
    changes: dict[str, Any] = {}
    for name in PICTURES:
        upload = request.FILES.get(name)
        if isinstance(upload, UploadedFile):
            changes[name] = keep(actor, upload, purpose="public")
        elif request.POST.get(f"{name}-remove"):
            changes[name] = None
    return changes


@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Choose language, time zone and look."""
    person = asker(request)
    form = PreferencesForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        verbs.change_profile(person, person, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("people:preferences")
    return render(request, "people/preferences.html", {"form": form, "person": person})


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Set or change one's password; every other browser is signed out."""
    person = asker(request)
    ask_old = person.has_usable_password() and not came_freshly(request)
    form = PasswordForm(request.POST or None, person=person, ask_old=ask_old)
    words = {"form": form, "person": person, "has_one": person.has_usable_password()}
    if request.method != "POST":
        return render(request, "people/password.html", words)
    counted = limits.attempt(request, "old_password") if ask_old else None
    if ask_old and counted is None:
        return render(request, "people/too_often.html", words, status=429)
    if not form.is_valid():
        return render(request, "people/password.html", words, status=422)
    try:
        verbs.set_password(
            person, person, form.cleaned_data["new"], but=request.session.session_key
        )
    except ValidationError as error:
        form.add_error("new", error)
        return render(request, "people/password.html", words, status=422)
    if counted is not None:
        counted.forgive()
    update_session_auth_hash(request, person)
    messages.success(request, _("Your password is set. Other browsers are signed out."))
    return redirect("people:password")


@require_http_methods(["GET", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """See where one is signed in; end one session or all others."""
    person = asker(request)
    if request.method == "POST":
        mark = request.POST.get("mark", "")
        if mark:
            verbs.end_session(person, person, mark)
        else:
            verbs.end_sessions(person, person, but=request.session.session_key)
        messages.success(request, _("Signed out there."))
        return redirect("people:sessions")
    words = {
        "sessions": sessions_of(person),
        "current": request.session.session_key,
        "person": person,
    }
    return render(request, "people/sessions.html", words)


@require_POST
def leave_everywhere(request: HttpRequest) -> HttpResponse:
    """Sign out in every browser, this one included."""
    person = asker(request)
    verbs.end_sessions(person, person)
    request.session.flush()
    return redirect("account_login")
