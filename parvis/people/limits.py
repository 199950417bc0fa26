"""How often one may try: allauth's counters in the shared cache, with our own numbers."""

from typing import Final

from allauth.core.internal import ratelimit
from django.http import HttpRequest

# A whole plant may share one address, and only failures stay counted (see ``forgive``). Codes:
# 10^10 of them and 5,000 tries an hour at most, so that guessing one of a hundred open codes
# succeeds once in some 300 years of trying; meanwhile QR codes and links go on working.
LIMITS: Final = {
    "code": "20/5m/ip,5000/h/key",
    "key": "60/5m/ip",
    "link": "20/5m/ip,3/15m/key",
    "invite": "200/h/user",
    "give_code": "60/h/user",
    "old_password": "10/15m/user",
}


class Try:
    """One try that was counted."""

    def __init__(self, usage: ratelimit.RateLimitUsage) -> None:
        self._usage = usage

    def forgive(self) -> None:
        """Count it no longer: it was no guess."""
        self._usage.rollback()


def attempt(request: HttpRequest, action: str, key: str = "everybody") -> Try | None:
    """Count a try at ``action``; None when there were too many lately."""
    usage = ratelimit.consume(
        request, app="parvis.people", action=action, config=LIMITS, key=key, limit_get=True
    )
    return Try(usage) if usage is not None else None
