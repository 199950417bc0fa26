"""The pages of the first five minutes: one a step, each with an address of its own."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parvis import access
from parvis.files.models import File
from parvis.files.verbs import keep, keep_bytes
from parvis.kernel.errors import Refused
from parvis.kernel.requests import is_prefetch
from parvis.people.asking import asker
from parvis.people.models import Person
from parvis.people.verbs import change_profile
from parvis.spaces.models import Space
from parvis.spaces.suggested_people import suggested_people
from parvis.spaces.suggestions import suggested_communities
from parvis.spaces.verbs import follow, join
from parvis.welcome import illustrations, queries, verbs
from parvis.welcome.forms import AboutForm, PhotoForm
from parvis.welcome.hello import hello as prepared
from parvis.welcome.steps import STEPS, after, is_for, reached

type View = Callable[..., HttpResponse]


def for_employees(view: View) -> View:
    """Answer 404 to whom nobody shows round."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_for(asker(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_GET
@for_employees
def start(request: HttpRequest) -> HttpResponse:
    """Lead to the step that one has come to."""
    step = reached(asker(request))
    return redirect(f"welcome:{step}" if step else "welcome:done")


@require_http_methods(["GET", "POST"])
@for_employees
def photo(request: HttpRequest) -> HttpResponse:
    """Choose a face: a photo, or one of our drawings."""
    person = asker(request)
    form = PhotoForm(request.POST or None, request.FILES or None, person=person)
    if request.method == "POST":
        if _skips(request):
            return _on(person, "photo", verbs.SKIPPED)
        if form.is_valid():
            try:
                chosen = _picture(person, form.cleaned_data)
                if chosen is not None:
                    change_profile(person, person, photo=chosen)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                return _on(person, "photo", verbs.DONE)
    return _page(request, "photo", {"form": form, "drawings": illustrations.NAMES})


def _picture(person: Person, data: dict[str, Any]) -> File | None:
    if isinstance(data["photo"], UploadedFile):
        return keep(person, data["photo"], purpose=File.Purpose.PUBLIC)
    if name := data["illustration"]:
        drawn = illustrations.png(name)
        return keep_bytes(person, f"{name}.png", drawn, purpose=File.Purpose.PUBLIC)
    return None


@require_http_methods(["GET", "POST"])
@for_employees
def about(request: HttpRequest) -> HttpResponse:
    """Say what colleagues may ask, and which languages one speaks."""
    person = asker(request)
    form = AboutForm(request.POST or None, person=person)
    if request.method == "POST":
        if _skips(request):
            return _on(person, "about", verbs.SKIPPED)
        if form.is_valid():
            change_profile(person, person, **form.changes())
            return _on(person, "about", verbs.DONE)
    return _page(request, "about", {"form": form, "nearby": queries.skills_nearby(person)})


@require_http_methods(["GET", "POST"])
@for_employees
def communities(request: HttpRequest) -> HttpResponse:
    """Join some of the communities where one's colleagues are."""
    person = asker(request)
    if request.method == "POST":
        chosen = [] if _skips(request) else _chosen(request)
        spaces = access.visible(Space.objects.filter(kind=Space.Kind.COMMUNITY), person)
        joined = [join(person, space) for space in spaces.filter(pk__in=chosen)]
        return _on(person, "communities", verbs.DONE if joined else verbs.SKIPPED)
    found = suggested_communities(person, queries.COMMUNITIES)
    return _page(request, "communities", {"suggestions": found})


@require_http_methods(["GET", "POST"])
@for_employees
def people(request: HttpRequest) -> HttpResponse:
    """Follow some colleagues."""
    person = asker(request)
    if request.method == "POST":
        chosen = [] if _skips(request) else _chosen(request)
        colleagues = access.visible(Person.objects.filter(is_active=True), person)
        followed = [follow(person, one) for one in colleagues.filter(pk__in=chosen)]
        return _on(person, "people", verbs.DONE if followed else verbs.SKIPPED)
    found = suggested_people(person, queries.PEOPLE)
    return _page(request, "people", {"suggestions": found})


@require_http_methods(["GET", "POST"])
@for_employees
def hello(request: HttpRequest) -> HttpResponse:
    """Say a first hello: a prepared one, to be changed and published, or not."""
    person = asker(request)
    if request.method == "POST":
        return _on(person, "hello", verbs.SKIPPED)
    words = {"text": prepared(person), "once": str(uuid4())}
    composer = {
        "composer_words": words,
        "composer_draft": "hello",
        "composer_then": reverse("welcome:done"),
    }
    return _page(request, "hello", composer)


@require_GET
@for_employees
def done(request: HttpRequest) -> HttpResponse:
    """Say that this was all, and where to go from here."""
    if step := reached(asker(request)):
        return redirect(f"welcome:{step}")
    return render(request, "welcome/done.html")


@require_POST
@for_employees
def dismiss(request: HttpRequest) -> HttpResponse:
    """Let it be: the card on home goes."""
    verbs.dismiss(asker(request))
    messages.success(request, _("All right. You can fill in your profile whenever you like."))
    return redirect("feed:home")


@require_GET
def drawing(request: HttpRequest, name: str) -> HttpResponse:
    """Answer with a drawing; the same for everybody, for ever."""
    answer = HttpResponse(illustrations.png(name), content_type="image/png")
    answer.headers["Cache-Control"] = "private, max-age=86400"
    return answer


def _skips(request: HttpRequest) -> bool:
    return bool(request.POST.get("skip"))


def _chosen(request: HttpRequest) -> list[int]:
    """The keys that a form names; nonsense and more than are offered are left out."""
    values = request.POST.getlist("chosen")[:20]
    return [
        int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 19
    ]


def _on(person: Person, step: str, how: str) -> HttpResponse:
    """Note how a step went, and lead to the next."""
    verbs.settle(person, step, how)
    return redirect(f"welcome:{after(step) or 'done'}")


def _page(request: HttpRequest, step: str, context: dict[str, Any]) -> HttpResponse:
    """Show a step; a form that came back with errors keeps what was typed."""
    if not is_prefetch(request):
        verbs.begin(asker(request))
    names = [(name, STEPS.index(name) + 1) for name in STEPS]
    frame = {"step": step, "number": STEPS.index(step) + 1, "steps": names}
    status = 422 if request.method == "POST" else 200
    return render(request, f"welcome/{step}.html", context | frame, status=status)
