"""Who asks."""

from typing import cast

from django.http import HttpRequest

from parvis.people.models import Person


def asker(request: HttpRequest) -> Person:
    """Return the signed-in person of a view that strangers do not reach."""
    return cast("Person", request.user)
