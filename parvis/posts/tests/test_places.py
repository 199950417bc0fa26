"""Where the composer offers to write is where the rule lets one."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from parvis import access
from parvis.people.models import Person
from parvis.spaces.models import Space
from parvis.spaces.queries import belonging
from parvis.spaces.verbs import join, open_community
from tests.worlds import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", [1, 2])
def test_the_composer_offers_what_the_rule_allows(seed: int) -> None:
    world = make(seed)
    for person in world.people:
        if not person.is_active:
            continue
        own = Space.objects.get(kind="wall", owner=person)
        may = {
            space.pk
            for space in world.spaces
            if space.kind == "community" and access.can(person, "post", space)
        }
        offered = [place.id for place in belonging(person).places]
        assert offered[0] == own.pk
        assert set(offered[1:]) == may


def test_places_come_by_name_and_are_looked_up_once_for_a_page(
    alice: Person, bob: Person, client: Client
) -> None:
    for name in ("Welding", "Apples", "Éclairage", "Closed to members"):
        community = open_community(alice, name=name)
        join(bob, community)
    Space.objects.filter(name="Closed to members").update(policy="managers")
    assert [place.name for place in belonging(bob).places] == [
        "",
        "Apples",
        "Éclairage",
        "Welding",
    ]
    client.force_login(bob)
    client.get("/")
    with CaptureQueriesContext(connection) as statements:
        page = client.get("/").content.decode()
    assert page.count("Apples") >= 2  # in the navigation and where one writes
    assert sum("comes_home" in one["sql"] and "slug" in one["sql"] for one in statements) == 1
