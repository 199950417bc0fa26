"""What one does for oneself in a community: join, leave, level, mute."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parvis.kernel.errors import Refused
from parvis.kernel.requests import is_htmx
from parvis.people.asking import asker
from parvis.spaces import queries, verbs
from parvis.spaces.models import Space
from parvis.spaces.views.finding import back, find, home_of, say_refused
from parvis.ui.kept import kept


@require_POST
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Join, accept an invitation, or ask to join."""
    space = find(request, slug)
    row = verbs.join(asker(request), space)
    if is_htmx(request):
        answer = _tile(request, space)
        answer.write(_mine_again(request))
        return answer
    if row.is_active:
        messages.success(request, _("Welcome to %(name)s.") % {"name": space.name})
    else:
        messages.success(request, _("Your request is with the people who run it."))
    return home_of(space)


@require_POST
def decline(request: HttpRequest, slug: str) -> HttpResponse:
    """Turn an invitation down, or take a request back."""
    space = find(request, slug)
    verbs.decline(asker(request), space)
    if is_htmx(request):
        return _tile(request, space)
    return redirect("spaces:communities")


def _tile(request: HttpRequest, space: Space) -> HttpResponse:
    """Answer with the card as it is now; nothing, where it is no longer to be seen."""
    shown = queries.communities(asker(request)).filter(pk=space.pk).first()
    if shown is None:
        return HttpResponse("")
    return render(request, "spaces/tile.html", {"space": shown})


def _mine_again(request: HttpRequest) -> SafeString:
    """My communities as the navigation shows them, to take the place of those it shows now."""
    mine = queries.belonging(asker(request)).communities
    return kept("spaces/my_communities.html", my_communities=mine, here="", again=True)


@require_POST
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave."""
    space = find(request, slug)
    try:
        verbs.leave(asker(request), space)
    except Refused as error:
        return say_refused(request, error, space.get_absolute_url())
    messages.success(request, _("You have left %(name)s.") % {"name": space.name})
    return redirect("spaces:communities")


@require_POST
def level(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose what one is told of."""
    space = find(request, slug)
    try:
        verbs.set_level(asker(request), space, request.POST.get("level", ""))
    except Refused as error:
        return say_refused(request, error, space.get_absolute_url())
    return back(request, space.get_absolute_url())


@require_POST
def mute(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep it out of one's home feed, or (``on=0``) let it come home again."""
    space = find(request, slug)
    if request.POST.get("on", "1") == "1":
        verbs.mute(asker(request), space)
    else:
        verbs.unmute(asker(request), space)
    return back(request, space.get_absolute_url())
