"""One reacts by hover, by key, by touch; on posts and on comments; with any emoji."""

import pytest
from playwright.sync_api import Locator, Page, expect

from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.posts.verbs import comment, publish, react
from parvis.spaces.models import Space
from parvis.spaces.verbs import follow
from tests.browser.conftest import Opens

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def post_of(person: Person, words: str) -> Post:
    return publish(person, Space.objects.get(kind="wall", owner=person), words)


def row_of(page: Page, post: Post) -> Locator:
    return page.locator(f"#post-{post.pk} details.react[data-react-to='{post.pk}']")


def test_rest_the_mouse_and_the_row_opens(open_as: Opens, alice: Person, bob: Person) -> None:
    follow(alice, bob)
    post = post_of(bob, "Good news")
    page = open_as(alice)
    row = row_of(page, post)
    row.locator("summary").hover()
    row.get_by_role("button", name="Love").click()
    expect(row.locator("summary")).to_contain_text("Love")
    react(bob, post, "like")
    expect(page.locator(f"#post-{post.pk} .tally")).to_contain_text("2")
    page.mouse.move(2, 2)
    expect(row).not_to_have_attribute("open", "")
    row.locator("summary").hover()
    expect(row.locator("[aria-pressed=true]")).to_have_accessible_name("Love")
    row.get_by_role("button", name="Another emoji").click()
    page.locator(".emoji-grid button").nth(9).click()
    emoji = page.locator(f"#post-{post.pk} .emoji-mine")
    expect(emoji).not_to_have_text("❤️")
    row.locator("summary").hover()
    expect(row.locator("[aria-pressed=true]")).to_have_text(emoji.inner_text())


def test_by_key_one_keeps_ones_place(open_as: Opens, alice: Person, bob: Person) -> None:
    follow(alice, bob)
    post = post_of(bob, "Good news")
    page = open_as(alice)
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    summary = row_of(page, post).locator("summary")
    expect(summary).to_contain_text("Love")
    expect(summary).to_be_focused()


def test_tapped_twice_it_is_done_and_stays(open_as: Opens, alice: Person, bob: Person) -> None:
    follow(alice, bob)
    post = post_of(bob, "Good news")
    page = open_as(alice, width=390, has_touch=True, is_mobile=True)
    words = page.locator(f"#post-{post.pk} .prose")
    for _ in range(2):
        words.tap()
        words.tap()
        expect(row_of(page, post).locator("summary")).to_contain_text("Like")
        page.wait_for_timeout(700)
    expect(row_of(page, post).locator("summary")).to_contain_text("Like")


def test_a_finger_that_rests_opens_the_row(open_as: Opens, alice: Person, bob: Person) -> None:
    """Also where the browser says nothing of a long press, as Safari on iOS."""
    follow(alice, bob)
    post = post_of(bob, "Good news")
    page = open_as(alice, width=390, has_touch=True, is_mobile=True)
    page.evaluate("addEventListener('contextmenu', (event) => event.stopPropagation(), true)")
    row = row_of(page, post)
    row.locator("summary").scroll_into_view_if_needed()
    box = row.locator("summary").bounding_box()
    assert box is not None
    finger = {"x": box["x"] + 20, "y": box["y"] + 10}
    touch = page.context.new_cdp_session(page)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [finger]})
    expect(row.get_by_role("button", name="Love")).to_be_visible()
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    row.get_by_role("button", name="Love").tap()
    expect(row.locator("summary")).to_contain_text("Love")


def test_on_a_phone_the_row_of_a_reply_stays_on_the_screen(
    open_as: Opens, alice: Person, bob: Person
) -> None:
    post = post_of(bob, "Good news")
    first = comment(bob, post, "Really")
    reply = comment(bob, first, "Yes")
    page = open_as(alice, f"/posts/{post.pk}/", width=390, has_touch=True, is_mobile=True)
    for below in (first, reply):
        row = row_of(page, below)
        row.locator("summary").tap()
        expect(row.get_by_role("button", name="Like")).to_be_visible()
        box = row.locator(".react-list").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        row.get_by_role("button", name="Like").tap()
        expect(row.locator("summary")).to_contain_text("Like")
        expect(row).to_have_attribute("data-mine", "like")
    page.wait_for_load_state("networkidle")


def test_what_one_has_not_reacted_to_looks_so(open_as: Opens, alice: Person, bob: Person) -> None:
    post = post_of(bob, "Good news")
    first, second = comment(bob, post, "Really"), comment(bob, post, "Yes")
    react(alice, first, "like")
    page = open_as(alice, f"/posts/{post.pk}/")
    colours = [
        row_of(page, below).locator("summary").evaluate("e => getComputedStyle(e).color")
        for below in (first, second)
    ]
    assert colours[0] != colours[1]
