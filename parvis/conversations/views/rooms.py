"""A conversation: its lines, sending one, reading on, who has seen it."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from parvis.access.actions import SPACE, Standing
from parvis.conversations import lines as html
from parvis.conversations import queries
from parvis.conversations.views.common import list_context
from parvis.files.verbs import keep_form
from parvis.kernel.errors import Refused, TooFast
from parvis.kernel.requests import form_key, is_htmx, is_prefetch, number
from parvis.live.nudges import nudge, nudge_many
from parvis.people.asking import asker
from parvis.people.models import Person
from parvis.posts import pace
from parvis.posts.verbs import publish
from parvis.spaces.models import Space
from parvis.spaces.verbs import mark_read


@require_GET
def list_(request: HttpRequest) -> HttpResponse:
    """Show one's conversations; with ``part``, the list alone, for a page that has it already."""
    skip = number(request.GET.get("skip")) or 0
    if "part" in request.GET:
        chosen = number(request.GET.get("current"))
        current = Space.objects.filter(pk=chosen, kind="conversation").first() if chosen else None
        context = list_context(asker(request), None, skip)
        context["current"] = current
        return render(request, "conversations/list_part.html", context)
    return render(request, "conversations/list.html", list_context(asker(request), None, skip))


@require_GET
def conversation(request: HttpRequest, space_id: int) -> HttpResponse:
    """Show a conversation: its newest lines, those before or after one, or what a search finds."""
    here = queries.room(asker(request), space_id)
    return _page(request, here)


def _page(
    request: HttpRequest, here: Standing, *, error: str = "", text: str = "", status: int = 200
) -> HttpResponse:
    viewer, space = here.person, here.space
    words = request.GET.get("q", "").strip()[:200]
    context = {"space": space, "may_post": SPACE["post"](here), "q": words, "error": error}
    context |= {"text": text, "may_invite": SPACE["invite"](here)}
    if words:
        found = queries.search(viewer, space, words)
        context |= {"found": len(found), "lines": html.render_found(viewer, space, found)}
    else:
        context |= _lines(request, here)
    # Last: the list beside it says no longer that what is shown here waits.
    context |= list_context(viewer, space)
    return render(request, "conversations/conversation.html", context, status=status)


def _lines(request: HttpRequest, here: Standing) -> dict[str, Any]:
    """The lines that were asked for; the newest ones count as read."""
    stretch = _stretch(request, here.person, here.space)
    row = here.subscription
    read_until = (row.last_read or row.created_at) if row else None
    shown = html.render(here.person, here.space, stretch, read_until=read_until)
    if not stretch.newer and stretch.lines and not is_prefetch(request):
        _read_up_to(here, stretch.lines[-1])
    return _lines_context(here, stretch, shown)


def _lines_context(here: Standing, stretch: queries.Stretch, lines: str) -> dict[str, Any]:
    first = stretch.lines[0].id if stretch.lines else 0
    last = stretch.lines[-1] if stretch.lines else None
    return {
        "lines": lines,
        "older": first if stretch.older else None,
        "newer": last.id if stretch.newer and last else None,
        "last": last.id if last else (stretch.before.id if stretch.before else 0),
        **({} if stretch.newer else seen_context(here, last)),
    }


def _stretch(request: HttpRequest, viewer: Person, space: Space) -> queries.Stretch:
    if edge := number(request.GET.get("before")):
        return queries.before(viewer, space, edge)
    if edge := number(request.GET.get("after")):
        return queries.after(viewer, space, edge)
    if edge := number(request.GET.get("at")):
        return queries.around(viewer, space, edge)
    return queries.latest(viewer, space)


@require_GET
def lines(request: HttpRequest, space_id: int) -> HttpResponse:
    """Return lines as a fragment: those before or after one, or (``only``) that one anew.

    The header ``Parvis-More`` tells whether there are more in that direction.
    """
    here = queries.room(asker(request), space_id)
    viewer, space = here.person, here.space
    if only := number(request.GET.get("only")):
        stretch = queries.one(viewer, space, only)
        if not stretch.lines:
            raise Http404
        return HttpResponse(html.render_alone(viewer, space, stretch))
    if edge := number(request.GET.get("before")):
        stretch = queries.before(viewer, space, edge)
        more = stretch.older
    else:
        stretch = queries.after(viewer, space, number(request.GET.get("after")) or 0)
        more = stretch.newer
    response = HttpResponse(html.render(viewer, space, stretch))
    response.headers["Parvis-More"] = "yes" if more else "no"
    return response


@require_POST
def send(request: HttpRequest, space_id: int) -> HttpResponse:
    """Say something; what cannot be sent stays in its field, with the reason."""
    here = queries.room(asker(request), space_id)
    viewer, space = here.person, here.space
    text = request.POST.get("text", "")
    try:
        with transaction.atomic():
            pace.check_lines(viewer)
            files = keep_form(viewer, request.POST, request.FILES)
            post = publish(viewer, space, text, files=files, key=form_key(request))
    except Refused as refused:
        status = 429 if isinstance(refused, TooFast) else 400
        if is_htmx(request):
            return HttpResponse(
                str(refused), status=status, content_type="text/plain; charset=utf-8"
            )
        return _page(request, here, error=str(refused), text=text, status=status)
    mark_read(viewer, space, post.created_at)
    if is_htmx(request):
        return HttpResponse(status=204)
    return redirect(f"{space.get_absolute_url()}#post-{post.pk}")


@require_POST
def read(request: HttpRequest, space_id: int) -> HttpResponse:
    """Note that one has read up to a line (``line``), which the others then see."""
    here = queries.room(asker(request), space_id)
    line = number(request.POST.get("line"))
    found = queries.one(here.person, here.space, line) if line else None
    if found and found.lines:
        _read_up_to(here, found.lines[0])
    return HttpResponse(status=204)


@require_POST
def typing(request: HttpRequest, space_id: int) -> HttpResponse:
    """Let the others' pages show that one is writing; nothing of it is kept."""
    here = queries.room(asker(request), space_id)
    if SPACE["post"](here):
        whom = {"by": str(here.person.pk), "name": here.person.name}
        nudge(f"space:{here.space.pk}", what="conversation.typing", **whom)
    return HttpResponse(status=204)


@require_GET
def seen(request: HttpRequest, space_id: int) -> HttpResponse:
    """Return who has seen the newest line."""
    here = queries.room(asker(request), space_id)
    newest = queries.before(here.person, here.space, queries.NEWEST, count=1).lines
    context = seen_context(here, newest[0] if newest else None)
    return render(request, "conversations/seen.html", {"space": here.space, **context})


def seen_context(here: Standing, last: queries.Line | None) -> dict[str, Any]:
    """Return who of the others, besides its author, has read up to the newest line."""
    if last is None:
        return {"seen_by": []}
    people = queries.others(here.person, [here.space.pk], 50)[here.space.pk]
    there = [person for person in people if person.pk != last.author_id]
    seen_by = [person for person in there if person.last_read and person.last_read >= last.at]
    return {
        "seen_by": seen_by,
        "seen_by_all": bool(seen_by) and len(seen_by) == len(there),
        "seen_by_one": len(people) == 1,
        "seen_more": max(0, len(seen_by) - 5),
    }


def _read_up_to(here: Standing, line: queries.Line) -> None:
    """Note it, and let the others' pages and one's own other pages know, if it is news."""
    row = here.subscription
    if row is None or (row.last_read and row.last_read >= line.at):
        return
    with transaction.atomic():
        mark_read(here.person, here.space, line.at)
        nudge_many([f"space:{here.space.pk}", f"person:{here.person.pk}"], what="conversation.read")
