"""The directory of communities: narrowed down and counted, within what one may know and read."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parvis.people.models import Person
from parvis.posts.tongues import languages_of_places
from parvis.posts.verbs import publish
from parvis.spaces.directory import Wish, look
from parvis.spaces.models import Space
from parvis.spaces.verbs import join, open_community

pytestmark = pytest.mark.django_db


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def places(alice: Person) -> dict[str, Space]:
    """A community of each visibility, the open one lively, the others asleep for long."""
    made = {
        visibility: open_community(alice, name=f"{visibility} one", visibility=visibility)
        for visibility in ("open", "closed", "secret")
    }
    old = timezone.now() - timedelta(days=100)
    for name in ("closed", "secret"):
        Space.objects.filter(pk=made[name].pk).update(last_activity=old)
    Space.objects.filter(pk=made["open"].pk).update(last_activity=timezone.now())
    return made


def test_facets_count_what_one_may_know_of(
    alice: Person, dave: Person, guest: Person, places: dict[str, Space]
) -> None:
    mine, his = look(alice, Wish(), {}), look(dave, Wish(), {})
    assert sorted(mine.facets["visibility"]) == [("closed", 1), ("open", 1), ("secret", 1)]
    assert sorted(his.facets["visibility"]) == [("closed", 1), ("open", 1)]
    assert look(guest, Wish(), {}).keys == []
    assert his.keys == [places["open"].pk, places["closed"].pk]
    assert look(dave, Wish(chosen={"visibility": "secret"}), {}).keys == []
    page = signed_in(dave).get("/communities/").content.decode()
    assert "secret one" not in page
    assert "Secret" not in page


def test_activity_and_way_in(dave: Person, places: dict[str, Space]) -> None:
    Space.objects.filter(pk=places["closed"].pk).update(audience={"any": [{"site": ["Lyon"]}]})
    found = look(dave, Wish(), {})
    assert found.facets["activity"] == [("week", 1), ("month", 1), ("quiet", 1)]
    assert sorted(found.facets["members"]) == [("hand", 1), ("rule", 1)]
    quiet = look(dave, Wish(chosen={"activity": "quiet"}), {})
    assert quiet.keys == [places["closed"].pk]
    assert quiet.facets["activity"] == found.facets["activity"]
    assert quiet.facets["visibility"] == [("closed", 1)]
    assert look(dave, Wish(chosen={"activity": "month"}), {}).keys == [places["open"].pk]
    assert look(dave, Wish(chosen={"activity": "nonsense"}), {}).keys == []


def test_a_language_counts_only_where_one_reads(
    alice: Person, dave: Person, places: dict[str, Space]
) -> None:
    for place in places.values():
        for _ in range(3):
            publish(alice, place, "Bonjour à tous, la réunion de demain commence à neuf heures.")
    languages = languages_of_places()
    assert set(languages.values()) == {"fr"}
    assert len(languages) == 3
    assert look(dave, Wish(), languages).facets["language"] == [("fr", 1)]
    wish = Wish(chosen={"language": "fr"})
    assert look(dave, wish, languages).keys == [places["open"].pk]
    assert len(look(alice, wish, languages).keys) == 3


def test_joined_or_not(alice: Person, dave: Person, places: dict[str, Space]) -> None:
    join(dave, places["open"])
    browser = signed_in(dave)
    mine = browser.get("/communities/?show=mine").content.decode()
    others = browser.get("/communities/?show=others").content.decode()
    assert "open one" in mine.split("narrow-line")[1]
    assert "closed one" not in mine
    assert "closed one" in others
    assert "open one" not in others.split("narrow-line")[1]


@pytest.mark.parametrize("order", ["", "large", "new", "name"])
def test_orders(alice: Person, dave: Person, order: str) -> None:
    now = timezone.now()
    for n, (name, members, hours) in enumerate([("b", 5, 1), ("C", 9, 9), ("a", 1, 5)]):
        space = open_community(alice, name=name)
        Space.objects.filter(pk=space.pk).update(
            members_count=members, last_activity=now - timedelta(hours=hours)
        )
        assert n >= 0
    wanted = {"": "baC", "large": "Cba", "new": "aCb", "name": "abC"}[order]
    found = look(dave, Wish(order=order), {})
    assert "".join(space.name for space in found.page(dave, "all", 0, 24)) == wanted
    assert [space.name for space in found.page(dave, "all", 1, 1)] == [wanted[1]]


def test_the_address_keeps_what_was_chosen(dave: Person, alice: Person) -> None:
    for n in range(30):
        open_community(alice, name=f"Place {n:02}")
    page = signed_in(dave).get("/communities/?q=place&visibility=open&order=name").content.decode()
    assert "?q=place&amp;visibility=open&amp;order=name&amp;page=2" in page
    assert 'href="/communities/?visibility=open&amp;order=name"' in page
    assert 'href="/communities/?q=place&amp;order=name"' in page
    assert "30 communities" in page


def statements(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("query", ["", "?q=quality&order=large", "?show=others&visibility=open"])
def test_constant_statements(alice: Person, dave: Person, query: str) -> None:
    open_community(alice, name="Quality 0")
    browser = signed_in(dave)
    before = statements(browser, f"/communities/{query}")
    for n in range(1, 20):
        open_community(alice, name=f"Quality {n}", visibility="open" if n % 2 else "closed")
    assert statements(browser, f"/communities/{query}") == before
