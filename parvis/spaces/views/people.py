"""The people of a community: members, requests, invitations, bans."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from parvis import access
from parvis.kernel.errors import Refused
from parvis.kernel.requests import is_htmx
from parvis.people.asking import asker
from parvis.people.models import Person
from parvis.spaces import queries, verbs
from parvis.spaces.models import Space, Subscription
from parvis.spaces.views.finding import back, find, find_person, find_standing, say_refused
from parvis.spaces.views.looking import place

State = Subscription.State
TABS: Final = {
    "requests": State.REQUESTED,
    "invitations": State.INVITED,
    "bans": State.BANNED,
}


@require_GET
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is in it; for those who run it, also who waits and who is kept out."""
    here = find_standing(request, slug)
    viewer, space = here.person, here.space
    access.require(viewer, "read", here)
    show = request.GET.get("show", "members")
    words: dict[str, Any] = {**place(here), "show": show, "words": "", "roles": Subscription.Role}
    if show in TABS:
        access.require(viewer, "moderate", here)
        waiting = queries.waiting(viewer, space, TABS[show])
        words["page"] = Paginator(waiting, queries.PAGE).get_page(request.GET.get("page"))
        return render(request, "spaces/waiting.html", words)
    words["words"] = " ".join(request.GET.get("q", "").replace("\0", "").split())[:100]
    before = request.GET.get("before", "")
    before = before if before.isascii() and before.isdigit() and len(before) < 19 else ""
    words["found"] = queries.members(viewer, space, words["words"], int(before or 0) or None)
    return render(request, "spaces/members.html", words)


@require_GET
def to_invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Look for colleagues to invite; those found alone for htmx, while one types."""
    here = find_standing(request, slug)
    viewer, space = here.person, here.space
    access.require(viewer, "invite", here)
    words = " ".join(request.GET.get("q", "").replace("\0", "").split())[:100]
    people = list(queries.to_invite(viewer, space, words)) if words else []
    template = "spaces/to_invite.html" if is_htmx(request) else "spaces/invite.html"
    return render(request, template, {**place(here), "words": words, "people": people})


@require_POST
def invite(request: HttpRequest, slug: str, handle: str) -> HttpResponse:
    """Invite somebody."""
    space, person = find(request, slug), find_person(request, handle)
    otherwise = reverse("spaces:to_invite", args=[space.slug])
    try:
        row = verbs.invite(asker(request), space, person)
    except Refused as error:
        return say_refused(request, error, otherwise)
    if is_htmx(request):
        return render(request, "spaces/invited.html", {"state": row.state})
    messages.success(request, _("%(name)s is invited.") % {"name": person.name})
    return back(request, otherwise)


type Deed = Callable[[Person, Space, Person], Any]
DEEDS: Final[dict[str, Deed]] = {
    "accept": verbs.accept_request,
    "refuse": verbs.refuse_request,
    "withdraw": verbs.withdraw_invitation,
    "remove": verbs.remove_member,
    "ban": verbs.ban,
    "unban": verbs.unban,
}


@require_POST
def deed(request: HttpRequest, slug: str, handle: str, name: str) -> HttpResponse:
    """Do one of DEEDS to somebody's place in a community, or give them a ``role``."""
    space, person = find(request, slug), find_person(request, handle)
    try:
        if name == "role":
            verbs.set_role(asker(request), space, person, request.POST.get("role", ""))
        elif name in DEEDS:
            DEEDS[name](asker(request), space, person)
        else:
            raise Http404
    except Refused as error:
        return say_refused(request, error, reverse("spaces:members", args=[space.slug]))
    messages.success(request, _done(name) % {"name": person.name})
    return back(request, reverse("spaces:members", args=[space.slug]))


def _done(name: str) -> str:
    return {
        "accept": _("%(name)s is a member now."),
        "refuse": _("The request of %(name)s is turned down."),
        "withdraw": _("The invitation of %(name)s is withdrawn."),
        "remove": _("%(name)s is no longer a member."),
        "ban": _("%(name)s is banned."),
        "unban": _("The ban of %(name)s is lifted."),
        "role": _("The role of %(name)s is changed."),
    }[name]
