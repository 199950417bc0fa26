"""The directory of people."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final
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
from parvis.people.queries import FACETS, SKILL, Tally, Wanted, directory, settled, tally
from parvis.spaces.models import Space, Subscription
from parvis.spaces.suggested_people import suggested_people

PAGE: Final = 24
CARDS: Final = "cards"


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Find colleagues by name, and by where and with what they work; as a list or as cards."""
    viewer = asker(request)
    wanted = settled(viewer, wanted_by(request))
    counted = tally(viewer, wanted)
    cards = request.GET.get("as") == CARDS
    pages = Paginator(directory(viewer, wanted), PAGE)
    pages.count = counted.people
    page = pages.get_page(request.GET.get("page"))
    found = list(page.object_list)
    words: dict[str, Any] = {
        "wanted": wanted,
        "page": page,
        "people": found,
        "followed": followed_among(viewer, found),
        "facets": _facets(wanted, counted, cards),
        "counted_at": counted.at,
        "query": _query(wanted, cards),
        "cards": cards,
        "as_list": _query(wanted, cards=False),
        "as_cards": _query(wanted, cards=True),
        "without_skill": _query(wanted, cards, **{SKILL: ""}),
        "without_words": _query(replace(wanted, words=""), cards),
        "filtered": bool(wanted.words or wanted.chosen),
    }
    if not words["filtered"] and page.number == 1:
        words["suggested"] = suggested_people(viewer, 4)
    return render(request, "people/directory.html", words)


def wanted_by(request: HttpRequest) -> Wanted:
    """Read the search from the address."""
    chosen = {facet: request.GET.get(facet, "")[:120] for facet in (*FACETS, SKILL)}
    chosen = {facet: value for facet, value in chosen.items() if value}
    return Wanted(" ".join(request.GET.get("q", "").replace("\0", "").split())[:100], chosen)


def _query(wanted: Wanted, cards: bool, **changes: str) -> str:
    """Write the search as an address has it, with some facets changed."""
    all_of_it = {"q": wanted.words, **wanted.chosen, **changes, "as": CARDS if cards else ""}
    return urlencode({name: value for name, value in all_of_it.items() if value})


def _facets(wanted: Wanted, counted: Tally, cards: bool) -> list[dict[str, Any]]:
    """Each facet with its values as links that choose them, or (chosen) let go of them."""
    labels = {
        "country": _("Country"),
        "site": _("Site"),
        "department": _("Department"),
        "language": _("Language"),
    }
    return [
        {
            "name": facet,
            "label": labels[facet],
            "chosen": wanted.chosen.get(facet, ""),
            "called": _called(facet, wanted.chosen.get(facet, "")),
            "without": _query(wanted, cards, **{facet: ""}),
            "values": [
                {
                    "value": value,
                    "name": _called(facet, value),
                    "people": people,
                    "chosen": value == wanted.chosen.get(facet),
                    "query": _query(
                        wanted,
                        cards,
                        **{facet: "" if value == wanted.chosen.get(facet) else value},
                    ),
                }
                for value, people in values
            ],
        }
        for facet, values in counted.facets.items()
        if values or wanted.chosen.get(facet)
    ]


def _called(facet: str, value: str) -> str:
    """Return a value in the reader's language, where it has a name in it."""
    names: dict[str, Callable[[str], str]] = {"country": country_name, "language": language_name}
    return names.get(facet, str)(value) if value else ""


def followed_among(viewer: Person, people: list[Person]) -> set[int]:
    """Return the keys of those among ``people`` whom the viewer follows, in one statement."""
    rows = Subscription.objects.filter(
        person=viewer,
        state=Subscription.State.ACTIVE,
        space__kind=Space.Kind.WALL,
        space__owner__in=people,
    )
    return set(rows.values_list("space__owner", flat=True))
