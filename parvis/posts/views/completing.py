"""Names and tags that offer themselves while one types."""

from typing import Final

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from parvis.people import queries as people
from parvis.people.asking import asker
from parvis.posts import lists
from parvis.spaces import queries as spaces

MOST: Final = 8
LONGEST: Final = 60


@require_GET
def names(request: HttpRequest) -> JsonResponse:
    """Offer people, then communities: ``[{"text", "label", "hint", "image", "shape"}]``."""
    words = _words(request)
    if not words:
        return JsonResponse([], safe=False)
    found = people.directory(asker(request), people.Wanted(words))[:MOST]
    offers = [
        {
            "text": f"@{person.handle}",
            "label": person.name,
            "hint": " · ".join(filter(None, [person.title, person.site])),
            "image": person.photo_url,
            "shape": "person",
        }
        for person in found
    ]
    if len(offers) < MOST:
        communities = spaces.complete(asker(request), words, MOST - len(offers))
        offers += [
            {key: offer[key] for key in ("text", "label", "hint", "image")} | {"shape": "space"}
            for offer in communities
        ]
    return JsonResponse(offers, safe=False)


@require_GET
def tags(request: HttpRequest) -> JsonResponse:
    """Offer tags in use: ``[{"text", "label", "hint", "image"}]``."""
    start = _words(request).lower().lstrip("#")
    found = lists.tags_like(asker(request), start, MOST) if start else []
    offers = [{"text": f"#{tag}", "label": f"#{tag}", "hint": "", "image": None} for tag in found]
    return JsonResponse(offers, safe=False)


def _words(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
