"""People in administration: find, invite, let go, name administrators."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parvis import access
from parvis.administration import queries
from parvis.administration.forms import InviteForm, InviteManyForm, Line
from parvis.administration.views.gate import administrators
from parvis.kernel.errors import Refused
from parvis.people import limits, verbs
from parvis.people.asking import asker
from parvis.people.doors import too_often
from parvis.people.models import Person
from parvis.people.queries import sessions_of

PAGE = 50


@require_GET
@administrators
def people(request: HttpRequest) -> HttpResponse:
    """Search people, leavers included."""
    state = request.GET.get("state", "here")
    state = state if state in queries.STATES else "here"
    words = " ".join(request.GET.get("q", "").replace("\0", "").split())[:100]
    page = Paginator(queries.people(state, words), PAGE).get_page(request.GET.get("page"))
    labels = {
        "here": _("Here"),
        "never": _("Never signed in"),
        "admins": _("Administrators"),
        "guests": _("Guests"),
        "left": _("Left"),
    }
    shown = {"page": page, "state": state, "words": words, "states": labels.items()}
    return render(request, "administration/people.html", shown)


@require_GET
@administrators
def person(request: HttpRequest, handle: str) -> HttpResponse:
    """Show what can be done for and with one person."""
    return _person_page(request, _find(handle))


def _find(handle: str) -> Person:
    return get_object_or_404(Person.objects.select_related("manager"), handle__iexact=handle)


def _person_page(request: HttpRequest, who: Person, **more: Any) -> HttpResponse:
    words = {
        "person": who,
        "sessions": sessions_of(who),
        "invited_until": queries.open_invitation(who),
        "may_give_code": access.can(request.user, "give_code", who),
        "own": who == request.user,
        **more,
    }
    return render(request, "administration/person.html", words)


@require_POST
@administrators
def act(request: HttpRequest, handle: str, deed: str) -> HttpResponse:
    """Do one of the deeds of a person's page."""
    actor, who = asker(request), _find(handle)
    try:
        if deed == "link":
            link = settings.SITE_URL + verbs.invitation_link(actor, who)
            return _person_page(request, who, link=link)
        messages.success(request, _do(actor, who, deed))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("administration:person", handle=who.handle)


def _do(actor: Person, who: Person, deed: str) -> str:
    """Do it and say so; the addresses allow no other deed."""
    words = {"name": who.name}
    match deed:
        case "let-go":
            verbs.let_go(actor, who)
            return _("%(name)s is signed out everywhere and cannot sign in any more.") % words
        case "welcome-back":
            verbs.welcome_back(actor, who)
            return _("%(name)s can sign in again.") % words
        case "appoint":
            verbs.appoint_administrator(actor, who)
            return _("%(name)s is an administrator now.") % words
        case "dismiss":
            verbs.appoint_administrator(actor, who, admin=False)
            return _("%(name)s is no longer an administrator.") % words
        case "invite-again":
            verbs.invite_again(actor, who)
            return _("An invitation is on its way to %(name)s.") % words
        case _:
            verbs.end_sessions(actor, who)
            return _("%(name)s is signed out everywhere.") % words


@require_http_methods(["GET", "POST"])
@administrators
def invite(request: HttpRequest) -> HttpResponse:
    """Invite one person."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if limits.attempt(request, "invite") is None:
            return too_often(request)
        try:
            who = verbs.invite(asker(request), **form.cleaned_data)
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            if who.email:
                said = _("An invitation is on its way to %(name)s.")
            else:
                said = _("%(name)s is taken in: now make the way in.")
            messages.success(request, said % {"name": who.name})
            return redirect("administration:person", handle=who.handle)
    return _invite_page(request, form, InviteManyForm())


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one line."""

    line: Line
    person: Person | None = None
    refusal: str = ""


@require_POST
@administrators
def invite_many(request: HttpRequest) -> HttpResponse:
    """Invite the people of a list; what was refused stays in the field, with the reason."""
    form = InviteManyForm(request.POST)
    if not form.is_valid():
        return _invite_page(request, InviteForm(), form)
    if limits.attempt(request, "invite") is None:
        return too_often(request)
    outcomes = [_invite(asker(request), line) for line in form.cleaned_data["lines"]]
    left = "\n".join(outcome.line.text for outcome in outcomes if outcome.refusal)
    again = InviteManyForm(initial={"lines": left})
    return _invite_page(request, InviteForm(), again, outcomes=outcomes)


def _invite(actor: Person, line: Line) -> Outcome:
    if not line.email:
        return Outcome(line, refusal=_("There is no address in this line."))
    try:
        return Outcome(line, verbs.invite(actor, name=line.name, email=line.email))
    except Refused as refusal:
        return Outcome(line, refusal=str(refusal))


def _invite_page(
    request: HttpRequest, form: InviteForm, many: InviteManyForm, **more: Any
) -> HttpResponse:
    words = {"form": form, "many": many, **more}
    wrong = form.errors or many.errors
    return render(request, "administration/invite.html", words, status=422 if wrong else 200)
