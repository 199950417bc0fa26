"""The directory of people."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from parvis.people.asking import asker
from parvis.people.countries import country_name
from parvis.people.languages import language_name
from parvis.people.models import Person
from parvis.people.queries import FACETS, Wanted, directory, facets, how_many, settled
from parvis.spaces.models import Space, Subscription
from parvis.spaces.suggested_people import suggested_people

PAGE = 24


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Find colleagues by name, and by where and with what they work."""
    viewer = asker(request)
    wanted = settled(viewer, wanted_by(request))
    matching = directory(viewer, wanted)
    pages = Paginator(matching, PAGE)
    pages.count = how_many(viewer, wanted, matching)
    page = pages.get_page(request.GET.get("page"))
    found = list(page.object_list)
    words: dict[str, Any] = {
        "wanted": wanted,
        "page": page,
        "people": found,
        "followed": followed_among(viewer, found),
        "facets": _facets(viewer, wanted),
        "query": urlencode(_parameters(wanted)),
        "filtered": bool(_parameters(wanted)),
    }
    if not words["filtered"] and page.number == 1:
        words["suggested"] = suggested_people(viewer, 4)
    return render(request, "people/directory.html", words)


def wanted_by(request: HttpRequest) -> Wanted:
    """Read the search from the address."""
    chosen = {facet: request.GET.get(facet, "")[:120] for facet in FACETS}
    chosen = {facet: value for facet, value in chosen.items() if value}
    return Wanted(" ".join(request.GET.get("q", "").replace("\0", "").split())[:100], chosen)


def _parameters(wanted: Wanted, **changes: str) -> dict[str, str]:
    all_of_it = {"q": wanted.words, **wanted.chosen, **changes}
    return {name: value for name, value in all_of_it.items() if value}


def _facets(viewer: Person, wanted: Wanted) -> list[dict[str, Any]]:
    """Each facet with its values as links that choose them, or (chosen) let go of them."""
    labels = {
        "country": _("Country"),
        "site": _("Site"),
        "department": _("Department"),
        "language": _("Language"),
    }
    names: dict[str, Callable[[str], str]] = {
        "country": country_name,
        "language": language_name,
    }
    return [
        {
            "name": facet,
            "label": labels[facet],
            "chosen": wanted.chosen.get(facet, ""),
            "values": [
                {
                    "value": value,
                    "name": names.get(facet, str)(value),
                    "people": people,
                    "chosen": value == wanted.chosen.get(facet),
                    "query": urlencode(
                        _parameters(
                            wanted, **{facet: "" if value == wanted.chosen.get(facet) else value}
                        )
                    ),
                }
                for value, people in values
            ],
        }
        for facet, values in facets(viewer, wanted).items()
        if values
    ]


def followed_among(viewer: Person, people: list[Person]) -> set[int]:
    """Return the keys of those among ``people`` whom the viewer follows, in one statement."""
    rows = Subscription.objects.filter(
        person=viewer,
        state=Subscription.State.ACTIVE,
        space__kind=Space.Kind.WALL,
        space__owner__in=people,
    )
    return set(rows.values_list("space__owner", flat=True))
