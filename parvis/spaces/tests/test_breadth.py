"""A rule for very many people is for an administrator to set."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from parvis.kernel.errors import Refused
from parvis.people.models import Person
from parvis.people.verbs import take_in
from parvis.spaces import verbs
from parvis.spaces.models import Space, Subscription

pytestmark = pytest.mark.django_db

FRANCE = {"any": [{"country": ["FR"]}]}
ITALY = {"any": [{"country": ["IT"]}]}


@pytest.fixture(autouse=True)
def company(settings: Settings) -> None:
    settings.AUDIENCE_LIMIT = 3
    for number in range(4):
        take_in(None, handle=f"f{number}", name=f"F{number}", country="FR")
    for number in range(3):
        take_in(None, handle=f"i{number}", name=f"I{number}", country="IT")


@pytest.fixture
def manager() -> Person:
    return take_in(None, handle="mia", name="Mia", country="DE")


@pytest.fixture
def space(manager: Person) -> Space:
    return verbs.open_community(manager, name="Everybody")


def test_a_manager_reaches_so_many_and_no_more(manager: Person, space: Space) -> None:
    assert verbs.change_audience(manager, space, ITALY).members_count == 4
    with pytest.raises(Refused, match="4 people"):
        verbs.change_audience(manager, space, FRANCE)
    space.refresh_from_db()
    assert space.audience == ITALY
    assert Subscription.objects.filter(space=space).count() == 4
    with pytest.raises(Refused):
        verbs.open_community(manager, name="Another", audience=FRANCE)
    assert not Space.objects.filter(name="Another").exists()


def test_an_administrator_who_manages_it_reaches_everybody(manager: Person, space: Space) -> None:
    manager.is_admin = True
    manager.save()
    assert verbs.change_audience(manager, space, FRANCE).members_count == 5
    assert verbs.open_community(manager, name="Another", audience=FRANCE).members_count == 5


def test_what_an_administrator_set_can_be_left_and_lifted(manager: Person, space: Space) -> None:
    manager.is_admin = True
    manager.save()
    verbs.change_audience(manager, space, FRANCE)
    manager.is_admin = False
    manager.save()
    assert verbs.change_audience(manager, space, FRANCE).audience == FRANCE
    assert verbs.change_audience(manager, space, None).audience is None


def test_the_form_says_so_and_keeps_what_was_chosen(manager: Person, space: Space) -> None:
    client = Client()
    client.force_login(manager)
    address = f"/communities/{space.slug}/audience"
    chosen = {"g0-country": ["FR"], "g0-department": ["Quality"], "g1-country": ["FR", "IT"]}
    for do, status in (("preview", 200), ("save", 422)):
        page = client.post(address, {**chosen, "do": do})
        assert page.status_code == status
        assert page.text.count("an administrator") == 1, do
        assert page.text.count('value="FR" checked') == 2
        assert 'value="Quality" checked' in page.text
    french = client.post(address, {**chosen, "do": "save"}, headers={"accept-language": "fr"})
    assert "administrateur" in french.text
    space.refresh_from_db()
    assert space.audience is None
    assert client.post(address, {"g0-country": "IT", "do": "save"}).status_code == 302
