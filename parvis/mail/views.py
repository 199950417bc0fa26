"""One's choices about mail, and what links in letters do."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from parvis import access
from parvis.kernel.errors import Refused
from parvis.kernel.requests import page_before
from parvis.mail import choices, links, queries, verbs
from parvis.mail.forms import PreferencesForm
from parvis.mail.incoming import holding, reasons
from parvis.mail.incoming.reasons import Turned
from parvis.mail.links import Deed, Link
from parvis.mail.models import Choice
from parvis.mail.tokens import Forged
from parvis.notifications import muting
from parvis.people.asking import asker
from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.posts.wording import REACTIONS

ONE_CLICK: Final = "One-Click"


@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Choose what comes by mail, and what of it from each of the spaces one is in."""
    person = asker(request)
    form = PreferencesForm(request.POST or None, preferences=choices.of(person))
    rows = choices.spaces_of(person)
    changed = _choose(rows, request.POST)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                verbs.set_preferences(person, **form.chosen())
                for row in changed:
                    verbs.choose(person, row.space, row.delivery, urgent=row.urgent)
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Saved."))
        return redirect("mail:preferences")
    walls = [row for row in rows if row.space.is_wall and row.space.owner_id != person.pk]
    words = {
        "form": form,
        "person": person,
        "deliveries": Choice.Delivery.choices,
        "places": [row for row in rows if not row.space.is_wall],
        "walls": walls,
        "walls_chosen": any(row.pk for row in walls),
        "threads": muting.muted(person),
        "refused": choices.of(person).refused_at,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "mail/preferences.html", words, status=status)


def _choose(rows: Iterable[Choice], said: QueryDict) -> list[Choice]:
    """Set what was said of each place, unsaved, and return those that change."""
    changed = []
    for row in rows:
        if (delivery := said.get(f"delivery-{row.space_id}")) is None:
            continue
        urgent = f"urgent-{row.space_id}" in said
        if (delivery, urgent) != (row.delivery, row.urgent):
            row.delivery, row.urgent = delivery, urgent
            changed.append(row)
    return changed


@require_POST
def mute_thread(request: HttpRequest, pk: int) -> HttpResponse:
    """Hear no more of a thread."""
    person = asker(request)
    post = get_object_or_404(access.visible(Post.objects.all(), person), pk=pk)
    verbs.mute(person, post)
    messages.success(request, _("You will hear no more of it, unless somebody mentions you there."))
    return redirect(page_before(request) or post.get_absolute_url())


@require_POST
def unmute(request: HttpRequest, pk: int) -> HttpResponse:
    """Hear of a thread again."""
    person = asker(request)
    post = get_object_or_404(access.visible(Post.objects.all(), person), pk=pk)
    muting.unmute(person, post)
    messages.success(request, _("You will hear of it again."))
    return redirect(page_before(request) or post.get_absolute_url())


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def react(request: HttpRequest, token: str) -> HttpResponse:
    """Offer the reactions; react on POST alone, since scanners open links."""

    def answer(person: Person, link: Link) -> HttpResponse:
        post = _post(person, link)
        access.require(person, "react", post)
        words: dict[str, Any] = {"post": post, "reactions": REACTIONS, "reader": person}
        if request.method == "POST":
            try:
                verbs.react(person, post, request.POST.get("emoji", ""))
            except Refused as error:
                return render(request, "mail/react.html", words | {"error": error}, status=422)
            words["done"] = True
        return render(request, "mail/react.html", words)

    return _by_link(request, token, (Deed.REACT,), answer)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def mute(request: HttpRequest, token: str) -> HttpResponse:
    """Offer to mute a thread; do so on POST."""

    def answer(person: Person, link: Link) -> HttpResponse:
        post = _post(person, link)
        if request.method == "POST" and "undo" in request.POST:
            muting.unmute(person, post)
        elif request.method == "POST":
            verbs.mute(person, post)
        words = {"post": post, "done": muting.is_muted(person, post)}
        return render(request, "mail/mute.html", words)

    return _by_link(request, token, (Deed.MUTE,), answer)


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """End a kind of mail with one POST (RFC 8058), from a mail program or from our own page.

    The token is all it takes, and all it can do; hence no sign-in and no CSRF token.
    """

    def answer(person: Person, link: Link) -> HttpResponse:
        done = False
        if request.method == "POST" and "undo" in request.POST:
            verbs.resume(person, link)
        elif request.method == "POST":
            verbs.stop(person, link)
            done = True
        words = {"what": queries.stopped(link), "done": done}
        return render(request, "mail/stop.html", words)

    return _by_link(request, token, (Deed.STOP_KINDS, Deed.STOP_DIGEST, Deed.STOP_LIST), answer)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show a mail that is held for its sender; post it, or throw it away, on POST."""

    def answer(person: Person, link: Link) -> HttpResponse:
        words: dict[str, Any] = {}
        status = 200
        try:
            if request.POST.get("deed") == "post":
                holding.confirm(person, link.thing)
            elif request.method == "POST":
                holding.discard(person, link.thing)
        except Turned as turned:
            words["error"], status = turned.words or reasons.words(turned.code), 422
        try:
            words["held"] = held = holding.find(person, link.thing)
        except Turned:
            return render(request, "mail/old.html", status=410)
        words |= {"post": held.row.post, "discarded": held.row.reason == "discarded"}
        words["place"] = queries.community_of(held.row.recipient)
        return render(request, "mail/confirm.html", words, status=status)

    return _by_link(request, token, (Deed.CONFIRM,), answer)


@never_cache
@require_http_methods(["GET", "POST"])
def announce(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a post by mail to all members, once one has seen to how many."""
    person = asker(request)
    post = get_object_or_404(access.visible(Post.objects.all(), person), pk=pk)
    access.require(person, "manage", post.space)
    if request.method == "POST":
        try:
            verbs.announce(person, post)
            messages.success(request, _("It is on its way, a steady stream of mails."))
        except Refused as error:
            messages.error(request, str(error))
        return redirect(post)
    words = {"post": post, "mailing": queries.mailing(post), "people": queries.reached(post)}
    return render(request, "mail/announce.html", words)


def _by_link(
    request: HttpRequest,
    token: str,
    deeds: tuple[Deed, ...],
    answer: Callable[[Person, Link], HttpResponse],
) -> HttpResponse:
    """Answer for the person a link is for, in their language; 404 for what we did not make."""
    try:
        link = links.read(token)
    except Forged as error:
        raise Http404 from error
    person = Person.objects.filter(pk=link.person, is_active=True).first()
    if person is None or link.deed not in deeds:
        raise Http404
    if link.expired:
        return render(request, "mail/old.html", status=410)
    known = dict(settings.LANGUAGES)
    language = person.locale if person.locale in known else translation.get_language()
    with translation.override(language):
        return answer(person, link)


def _post(person: Person, link: Link) -> Post:
    posts = access.visible(Post.objects.filter(pk=link.thing), person)
    return get_object_or_404(posts.select_related("space", "author", "thread"))
