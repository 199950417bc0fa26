"""Turns the rule's two errors into the pages people know: not found, not allowed."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from parvis.access.errors import Forbidden, NotVisible


class AccessErrors:
    """Answers NotVisible with 404 and Forbidden with 403, whichever view raised it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Translate; Django renders the error page."""
        if isinstance(exception, NotVisible):
            raise Http404 from exception
        if isinstance(exception, Forbidden):
            raise PermissionDenied from exception
