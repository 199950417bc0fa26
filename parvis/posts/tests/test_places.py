"""Where the composer offers to write is where the rule lets one."""

import pytest

from parvis import access
from parvis.posts import queries
from parvis.spaces.models import Space
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
        offered = [place.id for place in queries.places(person.pk)]
        assert offered[0] == own.pk
        assert set(offered[1:]) == may
