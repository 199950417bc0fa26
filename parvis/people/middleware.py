"""The signed-in person on each request, and the language and time of their pages."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation.trans_real import (
    get_supported_language_variant,
    parse_accept_lang_header,
)

from parvis.people import house
from parvis.people.models import Person, Session
from parvis.people.signed_in import forget_session, person_of

SEEN_EVERY: Final = timedelta(hours=1)

type Answer = Callable[[HttpRequest], HttpResponse]


class Authentication(AuthenticationMiddleware):
    """Django's middleware, with the person taken from the session's own statement."""

    def process_request(self, request: HttpRequest) -> None:
        """Set ``request.user``: every page asks for it, so it is no lazy one."""
        super().process_request(request)
        request.user = person_of(request)


class SignedIn:
    """Sets language and time zone, keeps signed-in pages out of caches, notes when one was seen.

    A browser whose session has ended forgets the pictures that it kept (it does so over https and
    on the machine itself).
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user if isinstance(request.user, Person) else None
        language = language_for(request, person)
        zone = (person.time_zone if person else "") or house.current().time_zone
        with translation.override(language), timezone.override(zone_named(zone)):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if person and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-store"
        if has_ended(request):
            response.headers["Clear-Site-Data"] = '"cache"'
        elif person:
            note_seen(request.session)
        return response


def has_ended(request: HttpRequest) -> bool:
    """Tell whether the browser came with a session that is none any more, ended here or before."""
    came_with = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    return bool(came_with) and not request.session.session_key


def language_for(request: HttpRequest, person: Person | None) -> str:
    """Return the person's language, else the one chosen in this browser, else what it accepts.

    Where the browser accepts none of ours, the company's.
    """
    if person and person.locale:
        return person.locale
    wanted = [request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")]
    wanted += [code for code, _ in parse_accept_lang_header(_accepted(request))]
    for code in wanted:
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return house.current().language


def _accepted(request: HttpRequest) -> str:
    return request.headers.get("Accept-Language", "").lower()[:500]


def zone_named(name: str) -> ZoneInfo:
    """Return a time zone; UTC for a name that this machine does not know."""
    try:
        return ZoneInfo(name or "UTC")
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def note_seen(session: Any) -> None:
    """Keep, once an hour, when a session was last used; its owner sees it in their list."""
    now = timezone.now()
    if session.seen_at is not None and session.seen_at < now - SEEN_EVERY:
        Session.objects.filter(session_key=session.session_key).update(seen_at=now)
        forget_session(session.session_key)
