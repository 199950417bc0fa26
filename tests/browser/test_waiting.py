"""A slow line: what is on its way keeps its shape, and what was pressed shows that it was."""

import re

import pytest
from playwright.sync_api import Route, expect

from parvis.people.models import Person
from parvis.posts.verbs import publish
from parvis.spaces.models import Space
from parvis.spaces.verbs import follow, open_community
from tests.browser.conftest import Opens, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Line:
    """Holds back what is asked for, until it is let through."""

    def __init__(self) -> None:
        self.held: list[Route] = []

    def __call__(self, route: Route) -> None:
        """Hold one back."""
        self.held.append(route)

    def let_through(self) -> None:
        """Let everything through that is held back."""
        while self.held:
            self.held.pop().continue_()


@pytest.mark.parametrize("path", ["/", "/people/bob/", "/communities/gate/"])
def test_older_posts_have_their_shape_before_they_come(
    open_as: Opens, alice: Person, bob: Person, path: str
) -> None:
    follow(alice, bob)
    place = Space.objects.get(kind="wall", owner=bob)
    if "communities" in path:
        place = open_community(bob, name="Gate")
    for number in range(25):
        publish(bob, place, f"Post {number}")
    page, line = open_as(alice, path, width=390), Line()
    page.route(re.compile("after="), line)
    page.locator(".pager").scroll_into_view_if_needed()
    shape = page.locator(".pager > .skeleton")
    expect(shape).to_be_visible()
    expect(page.locator("#feed > article")).to_have_count(20)
    line.let_through()
    expect(page.locator("#feed > article")).to_have_count(25)
    expect(shape).to_have_count(0)
    expect(page.get_by_role("main")).to_have_count(1)
    expect(page.get_by_text("That was everything")).to_be_visible()


def test_what_was_pressed_shows_it_until_the_answer_is_there(
    open_as: Opens, alice: Person, bob: Person
) -> None:
    follow(alice, bob)
    publish(bob, Space.objects.get(kind="wall", owner=bob), "Hello")
    page, line = open_as(alice), Line()
    page.route(re.compile("/(share|menu|palette)$"), line)
    share = page.locator("article.post").get_by_role("link", name="Share")
    share.click()
    expect(share).to_have_attribute("aria-busy", "true")
    line.let_through()
    expect(page.locator("dialog[open]")).to_be_visible()
    expect(share).not_to_have_attribute("aria-busy", "true")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    opener = page.get_by_role("button", name="Go to a person")
    expect(opener).to_have_attribute("aria-busy", "true")
    until(page, lambda: line.held, "the palette to be asked for")
    line.let_through()
    expect(page.get_by_role("combobox", name="A person")).to_be_focused()
    expect(opener).not_to_have_attribute("aria-busy", "true")
