"""Two people talk, each in a browser of their own."""

import re
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import APIResponse, Page, Route, expect

from parvis.files.tests.samples import picture
from parvis.people.models import Person
from parvis.people.verbs import take_in
from parvis.posts.verbs import publish
from parvis.spaces.models import Space
from parvis.spaces.verbs import open_conversation
from tests.browser.conftest import Opens, axe_findings, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def lines(page: Page) -> list[str]:
    return [text.strip() for text in page.locator(".chat-line .chat-bubble").all_inner_texts()]


def say(page: Page, words: str) -> None:
    page.get_by_role("textbox", name="Write to").fill(words)
    page.keyboard.press("Enter")


def test_two_people_talk_live(open_as: Opens, alice: Person, bob: Person) -> None:
    talk = open_conversation(alice, [bob])
    here = f"/conversations/{talk.pk}/"
    hers = open_as(alice, here)
    his = open_as(bob, "/conversations/")
    badge = his.locator(".nav [data-badge=messages]")
    expect(badge).to_be_hidden()
    say(hers, "Are you riding on Thursday?")
    expect(hers.locator(".chat-mine")).to_have_count(1)
    expect(hers.get_by_role("textbox", name="Write to")).to_have_value("")
    expect(his.locator(".chat-list .is-unread")).to_contain_text("Thursday")
    expect(badge).to_be_visible()
    his.locator(".chat-list .list-name").first.click()
    expect(his.locator(".chat-line")).to_have_count(1)
    expect(hers.locator("#seen")).to_contain_text("Seen")
    expect(his.locator(".chat-list .is-unread, .chat-list .badge")).to_have_count(0)
    his.get_by_role("textbox", name="Write to").fill("Yes!")
    his.keyboard.press("Shift+Enter")
    his.keyboard.type("At the gate.")
    his.keyboard.press("Enter")
    expect(hers.locator(".chat-line")).to_have_count(2)
    assert lines(hers)[1].split("\n") == ["Yes!", "At the gate."]
    expect(hers.locator(".chat-day")).to_have_count(1)
    expect(his.locator("#seen")).to_contain_text("Seen")
    expect(badge).to_be_hidden()


def test_lines_change_and_go_in_front_of_everybody(
    open_as: Opens, alice: Person, bob: Person
) -> None:
    talk = open_conversation(alice, [bob])
    first, second = publish(alice, talk, "Frist"), publish(alice, talk, "Second")
    hers = open_as(alice, f"/conversations/{talk.pk}/")
    his = open_as(bob, f"/conversations/{talk.pk}/")
    line = hers.locator(f"#post-{first.pk}")
    line.hover()
    line.locator(".chat-more > summary").click()
    line.get_by_role("link", name="Edit").click()
    line.get_by_role("textbox").fill("First")
    hers.keyboard.press("Enter")
    expect(his.locator(f"#post-{first.pk} .chat-bubble")).to_contain_text("First")
    expect(line.locator(".chat-bubble")).to_contain_text("edited")
    expect(hers.locator(".chat-day")).to_have_count(1)
    his_line = his.locator(f"#post-{second.pk}")
    his_line.hover()
    his_line.locator(".chat-more > summary").click()
    expect(his_line.get_by_role("link", name="Edit")).to_have_count(0)
    his_line.get_by_role("button", name="Love").click()
    expect(hers.locator(f"#post-{second.pk} .tally-emoji")).to_contain_text("❤️")
    line.hover()
    line.locator(".chat-more > summary").click()
    hers.once("dialog", lambda dialog: dialog.accept())
    line.get_by_role("button", name="Remove").click()
    expect(his.locator(f"#post-{first.pk}")).to_have_count(0)
    expect(hers.locator(f"#post-{first.pk}")).to_have_count(0)
    expect(his.locator(f"#post-{second.pk} > .avatar")).to_be_visible()


def test_a_list_that_is_renewed_keeps_the_focus(open_as: Opens, alice: Person, bob: Person) -> None:
    talk = open_conversation(alice, [bob])
    publish(bob, talk, "One")
    page = open_as(alice, "/conversations/")
    link = page.locator(".chat-list .list-name")
    link.focus()
    publish(bob, talk, "Two")
    expect(page.locator(".chat-list .list-sub")).to_contain_text("Two")
    expect(link).to_be_focused()


def test_older_lines_come_by_scrolling_up(open_as: Opens, alice: Person, bob: Person) -> None:
    talk = open_conversation(alice, [bob])
    for number in range(100):
        publish((alice, bob)[number % 2], talk, f"Line {number}")
    page = open_as(alice, f"/conversations/{talk.pk}/?at=0")
    page.goto(f"/conversations/{talk.pk}/")
    box = page.locator("#scroll")
    while (shown := page.locator(".chat-line").count()) < 100:
        box.evaluate("box => { box.scrollTop = 0 }")
        expect(page.locator(".chat-line").nth(shown)).to_be_attached()
    assert lines(page) == [f"Line {number}" for number in range(100)]
    expect(page.locator(".chat-day")).to_have_count(1)
    publish(bob, talk, "Meanwhile")
    expect(page.locator("#new-lines")).to_be_visible()
    page.locator("#new-lines").click()
    expect(page.locator("#new-lines")).to_be_hidden()


def test_a_picture_goes_along(open_as: Opens, alice: Person, bob: Person, tmp_path: Path) -> None:
    talk = open_conversation(alice, [bob])
    (tmp_path / "gate.png").write_bytes(picture(size=(60, 40)))
    hers = open_as(alice, f"/conversations/{talk.pk}/")
    his = open_as(bob, f"/conversations/{talk.pk}/")
    with hers.expect_file_chooser() as chooser:
        hers.get_by_role("button", name="Add files").click()
    chooser.value.set_files(tmp_path / "gate.png")
    hers.locator("input[name^=alt-]").fill("The gate")
    hers.get_by_role("button", name="Send").click()
    image = his.get_by_role("img", name="The gate")
    expect(image).to_be_visible()
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth > 0)")


def test_who_is_removed_sees_nothing_more(open_as: Opens, alice: Person, bob: Person) -> None:
    carol = take_in(None, handle="carol", name="Carol")
    group = open_conversation(alice, [bob, carol], name="Line 3")
    his = open_as(bob, f"/conversations/{group.pk}/")
    expect(his.locator("#room")).to_be_visible()
    other = open_as(bob, f"/conversations/{group.pk}/people")
    other.get_by_role("button", name="Leave the conversation").click()
    publish(alice, group, "Now that he is gone")
    his.wait_for_url(re.compile("/conversations/$"))
    assert "Now that he is gone" not in his.content()


def test_enter_takes_the_first_colleague_who_is_found(
    open_as: Opens, alice: Person, bob: Person
) -> None:
    take_in(None, handle="carol", name="Carol Bobin")
    page = open_as(alice, "/conversations/new")
    page.get_by_label("To").fill("bob d")
    expect(page.locator("#found")).to_have_attribute("data-for", "bob d")
    page.keyboard.press("Enter")
    expect(page.get_by_label("To")).to_have_value("")
    expect(page.get_by_label("Carol Bobin")).not_to_be_checked()
    expect(page.get_by_label("Bob Durand")).to_be_checked()
    page.get_by_label("First message").fill("Hello")
    page.get_by_role("button", name="Begin").click()
    expect(page.locator(".chat-line .chat-bubble")).to_have_text(["Hello"])


@pytest.mark.parametrize("width", [390, 1440])
def test_without_javascript_everything_works(
    open_as: Opens, alice: Person, bob: Person, width: int
) -> None:
    page = open_as(alice, "/conversations/new", width=width, java_script_enabled=False)
    page.get_by_label("To").fill("durand")
    page.get_by_role("button", name="Find").click()
    page.get_by_label("Bob Durand").check()
    page.get_by_label("First message").fill("Bonjour")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("textbox", name="Write to").fill("Encore")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".chat-line .chat-bubble")).to_have_text(["Bonjour", "Encore"])
    talk = Space.objects.get(kind="conversation")
    newest = page.locator(".chat-line").last
    newest.locator(".chat-more > summary").click()
    newest.get_by_role("link", name="React, and more").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.locator(".chat-line .chat-bubble")).to_have_text(["Bonjour"])
    assert page.url.endswith(f"/conversations/{talk.pk}/")


@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing(open_as: Opens, alice: Person, bob: Person, width: int) -> None:
    talk = open_conversation(alice, [bob], name="Line 3")
    publish(bob, talk, "Hello **there**, https://example.com")
    publish(alice, talk, "Hello")
    page = open_as(alice, "/conversations/", width=width)
    addresses = ("", f"{talk.pk}/", f"{talk.pk}/people?q=b", "new", f"{talk.pk}/?q=hello")
    for address in addresses:
        page.goto(f"/conversations/{address}")
        page.wait_for_timeout(200)
        assert axe_findings(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_news_during_a_refresh_is_not_lost(open_as: Opens, alice: Person, bob: Person) -> None:
    talk = open_conversation(alice, [bob])
    publish(bob, talk, "Are you there?")
    his = open_as(bob, f"/conversations/{talk.pk}/")
    expect(his.locator("#seen")).to_have_text("")
    held: list[tuple[Route, APIResponse]] = []

    def hold_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append((route, route.fetch()))

    his.route("**/seen", hold_first)
    line = publish(bob, talk, "Hello?")
    until(his, lambda: held, "the refresh")
    her_phone = Client()
    her_phone.force_login(alice)
    her_phone.post(f"/conversations/{talk.pk}/read", {"line": line.pk})
    his.wait_for_timeout(800)
    route, stale = held[0]
    route.fulfill(response=stale)
    expect(his.locator("#seen")).to_contain_text("Seen")


def test_one_sees_that_the_other_writes(open_as: Opens, alice: Person, bob: Person) -> None:
    talk = open_conversation(alice, [bob])
    hers = open_as(alice, f"/conversations/{talk.pk}/")
    his = open_as(bob, f"/conversations/{talk.pk}/")
    hers.get_by_role("textbox", name="Write to").press_sequentially("Soon")
    expect(his.locator("#typing")).to_have_text("Alice Martin is writing …")
    expect(hers.locator("#typing")).to_have_text("")
    height = his.locator(".chat-write").bounding_box()
    hers.keyboard.press("Enter")
    expect(his.locator(".chat-line")).to_have_count(1)
    expect(his.locator("#typing")).to_have_text("")
    assert his.locator(".chat-write").bounding_box() == height
