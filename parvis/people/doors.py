"""Let a person in on a request: every door but the password's ends here."""

import time
from typing import Any, Final

from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url

from parvis.people import limits
from parvis.people.forms import LinkForm
from parvis.people.models import Person

# In a session: how and when one came in. For a while after coming by link or code one may choose
# a new password without the old one.
CAME_BY: Final = "came_by"
FRESH_SECONDS: Final = 30 * 60

# Where a link may lead, so that an address in it cannot lead elsewhere.
THEN: Final = {"password": "people:password", "profile": "people:edit_me"}


def let_in(request: HttpRequest, person: Person, how: str, then: str = "") -> HttpResponse:
    """Sign a person in through allauth (its further steps included); returns where to go.

    ``then`` is a name in THEN; anything else is home, or where one begins. Leavers are turned away
    by allauth.
    """
    request.session[CAME_BY] = None
    response: HttpResponse = perform_login(
        request, person, redirect_url=resolve_url(THEN.get(then, "/"))
    )
    if request.user == person:
        request.session[CAME_BY] = {"how": how, "at": time.time()}
    return response


def came_freshly(request: HttpRequest) -> bool:
    """Tell whether this session was opened by link or code within the last half hour."""
    came: Any = request.session.get(CAME_BY)
    return bool(came) and time.time() - float(came["at"]) < FRESH_SECONDS


def dead(request: HttpRequest) -> HttpResponse:
    """Answer that a link does not work (any more)."""
    if limits.attempt(request, "key") is None:
        return too_often(request)
    return render(request, "people/enter_dead.html", {"form": LinkForm()}, status=410)


def too_often(request: HttpRequest) -> HttpResponse:
    """Answer that it was too often lately."""
    return render(request, "people/too_often.html", status=429)
