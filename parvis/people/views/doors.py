"""Doors: a link, an invitation, a code; and the language for those who stand before them."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import check_for_language, get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parvis.kernel.requests import is_ours
from parvis.people import limits, verbs
from parvis.people.doors import THEN, dead, let_in
from parvis.people.forms import CodeForm, InvitedForm, LinkForm
from parvis.people.models import Person, SignInKey
from parvis.people.tasks import send_link

Purpose = SignInKey.Purpose


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def key(request: HttpRequest, secret: str) -> HttpResponse:
    """Show what a link does; do it on POST, so that a mail scanner does not use it up."""
    found = verbs.look_at_key(secret)
    if found is None:
        return dead(request)
    if found.purpose == Purpose.SETUP or found.person is None:
        return redirect("company:setup", secret=secret)
    if found.purpose == Purpose.INVITATION:
        return _invitation(request, secret, found.person)
    if request.method == "POST":
        used = verbs.use_key(secret)
        if used is None or used.person is None:
            return dead(request)
        return let_in(request, used.person, used.purpose, request.GET.get("then", ""))
    return render(request, "people/enter_key.html", {"person": found.person})


def _invitation(request: HttpRequest, secret: str, person: Person) -> HttpResponse:
    form = InvitedForm(request.POST or None, person=person, initial={"name": person.name})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        came = verbs.accept_invitation(secret, name=words["name"], password=words["password"])
        if came is None:
            return dead(request)
        return let_in(request, came, Purpose.INVITATION)
    return render(request, "people/invited.html", {"person": person, "form": form})


@login_not_required
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Let someone in who types the ten digits that their manager made."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        counted = limits.attempt(request, "code")
        if counted is None:
            form.add_error("code", _("That was wrong too often. Please wait five minutes, or scan "
                                     "the square code instead."))  # fmt: skip
            return render(request, "people/enter_code.html", {"form": form}, status=429)
        used = verbs.use_code(form.cleaned_data["code"])
        if used is not None and used.person is not None:
            counted.forgive()
            return let_in(request, used.person, Purpose.CODE)
        form.add_error("code", _("This code does not work (any more). Codes last a quarter of an "
                                 "hour: please ask for a new one."))  # fmt: skip
    return render(request, "people/enter_code.html", {"form": form})


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest) -> HttpResponse:
    """Have a sign-in link sent. The answer is the same whether the person is known or not."""
    then = request.GET.get("then", "")
    then = then if then in THEN else ""
    form = LinkForm(request.POST or None, initial={"login": request.GET.get("login", "")})
    if request.method == "POST" and form.is_valid():
        login = form.cleaned_data["login"].strip()
        if limits.attempt(request, "link", login.casefold()) is None:
            form.add_error("login", _("A link was asked for several times already. Please look "
                                      "into your mail, or wait a quarter of an hour."))  # fmt: skip
            return _link_page(request, form, then, status=429)
        send_link.defer(login=login, language=get_language() or "en", then=then)
        return redirect("people:link_sent")
    return _link_page(request, form, then)


def _link_page(request: HttpRequest, form: LinkForm, then: str, status: int = 200) -> HttpResponse:
    return render(request, "people/link.html", {"form": form, "then": then}, status=status)


@login_not_required
@require_GET
def link_sent(request: HttpRequest) -> HttpResponse:
    """Say that a letter is under way, if there is somebody to write to."""
    return render(request, "people/link_sent.html")


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak another language: to this browser, and to the person signed in with it."""
    wanted = request.POST.get("language", "")
    back: Any = request.POST.get("next") or "/"
    if not is_ours(request, back):
        back = "/"
    response = redirect(back)
    if wanted not in dict(settings.LANGUAGES) or not check_for_language(wanted):
        return response
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        wanted,
        max_age=60 * 60 * 24 * 365,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    if isinstance(request.user, Person):
        verbs.change_profile(request.user, request.user, locale=wanted)
    return response


@login_not_required
def moved(request: HttpRequest, to: str) -> HttpResponse:
    """Lead from allauth's pages that we have our own of."""
    return redirect(to)


@login_not_required
def forgotten(request: HttpRequest) -> HttpResponse:
    """Lead whoever forgot a password to a link, after which they choose a new one."""
    response = redirect("people:link")
    response.headers["Location"] += "?then=password"
    return response
