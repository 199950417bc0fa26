"""Whole journeys by the keyboard alone, and what a screen reader is told on the way."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from parvis.files.tests.samples import picture
from parvis.people.models import Person
from parvis.posts.models import Post, Reaction
from parvis.posts.verbs import publish
from parvis.spaces.models import Space, Subscription
from parvis.spaces.verbs import follow, open_community, open_conversation
from tests.browser.conftest import Opens, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FOCUSED = """() => {
  const it = document.activeElement;
  const words = it.matches("a, button, summary") ? it.textContent.trim() : "";
  return `${it.id} ${it.getAttribute("aria-label") ?? words}`;
}"""


def tab_to(page: Page, name: str, key: str = "Tab") -> None:
    """Press Tab until what has the focus is called so."""
    passed = []
    for _ in range(80):
        passed.append(page.evaluate(FOCUSED))
        if name in passed[-1]:
            return
        page.keyboard.press(key)
    raise AssertionError(f"{name} is not reached: {passed}")


def told(page: Page, words: str) -> None:
    """What a live region says: the toasts' own, or another one of the page."""
    region = page.locator("[role=status], [role=alert], [aria-live]").filter(has_text=words)
    expect(region.first).to_be_attached()


def wall_of(person: Person) -> Space:
    return Space.objects.get(kind="wall", owner=person)


def test_a_post_with_a_picture(open_as: Opens, alice: Person, tmp_path: Path) -> None:
    (tmp_path / "gate.png").write_bytes(picture(size=(60, 40)))
    page = open_as(alice)
    page.keyboard.press("n")
    page.keyboard.type("Look")
    with page.expect_file_chooser() as choosing:  # from here on: a key is faster than its arming
        tab_to(page, "Add pictures")
        page.keyboard.press("Enter")
    choosing.value.set_files(tmp_path / "gate.png")
    expect(page.locator(".attachment input[name=files]")).to_have_count(1)
    tab_to(page, "Publish")
    page.keyboard.press("Enter")
    told(page, "say what the picture shows")
    assert "Describe the picture: gate.png" in page.evaluate(FOCUSED)
    page.keyboard.type("The gate")
    tab_to(page, "Publish")
    page.keyboard.press("Enter")
    expect(page.get_by_role("article").get_by_role("img", name="The gate")).to_be_visible()
    page.locator("a.media-item").focus()
    page.keyboard.press("Enter")
    box = page.get_by_role("dialog", name="Pictures")
    expect(box.get_by_role("img", name="The gate")).to_be_visible()
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    assert page.evaluate("document.activeElement.matches('a.media-item')")


def test_reacting_and_commenting(open_as: Opens, alice: Person, bob: Person) -> None:
    follow(alice, bob)
    post = publish(bob, wall_of(bob), "Good news")
    page = open_as(alice)
    page.keyboard.press("j")
    assert f"post-{post.pk}" in page.evaluate(FOCUSED)
    tab_to(page, "React")
    page.keyboard.press("Enter")
    tab_to(page, "Love")
    page.keyboard.press("Enter")
    until(page, lambda: Reaction.objects.filter(person=alice, emoji="love").exists(), "a reaction")
    page.keyboard.press("c")
    page.keyboard.type("Well done")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".comment[data-post]")).to_contain_text("Well done")
    assert Post.objects.get(thread=post).author == alice
    assert f"write-{post.pk}" in page.evaluate(FOCUSED)


def test_joining_a_community(open_as: Opens, alice: Person, bob: Person) -> None:
    space = open_community(bob, name="Quality circle")
    page = open_as(alice)
    page.keyboard.press("g")
    page.keyboard.press("c")
    expect(page).to_have_url("/communities/")
    tab_to(page, "Join Quality circle")
    page.keyboard.press("Enter")
    expect(page.locator(".tile", has_text="Quality circle").first).to_contain_text("Member")
    assert Subscription.objects.filter(space=space, person=alice, state="active").exists()


def test_answering_a_message(open_as: Opens, alice: Person, bob: Person) -> None:
    talk = open_conversation(bob, [alice])
    publish(bob, talk, "Are you there?")
    page = open_as(alice)
    page.keyboard.press("g")
    page.keyboard.press("m")
    expect(page).to_have_url("/conversations/")
    tab_to(page, "Bob Durand")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Write to Bob Durand")).to_be_focused()
    page.keyboard.type("I am")
    page.keyboard.press("Enter")
    expect(page.locator(".chat-mine")).to_contain_text("I am")
    publish(bob, talk, "Good")
    told(page, "Good")
