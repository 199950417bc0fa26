"""How allauth works with us: nobody signs up by themselves, leavers cannot sign in."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closes sign-up: people come by invitation or from the directory."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: an internal network has no open door."""
        return False
