"""What those who run a community decide: its words and pictures, its audience, its end."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from parvis import access
from parvis.files.verbs import keep
from parvis.kernel.errors import Refused
from parvis.people.asking import asker
from parvis.spaces import audience, verbs
from parvis.spaces.audience.choices import choices
from parvis.spaces.forms import CommunitySettings
from parvis.spaces.models import Space
from parvis.spaces.rule_form import RuleForm
from parvis.spaces.verbs.breadth import too_many
from parvis.spaces.views.finding import find, find_standing, home_of
from parvis.spaces.views.looking import place


@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """Name, description, pictures, who sees and who posts."""
    space = find(request, slug)
    access.require(asker(request), "manage", space)
    form = CommunitySettings(request.POST or None, request.FILES or None, initial=_now(space))
    if request.method == "POST" and form.is_valid():
        try:
            _change(request, space, form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
            space = find(request, slug)
        else:
            messages.success(request, _("Saved."))
            return redirect("spaces:settings", space.slug)
    words = place(find_standing(request, slug))
    return render(request, "spaces/settings.html", {**words, "form": form})


def _now(space: Space) -> dict[str, Any]:
    return {
        "name": space.name,
        "description": space.description,
        "visibility": space.visibility,
        "policy": space.policy,
    }


def _change(request: HttpRequest, space: Space, wanted: dict[str, Any]) -> None:
    changes = {name: wanted[name] for name in ("name", "description", "visibility", "policy")}
    with transaction.atomic():
        for name in ("picture", "cover"):
            if wanted[f"no_{name}"]:
                changes[name] = None
            elif wanted[name]:
                changes[name] = keep(asker(request), wanted[name], purpose="space", space=space)
        verbs.change(asker(request), space, **changes)


@require_http_methods(["GET", "POST"])
def rule(request: HttpRequest, slug: str) -> HttpResponse:
    """The audience rule: who is a member by themselves."""
    space = find(request, slug)
    viewer = asker(request)
    access.require(viewer, "manage", space)
    if request.method == "POST":
        form = RuleForm.typed(request.POST)
        if request.POST.get("do") == "lift":
            verbs.change_audience(viewer, space, None, keep="keep" in request.POST)
            messages.success(request, _("The rule is lifted."))
            return redirect("spaces:rule", space.slug)
        if request.POST.get("do") == "save" and _save(request, space, form):
            return redirect("spaces:rule", space.slug)
    else:
        form = RuleForm.of(space.audience)
    words = {**place(find_standing(request, slug)), **_shown(request, form)}
    return render(request, "spaces/rule.html", words, status=422 if form.errors else 200)


def _save(request: HttpRequest, space: Space, form: RuleForm) -> bool:
    """Save what was typed; tells whether it could be."""
    try:
        wanted = form.rule()
        if wanted is None:
            form.errors.append(_("Choose at least one condition."))
            return False
        verbs.change_audience(asker(request), space, wanted)
    except Refused as error:
        form.errors.append(str(error))
        return False
    messages.success(request, _("Saved. The members follow the rule now."))
    return True


def _shown(request: HttpRequest, form: RuleForm) -> dict[str, Any]:
    """Return the form with its choices, and whom it would mean as it stands."""
    words: dict[str, Any] = {"form": form, "preview": None}
    try:
        wanted = form.rule()
        if wanted is not None:
            number, some = audience.preview(wanted)
            words |= {"preview": number, "some": some, "told": audience.describe(wanted)}
            if not form.errors:
                words["too_many"] = too_many(asker(request), number)
    except Refused as error:
        if str(error) not in form.errors and request.method == "POST":
            form.errors.append(str(error))
    more = request.POST.get("do") == "add"
    words["groups"] = form.shown(choices(), blank=more or not form.groups)
    return words


@require_POST
def archive(request: HttpRequest, slug: str) -> HttpResponse:
    """Archive a community, or (``on=0``) open it again."""
    space = find(request, slug)
    if request.POST.get("on", "1") == "1":
        verbs.archive(asker(request), space)
        messages.success(request, _("Archived: it stays readable."))
    else:
        verbs.unarchive(asker(request), space)
        messages.success(request, _("It is open again."))
    return home_of(space)
