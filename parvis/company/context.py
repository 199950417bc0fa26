"""The company on every page."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from parvis.company.models import Company


def company(request: HttpRequest) -> dict[str, Any]:
    """Offer ``company`` to templates: the row, or a nameless one before the set-up."""
    return {"company": SimpleLazyObject(lambda: Company.objects.first() or Company(name="Parvis"))}
