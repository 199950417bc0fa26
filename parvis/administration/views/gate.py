"""Administrators only: others get the answer for a page that does not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponse

from parvis import access


def administrators[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Answer 404 to whoever is no administrator."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not access.can(request.user, "administer", None):
            raise access.NotVisible("administer")
        return view(request, *args, **kwargs)

    return guarded
