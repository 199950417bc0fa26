"""Pictures in full: on with a finger and with keys, also from right to left."""

import pytest
from playwright.sync_api import Page, expect

from parvis.files.tests.samples import picture
from parvis.files.verbs import keep_bytes
from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.posts.verbs import publish
from parvis.spaces.models import Space
from tests.browser.conftest import Opens

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def post(site: str, alice: Person) -> Post:
    """A post with three pictures."""
    files = [keep_bytes(alice, f"{number}.png", picture(size=(300, 200))) for number in range(3)]
    wall = Space.objects.get(kind="wall", owner=alice)
    return publish(alice, wall, "Look", files=[file.pk for file in files])


def swipe(page: Page, by: int) -> None:
    """Draw a finger across the picture by so many pixels."""
    box = page.locator("dialog.lightbox img").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch = page.context.new_cdp_session(page)
    for kind, at in (("touchStart", x), ("touchMove", x + by / 2), ("touchMove", x + by)):
        place = {"type": kind, "touchPoints": [{"x": at, "y": y}]}
        touch.send("Input.dispatchTouchEvent", place)
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.parametrize(("language", "onward"), [("en-GB", -120), ("ar", 120)])
def test_a_finger_goes_on_and_back(
    open_as: Opens, alice: Person, post: Post, language: str, onward: int
) -> None:
    page = open_as(
        alice, f"/posts/{post.pk}/", width=390, has_touch=True, is_mobile=True, locale=language
    )
    page.locator("a.media-item").first.tap()
    place = page.locator("dialog.lightbox .tabular")
    expect(place).to_have_text("1 / 3")
    swipe(page, onward)
    expect(place).to_have_text("2 / 3")
    swipe(page, -onward)
    expect(place).to_have_text("1 / 3")


def test_keys_go_on_and_close(open_as: Opens, alice: Person, post: Post) -> None:
    page = open_as(alice, f"/posts/{post.pk}/")
    page.locator("a.media-item").first.click()
    place = page.locator("dialog.lightbox .tabular")
    page.keyboard.press("ArrowLeft")
    expect(place).to_have_text("3 / 3")
    page.keyboard.press("ArrowRight")
    expect(place).to_have_text("1 / 3")
    page.keyboard.press("Escape")
    expect(page.locator("dialog.lightbox")).to_be_hidden()
