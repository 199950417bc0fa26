"""Early commits: on disk before it is acknowledged, but holding no locks until then.

PostgreSQL keeps a transaction's locks while the disk writes, and all who notify wait in one line.
On a busy post, and with every deed nudging open pages, that line would be as fast as the disk
answers. In a web process a transaction therefore commits without waiting for the disk
(``commit_early``), and the request waits once, at its end. The log is written in order:
whoever builds on something in between can be acknowledged only after it.
See docs/decisions/0006-early-commits.md.
"""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

from parvis.kernel.hot import run

READS: Final = {"GET", "HEAD", "OPTIONS"}
# A small record of its own, committed as usual; so is then all that stands before it in the log.
WRITTEN: Final = """
SELECT set_config('synchronous_commit', 'on', true),
  pg_logical_emit_message(true, 'parvis', 'acknowledged')
"""

type Answers = Callable[[HttpRequest], HttpResponse]


def commit_early() -> None:
    """Have this process commit early; to be called before it has a connection, or any page."""
    settings.COMMITS_EARLY = True
    options = connection.settings_dict["OPTIONS"]
    options["options"] = f"{options.get('options', '')} -c synchronous_commit=off"


class Acknowledged:
    """Middleware: what a request wrote is on disk before its answer leaves.

    What a GET notes (that one was here) may be lost for a moment's worth where the database dies.
    """

    def __init__(self, get_response: Answers) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then wait for the disk; raises the database's error where that fails."""
        response = self.get_response(request)
        if settings.COMMITS_EARLY and request.method not in READS:
            run(WRITTEN)
        return response
