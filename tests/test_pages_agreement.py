"""Every page agrees with the oracle too, asked over HTTP as each person of a random world."""

import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from parvis.files.models import File
from parvis.files.verbs import keep_bytes
from parvis.people.models import Person
from parvis.spaces.models import Space
from tests.worlds import Oracle, World, make

pytestmark = pytest.mark.django_db

OK, NOT_FOUND = 200, 404


@pytest.fixture(params=[11])
def world(request: pytest.FixtureRequest) -> World:
    cache.clear()
    world = make(request.param)
    for number, file in enumerate(world.files):
        kept = keep_bytes(None, "plan.txt", f"plan {number}".encode())
        File.objects.filter(pk=file.pk).update(
            digest=kept.digest, content_type=kept.content_type, size=kept.size
        )
    return world


@pytest.fixture
def oracle(world: World) -> Oracle:
    return Oracle(world)


def visitors(world: World) -> Iterator[tuple[Person, Client]]:
    """Everyone who can sign in, each in their own browser."""
    for person in world.people:
        if person.is_active:
            client = Client()
            client.force_login(person)
            yield person, client


def status(client: Client, path: str) -> int:
    return client.get(path).status_code


def shown(client: Client, path: str) -> set[int]:
    """The posts that stand on a page, by their numbers in it."""
    page = client.get(path)
    assert page.status_code == OK
    return {int(found) for found in re.findall(rb'id="post-(\d+)"', page.content)}


def test_places(world: World, oracle: Oracle) -> None:
    for person, client in visitors(world):
        for space in world.spaces:
            if space.kind == "community":
                wanted = OK if oracle.knows(person, space) else NOT_FOUND
                assert status(client, f"/communities/{space.slug}/") == wanted
                members = status(client, f"/communities/{space.slug}/members/")
                assert (members == OK) == oracle.reads(person, space)
            elif space.kind == "conversation":
                wanted = OK if oracle.reads(person, space) else NOT_FOUND
                assert status(client, f"/conversations/{space.pk}/") == wanted
                assert status(client, f"/conversations/{space.pk}/lines") == wanted


def test_what_stands_in_a_place(world: World, oracle: Oracle) -> None:
    for person, client in visitors(world):
        for space in world.spaces:
            if space.kind == "community" and oracle.knows(person, space):
                roots = {p.pk for p in world.posts if p.space_id == space.pk and not p.thread_id}
                may = {p.pk for p in world.posts if p.pk in roots and oracle.reads_post(person, p)}
                assert shown(client, f"/communities/{space.slug}/") & roots == may


def test_threads(world: World, oracle: Oracle) -> None:
    for person, client in visitors(world):
        for post in world.posts:
            if post.space.kind == "conversation" or post.thread_id:
                continue
            traces = oracle.role(person, post.space) in {"moderator", "manager"}
            traces |= post.space.kind == "wall" and post.space.owner_id == person.pk
            answer = status(client, f"/posts/{post.pk}/")
            if oracle.reads_post(person, post):
                assert answer == OK
            elif not traces:
                assert answer == NOT_FOUND
            for part in ("card", "comments", "reactions", "history", "share"):
                if not oracle.reads_post(person, post) and not traces:
                    assert status(client, f"/posts/{post.pk}/{part}") == NOT_FOUND, part


def test_files(world: World, oracle: Oracle) -> None:
    for person, client in visitors(world):
        for file in world.files:
            wanted = OK if oracle.fetches(person, file) else NOT_FOUND
            assert status(client, f"/files/{file.pk}/original") == wanted


def test_lists(world: World, oracle: Oracle) -> None:
    """Search, a hashtag's page and home show what one may read, all of it and nothing else."""
    for person, client in visitors(world):
        may = {post.pk for post in world.posts if oracle.reads_post(person, post)}
        assert shown(client, "/tags/needle/") <= may
        assert shown(client, "/") <= may
        found = client.get("/search?q=needle&in=posts").content.decode()
        linked = {int(n) for n in re.findall(r"post-(\d+)", found)}
        linked |= {int(n) for n in re.findall(r"/posts/(\d+)/\"", found)}
        assert linked <= may
        if may:
            assert linked


def test_strangers_are_sent_to_the_door(world: World) -> None:
    stranger = Client()
    paths = ["/", "/people/", "/communities/", "/search?q=needle", "/tags/needle/", "/saved/"]
    paths += [f"/posts/{post.pk}/" for post in world.posts]
    for file in world.files:
        assert status(stranger, f"/files/{file.pk}/original") == NOT_FOUND
    paths += [f"/communities/{s.slug}/" for s in Space.objects.filter(kind="community")]
    for path in paths:
        answer = stranger.get(path)
        assert answer.status_code == 302, path
        assert answer.headers["Location"].startswith("/account/login/"), path
