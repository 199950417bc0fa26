"""Somebody's first minutes, on a phone and at a desk: nobody tells them how."""

import pytest
from playwright.sync_api import Page, expect

from parvis.people.models import Person
from parvis.people.verbs import take_in
from parvis.posts.models import Post
from parvis.spaces.models import Subscription
from parvis.spaces.verbs import open_community
from tests.browser.conftest import Opens

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = pytest.mark.parametrize("width", [390, 1440])


@pytest.fixture
def nina(site: str) -> Person:
    return take_in(None, handle="nina", name="Nina New", email="nina@example.com")


def place_of(page: Page, selector: str) -> object:
    return page.locator(selector).first.evaluate("it => it.getBoundingClientRect().toJSON()")


@WIDTHS
def test_a_drawing_is_chosen_and_one_goes_on(open_as: Opens, nina: Person, width: int) -> None:
    page = open_as(nina, "/welcome/photo/", width=width)
    go_on = page.get_by_role("button", name="Continue")
    before = place_of(page, ".welcome-card .button-primary")
    page.get_by_role("radio", name="Fox").locator("xpath=..").click()
    expect(page.get_by_role("radio", name="Fox")).to_be_checked()
    assert place_of(page, ".welcome-card .button-primary") == before
    go_on.click()
    expect(page).to_have_url("/welcome/about/")
    nina.refresh_from_db()
    assert nina.photo_url


def test_nothing_moves_when_a_hidden_choice_is_reached(open_as: Opens, nina: Person) -> None:
    page = open_as(nina)
    page.locator("#composer-text").click()
    before = place_of(page, ".composer [name=question] ~ span")
    page.locator(".composer [name=question]").focus()
    assert place_of(page, ".composer [name=question] ~ span") == before


@WIDTHS
def test_a_community_is_found_and_joined(
    open_as: Opens, nina: Person, bob: Person, width: int
) -> None:
    space = open_community(bob, name="Quality circle")
    page = open_as(nina, width=width)
    page.get_by_role("link", name="Communities", exact=True).locator("visible=true").click()
    page.get_by_role("button", name="Join Quality circle").first.click()
    expect(page.locator(".tile", has_text="Quality circle").first).to_contain_text("Member")
    assert Subscription.objects.filter(space=space, person=nina).exists()


def test_a_colleague_is_found_on_a_phone(open_as: Opens, nina: Person, bob: Person) -> None:
    page = open_as(nina, width=390)
    page.get_by_role("link", name="Search").locator("visible=true").click()
    page.get_by_role("combobox", name="A person, a community").press_sequentially("bob")
    page.get_by_role("option", name="Bob Durand").click()
    expect(page.get_by_role("heading", name="Bob Durand")).to_be_visible()


def test_a_colleague_is_found_at_a_desk(open_as: Opens, nina: Person, bob: Person) -> None:
    page = open_as(nina)
    page.get_by_role("searchbox", name="Search").fill("bob")
    page.keyboard.press("Enter")
    page.get_by_role("main").get_by_role("link", name="Bob Durand").first.click()
    expect(page.get_by_role("heading", name="Bob Durand")).to_be_visible()


@WIDTHS
def test_a_post_is_written(open_as: Opens, nina: Person, width: int) -> None:
    page = open_as(nina, width=width)
    page.get_by_role("textbox", name="Write a post").click()
    page.keyboard.type("Good morning")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator("article.post")).to_contain_text("Good morning")
    assert Post.objects.get().author == nina
