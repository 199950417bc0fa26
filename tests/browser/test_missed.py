"""What is written while a page has no stream arrives when it has one, without a reload."""

import re

import pytest
from playwright.sync_api import Route, expect

from parvis.live.hub import hub
from parvis.people.models import Person
from parvis.posts.verbs import comment, edit, publish, react, remove
from parvis.spaces.models import Space
from parvis.spaces.verbs import follow, join, open_community, open_conversation
from tests.browser.conftest import Opens, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def hang_up() -> None:
    """End every open stream, as a lost network does."""
    assert hub._task is not None
    loop = hub._task.get_loop()
    for streams in list(hub._by_person.values()):
        for stream in list(streams):
            loop.call_soon_threadsafe(stream.close)


def test_a_post_between_the_page_and_its_stream_is_announced(
    open_as: Opens, alice: Person, bob: Person
) -> None:
    follow(bob, alice)
    wall = Space.objects.get(kind="wall", owner=alice)
    publish(alice, wall, "Something before")
    page = open_as(bob, "/saved/")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(re.compile(r"/live(\?.*)?$"), hold)
    page.goto("/")
    expect(page.locator("article.post")).to_have_count(1)
    until(page, lambda: held, "the stream")
    publish(alice, wall, "In between")
    page.wait_for_timeout(300)
    assert page.locator(".new-pill:visible").count() == 0
    held.pop(0).continue_()
    expect(page.get_by_role("link", name="1 new post")).to_be_visible()


def test_the_first_post_of_all_is_announced(open_as: Opens, alice: Person, bob: Person) -> None:
    follow(bob, alice)
    page = open_as(bob, "/")
    expect(page.locator(".empty")).to_be_visible()
    publish(alice, Space.objects.get(kind="wall", owner=alice), "Hello, everybody")
    page.get_by_role("link", name="1 new post").click()
    expect(page.locator("article.post")).to_contain_text("Hello, everybody")


def test_what_happens_to_a_post_between_the_page_and_its_stream_is_shown(
    open_as: Opens, alice: Person, bob: Person
) -> None:
    follow(bob, alice)
    wall = Space.objects.get(kind="wall", owner=alice)
    kept, gone = publish(alice, wall, "Will be edited"), publish(alice, wall, "Will be removed")
    page = open_as(bob, "/saved/")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(re.compile(r"/live(\?.*)?$"), hold)
    page.goto("/")
    expect(page.locator("article.post")).to_have_count(2)
    until(page, lambda: held, "the stream")
    edit(alice, kept, "Was edited")
    react(alice, kept, "🎉")
    remove(alice, gone)
    held.pop(0).continue_()
    card = page.locator(f"#post-{kept.pk}")
    expect(card).to_contain_text("Was edited")
    expect(card.locator(".tally")).to_contain_text("🎉")
    expect(page.locator(f"#post-{gone.pk}")).to_have_count(0)
    expect(page.locator(".toast")).to_have_count(0)


def test_a_lost_network_loses_nothing(open_as: Opens, alice: Person, bob: Person) -> None:
    space = open_community(alice, name="Quality")
    join(bob, space)
    talk = open_conversation(alice, [bob])
    first = publish(alice, space, "Something before")
    community = open_as(bob, space.get_absolute_url())
    thread = open_as(bob, f"/posts/{first.pk}/")
    room = open_as(bob, f"/conversations/{talk.pk}/")
    pages = (community, thread, room)
    room.wait_for_timeout(1000)  # what they still ask for at their opening has come
    for page in pages:
        page.evaluate("window.stillHere = true")
        page.context.set_offline(True)
    hang_up()
    publish(alice, space, "While the line was cut")
    comment(alice, first, "And a comment")
    publish(alice, talk, "Are you there?")
    community.wait_for_timeout(500)
    for page in pages:
        page.context.set_offline(False)
    expect(community.get_by_role("link", name="1 new post")).to_be_visible()
    expect(thread.locator("article.comment")).to_contain_text("And a comment")
    expect(room.locator(".chat-line")).to_contain_text("Are you there?")
    assert all(page.evaluate("window.stillHere") for page in pages)
