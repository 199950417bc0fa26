"""Edit, share and remove open where the post stands; without JavaScript their pages work."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.posts.verbs import comment, publish
from parvis.spaces.models import Space
from parvis.spaces.verbs import follow, open_community
from tests.browser.conftest import Opens, axe_findings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def wall_of(person: Person) -> Space:
    return Space.objects.get(kind="wall", owner=person)


def card_of(page: Page, post: Post) -> Locator:
    return page.locator(f"#post-{post.pk}")


def choose(page: Page, post: Post, name: str) -> None:
    menu = card_of(page, post).locator(".post-menu").first
    menu.locator("summary").click()
    menu.get_by_role("link", name=name, exact=True).click()


def test_a_post_is_edited_where_it_stands(open_as: Opens, alice: Person, bob: Person) -> None:
    follow(alice, bob)
    publish(bob, wall_of(bob), "Another one")
    post = publish(alice, wall_of(alice), "The frist word")
    page = open_as(alice)
    page.evaluate("window.stillHere = true")
    card, words = card_of(page, post), card_of(page, post).locator(".prose").first
    choose(page, post, "Edit")
    field = card.get_by_role("textbox", name="Words")
    expect(field).to_be_focused()
    expect(words).to_be_hidden()
    assert axe_findings(page) == []
    page.keyboard.press("Escape")
    expect(field).to_have_count(0)
    expect(words).to_be_visible()
    expect(card.locator(".post-menu > summary").first).to_be_focused()
    choose(page, post, "Edit")
    field.fill("Half a thought")
    card.get_by_role("link", name="Cancel").click()
    expect(words).to_have_text("The frist word")
    choose(page, post, "Edit")
    expect(field).to_have_value("Half a thought")
    field.fill("x" * 50_001)
    card.locator(".post-edit").get_by_role("button", name="Save").click()
    expect(card.locator(".field-errors")).to_contain_text("too long")
    field.fill("The **first** word")
    card.locator(".post-edit").get_by_role("button", name="Save").click()
    expect(card.locator(".prose strong").first).to_have_text("first")
    expect(field).to_have_count(0)
    expect(card.get_by_role("link", name="edited")).to_be_visible()
    assert page.evaluate("window.stillHere")
    choose(page, post, "Edit")
    expect(field).to_have_value("The **first** word")


def test_news_does_not_take_a_form_away(open_as: Opens, alice: Person, bob: Person) -> None:
    post = publish(alice, wall_of(alice), "The frist word")
    below = comment(alice, post, "A commnet")
    page = open_as(alice, f"/posts/{post.pk}/")
    choose(page, below, "Edit")
    mine = card_of(page, below)
    mine.get_by_role("textbox", name="Words").fill("A comment")
    choose(page, post, "Edit")
    comment(bob, post, "Meanwhile")
    expect(page.get_by_text("Meanwhile")).to_be_visible()
    expect(mine.get_by_role("textbox", name="Words")).to_have_value("A comment")
    mine.get_by_role("button", name="Save", exact=True).click()
    expect(mine.locator(".prose")).to_have_text("A comment")
    form = card_of(page, post).locator("form.post-edit")
    expect(form).to_be_visible()
    form.get_by_role("textbox", name="Words").fill("The first word")
    form.get_by_role("button", name="Save", exact=True).click()
    expect(card_of(page, post).locator(".prose").first).to_have_text("The first word")


def test_a_post_is_shared_and_removed_in_a_dialog(
    open_as: Opens, alice: Person, bob: Person
) -> None:
    open_community(alice, name="Square")
    follow(alice, bob)
    other = publish(bob, wall_of(bob), "Worth sharing")
    post = publish(alice, wall_of(alice), "Not worth keeping")
    page = open_as(alice)
    page.evaluate("window.stillHere = true")
    share = card_of(page, other).locator(".post-actions").get_by_role("link", name="Share")
    share.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="Share this post")).to_be_visible()
    assert axe_findings(page) == []
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(share).to_be_focused()
    share.click()
    dialog.get_by_label("Where").select_option(label="Square · everyone in the company")
    dialog.get_by_role("textbox", name="Your words").fill("Look")
    dialog.get_by_role("button", name="Share", exact=True).click()
    expect(dialog).to_have_count(0)
    expect(page.locator("#toasts")).to_contain_text("Shared")
    assert Post.objects.get(shares=other).space.name == "Square"
    choose(page, post, "Remove")
    expect(dialog).to_contain_text("Not worth keeping")
    dialog.get_by_role("link", name="Keep it").click()
    expect(dialog).to_have_count(0)
    choose(page, post, "Remove")
    dialog.get_by_role("button", name="Remove", exact=True).click()
    expect(card_of(page, post)).to_have_count(0)
    expect(page.locator("#toasts")).to_contain_text("The post is gone")
    expect(card_of(page, other)).to_be_visible()
    assert page.evaluate("window.stillHere")


def test_on_its_own_page_a_removed_post_leads_to_its_place(open_as: Opens, alice: Person) -> None:
    post = publish(alice, wall_of(alice), "Not worth keeping")
    below = comment(alice, post, "Nor this")
    page = open_as(alice, f"/posts/{post.pk}/")
    choose(page, below, "Remove")
    page.get_by_role("dialog").get_by_role("button", name="Remove", exact=True).click()
    expect(card_of(page, below)).to_have_count(0)
    choose(page, post, "Remove")
    page.get_by_role("dialog").get_by_role("button", name="Remove", exact=True).click()
    page.wait_for_url(re.compile("/people/alice/$"))
    expect(page.locator("#toasts")).to_contain_text("The post is gone")


def test_without_javascript_each_has_its_page(open_as: Opens, alice: Person, bob: Person) -> None:
    post = publish(alice, wall_of(alice), "The frist word")
    page = open_as(alice, f"/posts/{post.pk}/menu", java_script_enabled=False)
    page.get_by_role("link", name="Edit", exact=True).click()
    page.get_by_role("textbox", name="Words").fill("The first word")
    page.locator(".post-edit").get_by_role("button", name="Save").click()
    expect(card_of(page, post)).to_contain_text("The first word")
    page.locator(".post-actions").get_by_role("link", name="Share").click()
    page.get_by_role("textbox", name="Your words").fill("Look")
    page.get_by_role("button", name="Share", exact=True).click()
    expect(page.locator("article.post")).to_contain_text("Look")
    page.goto(f"/posts/{post.pk}/remove")
    page.get_by_role("button", name="Remove", exact=True).click()
    page.wait_for_url(re.compile("/people/alice/$"))


def test_a_community_stands_in_the_navigation_as_soon_as_one_has_joined(
    open_as: Opens, alice: Person, bob: Person
) -> None:
    open_community(bob, name="Canteen")
    page = open_as(alice, "/communities/")
    mine = page.get_by_role("navigation", name="Main").get_by_role("link", name="Canteen")
    page.evaluate("window.stillHere = true")
    page.get_by_role("button", name="Join Canteen").click()
    expect(mine).to_be_visible()
    expect(mine).not_to_have_attribute("aria-current", "true")
    assert page.evaluate("window.stillHere")
    mine.click()
    expect(mine).to_have_attribute("aria-current", "true")
    page.locator("summary", has_text="Member").click()
    page.get_by_role("button", name="Leave").click()
    expect(page.get_by_role("status").first).to_contain_text("You have left Canteen.")
    expect(mine).to_have_count(0)
