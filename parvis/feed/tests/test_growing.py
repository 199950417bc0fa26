"""A page that grows is sent the next posts alone; who may not read a place is sent none."""

import re

import pytest
from django.test import Client

from parvis.feed.queries import PAGE
from parvis.people.models import Person
from parvis.people.verbs import take_in
from parvis.posts.verbs import publish
from parvis.spaces.models import Space
from parvis.spaces.verbs import follow, open_community

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def older(client: Client, address: str) -> str:
    """Where a page finds older posts."""
    found = re.search(r'rel="next" href="([^"]+)"', client.get(address).text)
    assert found
    return found[1].replace("&amp;", "&")


@pytest.mark.parametrize("address", ["/", "/people/bob/", "/communities/gate/"])
def test_it_gets_posts_and_no_page_around_them(alice: Person, address: str) -> None:
    bob = take_in(None, handle="bob", name="Bob")
    follow(alice, bob)
    place = Space.objects.get(kind="wall", owner=bob)
    if "communities" in address:
        place = open_community(alice, name="Gate")
    for number in range(PAGE + 3):
        publish(bob if place.kind == "wall" else alice, place, f"Word {number}")
    client = client_of(alice)
    further = older(client, address)
    part = client.get(further, headers=HTMX).text
    assert part.count("<article") == 3
    assert "<main" not in part
    assert part.count('id="pager"') == 1
    assert "<main" in client.get(further).text


def test_who_may_not_read_gets_none(alice: Person) -> None:
    space = open_community(alice, name="Gate", visibility="closed")
    for number in range(PAGE + 3):
        publish(alice, space, f"Word {number}")
    further = older(client_of(alice), "/communities/gate/")
    stranger = client_of(take_in(None, handle="dan", name="Dan"))
    answer = stranger.get(further, headers=HTMX)
    assert "Word" not in answer.text
    assert "<article" not in answer.text
    space.visibility = "secret"
    space.save()
    assert stranger.get(further, headers=HTMX).status_code == 404
