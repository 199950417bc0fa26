"""What a link leads to, while a post with it is still being written."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings

from parvis.links import verbs
from parvis.links.tests.conftest import Site
from parvis.people.models import Person
from parvis.people.verbs import take_in
from parvis.posts.models import LinkCard
from parvis.posts.verbs import publish
from parvis.spaces.models import Space

pytestmark = pytest.mark.django_db
PAGE = b"<!doctype html><title>Pumps &amp; valves</title>"


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def work() -> None:
    """Do what the worker would."""
    for job in ProcrastinateJob.objects.filter(task_name="links.look_up", status="todo"):
        verbs.look_up(job.args["card_id"])
    ProcrastinateJob.objects.filter(task_name="links.look_up").delete()


def test_one_waits_and_then_sees_what_readers_will_see(alice: Person, site: Site) -> None:
    url = site.says("/page", PAGE)
    client = client_of(alice)
    asked = {"url": ["https://parvis.corp/inside", "nonsense", f"{url}#part"]}
    assert client.post("/links/ahead", asked).status_code == 202
    assert client.post("/links/ahead", asked).status_code == 202
    assert ProcrastinateJob.objects.filter(task_name="links.look_up").count() == 1
    work()
    answer = client.post("/links/ahead", asked)
    assert answer.status_code == 200
    assert "Pumps &amp; valves" in answer.text
    assert f'href="{url}"' in answer.text
    assert publish(alice, Space.objects.get(owner=alice), url).pk
    assert LinkCard.objects.get().posts.count() == 1
    assert len(site.asked) == 1


def test_nothing_there_is_nothing_to_show(alice: Person, site: Site) -> None:
    client = client_of(alice)
    for asked in ({}, {"url": "https://parvis.corp/x"}, {"url": "https://a.example/" + "x" * 2000}):
        assert client.post("/links/ahead", asked).status_code == 204
    assert client.post("/links/ahead", {"url": site.url("/none")}).status_code == 202
    work()
    assert client.post("/links/ahead", {"url": site.url("/none")}).status_code == 204


def test_it_is_for_who_is_signed_in_and_can_be_switched_off(
    alice: Person, site: Site, settings: Settings
) -> None:
    asked = {"url": site.url("/page")}
    assert Client().post("/links/ahead", asked).status_code == 302
    assert client_of(alice).get("/links/ahead").status_code == 405
    settings.LINK_PREVIEWS = False
    assert client_of(alice).post("/links/ahead", asked).status_code == 204
    assert not LinkCard.objects.exists()


def test_each_person_has_one_looked_up_at_a_time(alice: Person, site: Site) -> None:
    bob = take_in(None, handle="bob", name="Bob")
    first, second = site.says("/1", PAGE), site.says("/2", PAGE)
    assert client_of(alice).post("/links/ahead", {"url": first}).status_code == 202
    assert client_of(alice).post("/links/ahead", {"url": second}).status_code == 202
    assert [card.url for card in LinkCard.objects.all()] == [first]
    assert client_of(bob).post("/links/ahead", {"url": second}).status_code == 202
    assert LinkCard.objects.count() == 2
    work()
    assert client_of(alice).post("/links/ahead", {"url": second}).status_code == 200


def test_what_no_post_shows_is_let_go(alice: Person, site: Site) -> None:
    shown, unsent = site.says("/1", PAGE), site.says("/2", PAGE)
    publish(alice, Space.objects.get(owner=alice), shown)
    verbs.look_ahead(alice, [unsent])
    verbs.forget_unused()
    assert LinkCard.objects.count() == 2
    LinkCard.objects.update(fetched_at=timezone.now() - timedelta(days=31))
    verbs.forget_unused()
    assert [card.url for card in LinkCard.objects.all()] == [shown]
