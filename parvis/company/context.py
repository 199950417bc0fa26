"""The company on every page."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from parvis.company.current import current


def company(request: HttpRequest) -> dict[str, Any]:
    """Offer ``company`` to templates: the row, or a nameless one before the set-up."""
    return {"company": SimpleLazyObject(current)}
