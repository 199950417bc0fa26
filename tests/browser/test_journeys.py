"""What people come for, from the first click to the last, in real browsers."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from parvis.people.models import Person
from parvis.people.verbs import set_password, sign_in_link
from parvis.posts.models import Post
from parvis.posts.verbs import comment, publish
from parvis.spaces.models import Space
from parvis.spaces.verbs import follow, invite, join, open_community, remove_member
from tests.browser.conftest import Opens

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a-long-walk-by-the-river"


def wall_of(person: Person) -> Space:
    return Space.objects.get(kind="wall", owner=person)


def write(page: Page, words: str) -> None:
    page.locator("#composer-text").fill(words)
    page.locator("#composer").get_by_role("button", name="Publish").click()


def card_of(page: Page, post: Post) -> Locator:
    return page.locator(f"#post-{post.pk}")


def test_what_alice_publishes_is_announced_to_who_follows_her(
    open_as: Opens, alice: Person, bob: Person
) -> None:
    publish(alice, wall_of(alice), "Something before")
    follow(bob, alice)
    publish(bob, wall_of(bob), "Something of his")
    hers, his = open_as(alice), open_as(bob)
    expect(his.locator("article.post")).to_have_count(2)
    first = his.locator("article.post").first
    stood = first.bounding_box()
    write(hers, "The **gate** is open")
    expect(hers.locator("article.post strong")).to_have_text("gate")
    expect(hers.locator("#composer-text")).to_have_value("")
    hers.reload()
    expect(hers.locator("article.post strong")).to_have_text("gate")
    pill = his.get_by_role("link", name="1 new post")
    expect(pill).to_be_visible()
    expect(his.locator("article.post")).to_have_count(2)
    assert first.bounding_box() == stood
    his.set_viewport_size({"width": 1280, "height": 320})
    his.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(pill).to_be_in_viewport(ratio=1)
    pill.click()
    expect(his.locator("article.post strong")).to_have_text("gate")
    expect(pill).to_have_count(0)


def test_answers_arrive_on_the_open_page_and_at_the_bell(
    open_as: Opens, alice: Person, bob: Person
) -> None:
    follow(bob, alice)
    post = publish(alice, wall_of(alice), "Who has the key?")
    hers, his = open_as(alice, f"/posts/{post.pk}/"), open_as(bob, f"/posts/{post.pk}/")
    bell = hers.locator(".nav [data-badge=notifications]")
    expect(bell).to_be_hidden()
    hers.evaluate("window.stillHere = true")
    his.get_by_role("textbox", name="Write a comment").fill("I have *it*")
    his.get_by_role("button", name="Comment", exact=True).click()
    expect(his.locator("article.comment em")).to_have_text("it")
    expect(hers.locator("article.comment em")).to_have_text("it")
    card_of(his, post).locator(".post-actions .react > summary").click()
    card_of(his, post).locator(".post-actions").get_by_role("button", name="Love").click()
    expect(card_of(hers, post).locator(".post-footer .tally-emoji")).to_contain_text("❤️")
    expect(bell).to_be_visible()
    assert hers.evaluate("window.stillHere")
    hers.goto("/notifications/")
    expect(hers.locator(".row-notification").first).to_contain_text("Bob Durand")


def test_notifications_that_are_renewed_keep_the_focus(
    open_as: Opens, alice: Person, bob: Person
) -> None:
    first, second = (publish(alice, wall_of(alice), words) for words in ("A key?", "A gate?"))
    comment(bob, first, "Here")
    page = open_as(alice, "/notifications/")
    rows = page.locator(".row-notification")
    expect(rows).to_have_count(1)
    link = rows.filter(has_text="A key?").get_by_role("link")
    link.focus()
    comment(bob, second, "Over there")
    expect(rows).to_have_count(2)
    expect(link).to_be_focused()


def test_a_closed_community_from_its_opening_to_a_post(
    open_as: Opens, alice: Person, bob: Person
) -> None:
    hers = open_as(alice, "/communities/")
    hers.locator("main a[href='/communities/new']").first.click()
    hers.get_by_label("Name").fill("Line 3")
    hers.get_by_label("Closed").check()
    hers.get_by_role("button", name="Open it").click()
    expect(hers.get_by_role("heading", name="Line 3", level=1)).to_be_visible()
    space = Space.objects.get(kind="community")
    assert space.visibility == "closed"
    his = open_as(bob, space.get_absolute_url())
    expect(his.locator("#composer")).to_have_count(0)
    his.locator(".cover-actions").get_by_role("button", name="Ask to join").click()
    expect(his.get_by_text("Your request is waiting")).to_be_visible()
    hers.reload()
    hers.get_by_role("link", name="Answer").click()
    hers.get_by_role("button", name="Let Bob Durand in").click()
    expect(hers.get_by_role("button", name="Let Bob Durand in")).to_have_count(0)
    his.reload()
    write(his, "Glad to be here")
    expect(his.locator("article.post")).to_contain_text("Glad to be here")
    hers.goto(space.get_absolute_url())
    expect(hers.locator("article.post")).to_contain_text("Glad to be here")


def test_who_is_removed_from_a_secret_community_hears_no_more(
    open_as: Opens, alice: Person, bob: Person
) -> None:
    space = open_community(alice, name="Takeover", visibility="secret")
    invite(alice, space, bob)
    join(bob, space)
    publish(alice, space, "While he is here")
    his, hers = open_as(bob, space.get_absolute_url()), open_as(alice, space.get_absolute_url())
    expect(his.locator("article.post")).to_have_count(1)
    remove_member(alice, space, bob)
    publish(alice, space, "Now that he is gone")
    expect(hers.locator(".new-pill")).to_be_visible()
    his.wait_for_timeout(1500)
    assert "Now that he is gone" not in his.content()
    expect(his.locator(".new-pill:visible")).to_have_count(0)
    answer = his.reload()
    assert answer is not None
    assert answer.status == 404
    assert "Takeover" not in his.content()


def test_the_doors(open_as: Opens, alice: Person) -> None:
    set_password(alice, alice, PASSWORD)
    page = open_as(None)
    page.get_by_label("E-mail address or handle").fill("alice")
    page.get_by_label("Password").fill("not the one")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator(".field-errors, .notice-danger").first).to_be_visible()
    expect(page.get_by_label("E-mail address or handle")).to_have_value("alice")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("Five short steps")).to_be_visible()
    page.get_by_role("link", name="Later", exact=True).click()
    expect(page.locator("#composer")).to_be_visible()
    page.locator("summary:has(.avatar):visible").first.click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_load_state()
    page.goto("/people/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    link = sign_in_link(alice)
    page.goto(link)
    expect(page.get_by_role("heading", name="Welcome, Alice Martin")).to_be_visible()
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("#composer")).to_be_visible()
    stranger = open_as(None, link)
    expect(stranger.get_by_role("button", name="Sign in", exact=True)).to_have_count(0)


def test_without_javascript_one_writes_reacts_and_reads_on(
    open_as: Opens, alice: Person, bob: Person
) -> None:
    follow(alice, bob)
    for number in range(25):
        publish(bob, wall_of(bob), f"Number {number} of the list")
    page = open_as(alice, java_script_enabled=False)
    page.get_by_role("link", name="Older posts").click()
    expect(page.get_by_text("Number 0 of the list")).to_be_visible()
    page.goto("/write/")
    write(page, "Written by hand")
    page.goto("/people/alice/")
    expect(page.get_by_text("Written by hand")).to_be_visible()
    post = Post.objects.get(author=alice)
    page.goto(f"/posts/{post.pk}/")
    page.get_by_role("textbox", name="Write a comment").fill("An afterthought")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator("article.comment")).to_contain_text("An afterthought")
    page.goto(f"/posts/{post.pk}/")
    actions = card_of(page, post).locator(".post-actions")
    actions.locator(".react > summary").click()
    actions.get_by_role("link", name="Choose a reaction").click()
    page.get_by_role("button", name="Love").click()
    page.goto(f"/posts/{post.pk}/")
    expect(card_of(page, post).locator(".post-footer .tally-emoji")).to_contain_text("❤️")


def test_a_post_is_corrected_and_removed(open_as: Opens, alice: Person, bob: Person) -> None:
    post = publish(alice, wall_of(alice), "The frist word")
    page = open_as(alice, f"/posts/{post.pk}/")
    menu = card_of(page, post).locator(".post-header .post-menu")
    menu.locator("summary").click()
    menu.get_by_role("link", name="Edit", exact=True).click()
    page.get_by_role("textbox", name="Words").fill("The first word")
    page.locator(".post-edit").get_by_role("button", name="Save").click()
    expect(card_of(page, post)).to_contain_text("The first word")
    page.get_by_role("link", name="edited").click()
    expect(page.get_by_text("The frist word")).to_be_visible()
    page.goto(f"/posts/{post.pk}/remove")
    page.get_by_role("button", name="Remove", exact=True).click()
    page.wait_for_url(re.compile("/people/alice/$"))
    expect(page.locator("article.post")).to_have_count(0)
    answer = page.goto(f"/posts/{post.pk}/")
    assert answer is not None
    assert answer.status == 410  # she keeps order on her wall; others get 404
    assert "The first word" not in open_as(bob, f"/posts/{post.pk}/").content()


@pytest.mark.parametrize("scripted", [True, False])
def test_a_refused_post_says_why_where_one_is(
    open_as: Opens, alice: Person, bob: Person, scripted: bool
) -> None:
    follow(alice, bob)
    publish(bob, wall_of(bob), "Something before")
    page = open_as(alice, java_script_enabled=scripted)
    write(page, "   ")
    expect(page.locator("#composer-error")).not_to_be_empty()
    expect(page.locator("#composer-text")).to_be_visible()
    if scripted:
        expect(page.locator("article.post")).to_have_count(1)
    assert Post.objects.count() == 1


def test_by_the_keyboard_alone(open_as: Opens, alice: Person, bob: Person) -> None:
    follow(alice, bob)
    for words in ("One", "Two"):
        publish(bob, wall_of(bob), words)
    page = open_as(alice)
    focused = "document.activeElement.id"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(focused) == "composer-text":
            break
    assert page.evaluate(focused) == "composer-text"
    page.keyboard.type("Three")
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "Publish":
            break
    page.keyboard.press("Enter")
    expect(page.locator("article.post")).to_have_count(3)
    page.reload()
    page.locator("body").focus()
    seen = []
    for key in ("j", "j", "k"):
        page.keyboard.press(key)
        seen.append(page.evaluate(focused))
    cards = [f"post-{pk}" for pk in Post.objects.order_by("-pk").values_list("pk", flat=True)]
    assert seen == [cards[0], cards[1], cards[0]]
