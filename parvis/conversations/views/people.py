"""Who is in a conversation: begin one, add people, name it, leave."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parvis import access
from parvis.access.actions import SPACE, Standing
from parvis.conversations import finding, queries
from parvis.conversations.views.common import list_context
from parvis.files.verbs import keep_form
from parvis.kernel.errors import Refused, status_of
from parvis.kernel.requests import is_htmx
from parvis.people.asking import asker
from parvis.people.models import Person
from parvis.posts import pace
from parvis.posts.verbs import publish
from parvis.spaces.models import Space
from parvis.spaces.verbs import add_people, leave, mark_read, open_conversation, set_level
from parvis.spaces.verbs import rename as rename_space
from parvis.spaces.verbs.conversations import conversation_of


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Choose people (by search, all without JavaScript), perhaps a name and a first line."""
    viewer = asker(request)
    said = request.POST if request.method == "POST" else request.GET
    chosen = finding.chosen(viewer, said.getlist("people"))
    error, status = "", 200
    if request.method == "POST":
        try:
            return redirect(_begin(request, viewer, chosen))
        except Refused as refused:
            error, status = str(refused), status_of(refused)
    context: dict[str, Any] = {
        "q": said.get("q", "")[:100],
        "chosen": chosen,
        "name": said.get("name", "")[:120],
        "text": said.get("text", ""),
        "error": error,
        "people": finding.candidates(viewer, said.get("q", "")[:100], exclude=chosen),
    }
    if request.method == "GET" and is_htmx(request):
        return render(request, "conversations/found.html", context)
    page = {**list_context(viewer), **context}
    return render(request, "conversations/new.html", page, status=status)


def _begin(request: HttpRequest, viewer: Person, chosen: list[Person]) -> str:
    """Open the conversation and say the first line, both or neither."""
    text = request.POST.get("text", "")
    with transaction.atomic():
        space = open_conversation(viewer, chosen, name=request.POST.get("name", ""))
        files = keep_form(viewer, request.POST, request.FILES)
        if text.strip() or files:
            pace.check_lines(viewer)
            mark_read(viewer, space, publish(viewer, space, text, files=files).created_at)
    return space.get_absolute_url()


@require_GET
def with_person(request: HttpRequest, handle: str) -> HttpResponse:
    """Lead to the conversation with one person, or to the page that begins it."""
    viewer = asker(request)
    people = access.visible(Person.objects.all(), viewer)
    person = get_object_or_404(people, handle=handle.lower())
    access.require(viewer, "message", person)
    known = conversation_of([viewer, person])
    if known is not None:
        return redirect(known)
    return redirect(f"/conversations/new?people={person.pk}")


@require_GET
def people(request: HttpRequest, space_id: int) -> HttpResponse:
    """Show who is in a conversation, with what one can change about it."""
    here = queries.room(asker(request), space_id)
    return render(request, "conversations/people.html", _people_context(request, here))


def _people_context(request: HttpRequest, here: Standing) -> dict[str, Any]:
    viewer, space = here.person, here.space
    inside = queries.others(viewer, [space.pk], 50)[space.pk]
    words = request.GET.get("q", "")[:100]
    may_add = SPACE["invite"](here)
    found = (
        finding.candidates(viewer, words, exclude_ids=[person.pk for person in inside])
        if may_add and words
        else []
    )
    return {
        **list_context(viewer, space),
        "space": space,
        "inside": inside,
        "found": found,
        "q": words,
        "may_add": may_add,
        "may_rename": SPACE["rename"](here),
        "level": here.subscription.level if here.subscription else "",
        "opens_another": space.members_count <= 2 and not space.name,
    }


@require_POST
def add(request: HttpRequest, space_id: int) -> HttpResponse:
    """Add people; to a conversation of two, that opens another one."""
    here = queries.room(asker(request), space_id)
    chosen = finding.chosen(here.person, request.POST.getlist("people"))
    try:
        space = add_people(here.person, here.space, chosen)
    except Refused as refused:
        return _back(request, here.space, str(refused))
    return redirect(space)


@require_POST
def rename(request: HttpRequest, space_id: int) -> HttpResponse:
    """Name the conversation, or take its name away."""
    here = queries.room(asker(request), space_id)
    try:
        rename_space(here.person, here.space, request.POST.get("name", ""))
    except Refused as refused:
        return _back(request, here.space, str(refused))
    return redirect(here.space)


@require_POST
def leave_(request: HttpRequest, space_id: int) -> HttpResponse:
    """Leave: what is said later is no longer one's to read."""
    here = queries.room(asker(request), space_id)
    try:
        leave(here.person, here.space)
    except Refused as refused:
        return _back(request, here.space, str(refused))
    messages.success(request, _("You have left the conversation."))
    return redirect("conversations:list")


@require_POST
def tune(request: HttpRequest, space_id: int) -> HttpResponse:
    """Choose whether one is told of what is said there (``level``)."""
    here = queries.room(asker(request), space_id)
    try:
        set_level(here.person, here.space, request.POST.get("level", ""))
    except Refused as refused:
        return _back(request, here.space, str(refused))
    return redirect("conversations:people", here.space.pk)


def _back(request: HttpRequest, space: Space, message: str) -> HttpResponse:
    messages.error(request, message)
    return redirect("conversations:people", space.pk)
