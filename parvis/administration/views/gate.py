"""Administrators only: others get the answer for a page that does not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from parvis import access

type View = Callable[..., HttpResponse]


def administrators(view: View) -> View:
    """Answer 404 to whoever is no administrator."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not access.can(request.user, "administer", None):
            raise access.NotVisible("administer")
        return view(request, *args, **kwargs)

    return guarded
