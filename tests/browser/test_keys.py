"""The command palette and the keys: to a person, a community, a page, without a mouse."""

import pytest
from playwright.sync_api import Page, Route, expect

from parvis.people.models import Person
from parvis.people.verbs import change_profile
from parvis.posts.verbs import publish
from parvis.spaces.models import Space
from parvis.spaces.verbs import follow, open_community
from tests.browser.conftest import Opens, axe_findings, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def marked(page: Page) -> str:
    """The choice that a screen reader is told of, which is also the one that is marked."""
    field = page.get_by_role("combobox", name="A person, a community, a page or a deed")
    id_ = field.get_attribute("aria-activedescendant")
    chosen = page.locator("#palette [role=option][aria-selected=true]")
    expect(chosen).to_have_attribute("id", id_ or "")
    return chosen.locator(".choice-label").inner_text()


@pytest.mark.parametrize("width", [390, 1440])
def test_to_a_colleague_by_key_and_again_from_what_was_chosen_lately(
    open_as: Opens, alice: Person, bob: Person, width: int
) -> None:
    page = open_as(alice, width=width)
    page.keyboard.press("Control+k")
    dialog = page.get_by_role("dialog", name="Go to")
    expect(dialog.get_by_role("combobox")).to_be_focused()
    assert axe_findings(page) == []
    page.keyboard.type("dur")
    expect(dialog.get_by_role("option", name="Bob Durand")).to_be_visible()
    assert axe_findings(page) == []
    assert marked(page) == "Bob Durand"
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/bob/")
    page.keyboard.press("Control+k")
    lately = dialog.get_by_role("group", name="Chosen lately").get_by_role("option")
    expect(lately).to_have_text("Bob Durand")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()


def test_arrows_go_round_and_pages_need_no_server(open_as: Opens, alice: Person) -> None:
    page = open_as(alice)
    page.keyboard.press("Control+k")
    page.keyboard.type("zzz")
    assert marked(page) == "Search everything for “zzz”"
    page.keyboard.press("Control+a")
    page.keyboard.type("setti")
    first = marked(page)
    page.keyboard.press("ArrowUp")
    assert marked(page) == "Search everything for “setti”"
    page.keyboard.press("ArrowDown")
    assert marked(page) == first
    page.keyboard.press("Control+a")
    page.keyboard.type("time zone")
    assert marked(page) == "Language and look"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Language and look")


def test_deeds_and_communities(open_as: Opens, alice: Person, bob: Person) -> None:
    open_community(bob, name="Qualité sans frontières")
    secret = open_community(bob, name="Qualité du repas", visibility="secret")
    page = open_as(alice, width=390, has_touch=True)
    page.get_by_role("banner").get_by_role("link", name="Search").tap()
    dialog = page.get_by_role("dialog", name="Go to")
    page.keyboard.type("qualite")
    expect(dialog.get_by_role("group", name="Communities").get_by_role("option")).to_have_count(1)
    expect(dialog).not_to_contain_text(secret.name)
    dialog.get_by_role("option", name="Qualité sans frontières").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Qualité sans frontières")
    page.wait_for_load_state("load")
    page.keyboard.press("Control+k")
    page.keyboard.type("sign out")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('lately'))") == []


def test_what_is_typed_before_the_palette_is_there_is_not_lost(
    open_as: Opens, alice: Person
) -> None:
    page = open_as(alice)
    page.wait_for_load_state("networkidle")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/search/palette", hold)
    page.keyboard.press("Control+k")
    for key in ("c", "o", "m", "x", "Backspace", "m", "u", "n", "i", "t", "i", "e", "s", "Enter"):
        page.keyboard.press(key)
    until(page, lambda: held, "the palette")
    held[0].continue_()
    expect(page.get_by_role("heading", level=1)).to_have_text("Communities")


def test_without_scripts_the_search_page_serves(open_as: Opens, alice: Person) -> None:
    page = open_as(alice, width=390, java_script_enabled=False)
    page.get_by_role("banner").get_by_role("link", name="Search").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Search")


def test_keys_lead_from_post_to_post_and_from_page_to_page(
    open_as: Opens, alice: Person, bob: Person
) -> None:
    follow(alice, bob)
    wall = Space.objects.get(kind="wall", owner=bob)
    first, second = (publish(bob, wall, words) for words in ("One", "Two"))
    page = open_as(alice)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog).to_be_visible()
    assert axe_findings(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(f"#post-{first.pk}")).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator(f"#post-{second.pk}")).to_be_focused()
    page.keyboard.press("c")
    expect(page.locator(f"#post-{second.pk} .comment-input")).to_be_focused()
    page.keyboard.type("gn is no key here?")
    expect(page.locator(f"#post-{second.pk} .comment-input")).to_have_value("gn is no key here?")
    page.keyboard.press("Control+Enter")
    expect(page.locator(f"#post-{second.pk} .comment")).to_contain_text("no key here")
    page.locator("#content").focus()
    for letter, heading in (("c", "Communities"), ("p", "People"), ("m", "Messages")):
        page.keyboard.press("g")
        page.keyboard.press(letter)
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_have_text("Write a post")
    expect(page.get_by_role("textbox", name="Write a post")).to_be_focused()
    page.locator("#content").focus()
    page.keyboard.press("g")
    page.keyboard.press("h")
    expect(page.get_by_role("feed")).to_be_visible()
    page.wait_for_load_state("load")
    page.keyboard.press("n")
    expect(page.get_by_role("textbox", name="Write a post")).to_be_focused()


def test_single_keys_can_be_turned_off(open_as: Opens, alice: Person) -> None:
    page = open_as(alice, "/me/preferences/")
    page.get_by_role("checkbox", name="Keyboard shortcuts of a single key").uncheck()
    page.get_by_role("button", name="Save").click()
    alice.refresh_from_db()
    assert alice.shortcuts is False
    page.goto("/")
    page.wait_for_load_state("networkidle")
    for key in ("?", "n", "g", "c"):
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    assert page.url.endswith("/")
    assert page.evaluate("document.activeElement === document.body")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).not_to_be_visible()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog", name="Go to")).to_be_visible()
    change_profile(alice, alice, shortcuts=True)
    page.reload()
    page.wait_for_load_state("networkidle")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
