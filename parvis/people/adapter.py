"""How allauth works with us: nobody signs up by themselves, leavers cannot sign in."""

from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.ratelimit import get_ip
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from parvis.people.models import Person
from parvis.people.sessions import ORIGIN

# Where somebody begins who comes for the first time.
FIRST: Final = "welcome:start"

MISMATCH = _("We do not know this pair of name and password. Please check both.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closes sign-up: people come by invitation or from the directory."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": MISMATCH,
        "email_password_mismatch": MISMATCH,
        "too_many_login_attempts": _(
            "That was wrong too often. Please wait five minutes, or have a link sent to you."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: an internal network has no open door."""
        return False

    def login(self, request: HttpRequest, user: Person) -> None:
        """Sign in, and keep with the session where that was, for the person's own list."""
        super().login(request, user)
        agent = request.headers.get("User-Agent", "")[:200]
        request.session[ORIGIN] = [self.get_client_ip(request), agent]

    def post_login(self, request: HttpRequest, user: Person, **options: Any) -> HttpResponse:
        """Lead whoever comes for the first time, and asked for no page but home, to begin."""
        answer: HttpResponse = super().post_login(request, user, **options)
        if answer.headers.get("Location") == "/" and begins(user):
            return redirect(FIRST)
        return answer

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count wrong passwords per name and address, so that no one can lock another out."""
        key: str = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key}:{get_ip(request)}"

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Say nothing: that one is signed in is seen."""


def begins(person: Person) -> bool:
    """Tell whether somebody has not begun yet: employees are shown round once."""
    return person.welcome == "new" and person.kind == Person.Kind.EMPLOYEE
