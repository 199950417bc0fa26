"""A person's page: profile and wall; follow, write to, help in."""

from functools import cache
from typing import Any, Final

import segno
from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parvis import access
from parvis.access.actions import on_wall
from parvis.feed.streams import goes_on, stream
from parvis.files.lists import documents, photos
from parvis.kernel import hot
from parvis.kernel.requests import is_htmx, page_before
from parvis.people import limits, verbs
from parvis.people.asking import asker
from parvis.people.completeness import complete, missing
from parvis.people.doors import too_often
from parvis.people.models import Person
from parvis.people.queries import by_handle, reports_of
from parvis.spaces.models import Space, Subscription
from parvis.spaces.verbs import follow as follow_person
from parvis.spaces.verbs import open_conversation
from parvis.spaces.verbs import unfollow as unfollow_person
from parvis.ui import late


def shown(request: HttpRequest, handle: str) -> Person:
    """Return the person of a page, as far as the asker may see them; else 404."""
    who = by_handle(handle)
    if who is None or not access.can(request.user, "see", who):
        raise Http404
    return who


TABS: Final = ("wall", "files", "photos", "about")


@require_GET
def person(request: HttpRequest, handle: str) -> HttpResponse:
    """Show a profile: the wall, its files or photos, or all that is known (``?tab=``)."""
    who = shown(request, handle)
    asked = request.GET.get("tab", "")
    tab = asked if asked in TABS else TABS[0]
    viewer = asker(request)
    here = on_wall(viewer, who)
    if here.reads and tab == "wall" and goes_on(request):
        return late.render(request, "feed/page.html", stream(request, here))
    words: dict[str, Any] = {
        "person": who,
        "wall": here.space,
        "tab": tab,
        "reads": here.reads,
        "own": who == request.user,
        "follows": here.inside,
        "may": {
            action: access.can(request.user, action, who)
            for action in ("follow", "message", "edit", "give_code")
        },
        "reports": list(access.visible(reports_of(who), viewer)[:24]) if tab == "about" else [],
        "communities": _communities(viewer, who),
        "missing": missing(who) if who == viewer else [],
        "complete": complete(who) if who == viewer else None,
    }
    if here.reads and tab == "wall":
        words |= stream(request, here)
    elif here.reads and tab in ("files", "photos"):
        lists = photos if tab == "photos" else documents
        words["shelf"] = lists(viewer, here.space, request.GET.get("after", ""))
        words |= {"photos": tab == "photos", "shelf_query": f"tab={tab}"}
    return late.render(request, "people/person.html", words)


@cache
def _communities_of(viewer_kind: str) -> hot.Statement:
    def build(viewer: int, person: int) -> QuerySet[Subscription, Any]:
        rows = Subscription.objects.filter(
            person=person,
            space__kind=Space.Kind.COMMUNITY,
            space__archived_at=None,
            state=Subscription.State.ACTIVE,
        )
        seen = access.visible(rows, Person(pk=viewer, kind=viewer_kind))
        return seen.order_by("-space__members_count").values_list(*_SHOWN)[:12]

    return hot.statement(build, "viewer", "person")


_SHOWN: Final = ("space__id", "space__name", "space__slug", "space__picture_id")


def _communities(viewer: Person, who: Person) -> list[Space]:
    """The communities in which the viewer may see the person, liveliest first."""
    rows = _communities_of(viewer.kind).run(viewer=viewer.pk, person=who.pk)
    return [Space(pk=pk, name=name, slug=slug, picture_id=pic) for pk, name, slug, pic in rows]


@require_POST
def follow(request: HttpRequest, handle: str) -> HttpResponse:
    """Follow a person."""
    who = shown(request, handle)
    follow_person(asker(request), who)
    return _followed(request, who, follows=True)


@require_POST
def unfollow(request: HttpRequest, handle: str) -> HttpResponse:
    """Stop following a person."""
    who = shown(request, handle)
    unfollow_person(asker(request), who)
    return _followed(request, who, follows=False)


def _followed(request: HttpRequest, who: Person, *, follows: bool) -> HttpResponse:
    if is_htmx(request):
        words = {"person": who, "follows": follows, "small": request.POST.get("small")}
        return render(request, "people/follow_button.html", words)
    return redirect(back_to(request, who.get_absolute_url()))


def back_to(request: HttpRequest, otherwise: str) -> str:
    """Return the page of ours that a form was on."""
    return page_before(request) or otherwise


@require_POST
def message(request: HttpRequest, handle: str) -> HttpResponse:
    """Open the conversation with a person."""
    conversation = open_conversation(asker(request), [shown(request, handle)])
    return redirect(conversation)


@require_http_methods(["GET", "POST"])
def code(request: HttpRequest, handle: str) -> HttpResponse:
    """Make a code and a QR for someone without a mailbox; shown once, to whoever made it."""
    who = shown(request, handle)
    access.require(request.user, "give_code", who)
    if request.method == "GET":
        return render(request, "people/code.html", {"person": who})
    if limits.attempt(request, "give_code") is None:
        return too_often(request)
    made = verbs.give_code(asker(request), who)
    words = {
        "person": who,
        "code": made,
        "digits": f"{made.digits[:5]} {made.digits[5:]}",
        "page": f"{settings.SITE_URL}/enter/",
        "qr": qr(f"{settings.SITE_URL}{made.path}"),
    }
    return render(request, "people/code.html", words)


def qr(text: str) -> str:
    """Return a QR of a text as inline SVG without styles: dark on light by night as well."""
    drawn = segno.make(text, error="m", micro=False)
    svg: str = drawn.svg_inline(scale=6, border=3, light="#fff", omitsize=True, svgclass="qr")
    return mark_safe(svg)  # noqa: S308 - drawn by segno from our own address
