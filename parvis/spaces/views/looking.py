"""The directory of communities, one community's page, completion."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from parvis import access
from parvis.access.actions import Standing
from parvis.feed.streams import goes_on, stream
from parvis.kernel.errors import Refused
from parvis.people.asking import asker
from parvis.posts.tongues import languages_of_places
from parvis.spaces import audience, queries, verbs
from parvis.spaces.directory import Wish, look
from parvis.spaces.forms import NewCommunity
from parvis.spaces.models import Subscription
from parvis.spaces.suggestions import suggested_communities
from parvis.spaces.views.finding import find_standing
from parvis.spaces.views.narrowing import finding, wished
from parvis.ui import late

PAGE = 24


@require_GET
def communities(request: HttpRequest) -> HttpResponse:
    """Find communities: mine, all, others, those I am invited to; narrowed down, sorted."""
    viewer = asker(request)
    wish = wished(request)
    found = look(viewer, wish, languages_of_places())
    page = Paginator(found.keys, PAGE).get_page(request.GET.get("page"))
    suggest = wish == Wish() and page.number == 1
    return render(
        request,
        "spaces/communities.html",
        {
            **finding(wish, found),
            "page": page,
            "spaces": found.page(viewer, wish.show, page.start_index() - 1, PAGE)
            if found.keys
            else [],
            "invitations": queries.invitations_count(viewer),
            "suggestions": suggested_communities(viewer, 4) if suggest else [],
            "may_open": access.can(viewer, "open_community", None),
        },
    )


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open a community."""
    viewer = asker(request)
    access.require(viewer, "open_community", None)
    form = NewCommunity(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            space = verbs.open_community(viewer, **form.cleaned_data)
        except Refused as error:
            form.add_error("name", str(error))
        else:
            return redirect("spaces:community", space.slug)
    return render(request, "spaces/new.html", {"form": form})


@require_GET
def community(request: HttpRequest, slug: str) -> HttpResponse:
    """One community: what it is, and what is written there for those who may read it."""
    here = find_standing(request, slug)
    viewer, space = here.person, here.space
    if here.reads and goes_on(request):
        return late.render(request, "feed/page.html", stream(request, here))
    words: dict[str, Any] = place(here)
    if here.reads:
        words |= stream(request, here)
        words["faces"] = queries.some_members(viewer, space)
        if queries.is_unread(space, here.subscription):
            verbs.mark_read(viewer, space)
    return late.render(request, "spaces/community.html", words)


def place(here: Standing) -> dict[str, Any]:
    """Return what each page of a community shows at its head, from the viewer's standing there."""
    viewer, space = here.person, here.space
    rights = access.rights(viewer, here)
    mine = here.subscription
    by_rule = mine is not None and mine.source == Subscription.Source.RULE
    return {
        "space": space,
        "mine": mine,
        "rights": rights,
        "state": here.state or "",
        "rule": audience.describe(space.audience),
        "why": audience.reason(space.audience, viewer) if by_rule else "",
        "levels": Subscription.Level.choices,
        "waiting": queries.waiting_counts(viewer, space) if "moderate" in rights else {},
    }


@require_GET
def complete(request: HttpRequest) -> JsonResponse:
    """Offer communities while somebody types ``?q=``."""
    found = queries.complete(asker(request), request.GET.get("q", "")[:100])
    for one in found:
        members = one.pop("members")
        one["hint"] = ngettext("%(n)s member", "%(n)s members", members) % {"n": members}
    return JsonResponse(found, safe=False)
