"""The organisation chart by keyboard, as WAI-ARIA's tree view has it; branches come on demand."""

import pytest
from playwright.sync_api import Page, expect

from parvis.people.models import Person
from parvis.people.verbs import take_in
from tests.browser.conftest import Opens, axe_findings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def zoe() -> Person:
    """Somebody in the middle: Tara leads Max and Nora; Max leads Zoe and Émile; Nora leads Ugo."""
    tara = take_in(None, handle="tara", name="Tara")
    max_ = take_in(None, handle="max", name="Max", manager=tara)
    nora = take_in(None, handle="nora", name="Nora", manager=tara)
    take_in(None, handle="ugo", name="Ugo", manager=nora)
    take_in(None, handle="emile", name="Émile", manager=max_)
    return take_in(None, handle="zoe", name="Zoe", manager=max_)


FOCUSED = ".chart-link:focus :is(.chart-name, .icon + span)"


def focused(page: Page) -> str:
    found = page.locator(FOCUSED)
    return (found.first.text_content() or "").strip() if found.count() else ""


def press(page: Page, *keys: str) -> str:
    for key in keys:
        page.keyboard.press(key)
    return focused(page)


@pytest.mark.parametrize("width", [390, 1440])
def test_keys_walk_through_the_tree(open_as: Opens, zoe: Person, width: int) -> None:
    page = open_as(zoe, "/chart/", width=width)
    tree = page.get_by_role("tree", name="My place in the company")
    mine = tree.get_by_role("treeitem", name="Zoe")
    expect(mine).to_have_attribute("tabindex", "0")
    expect(mine).to_have_attribute("aria-level", "3")
    assert tree.locator('[tabindex="0"]').count() == 1
    mine.focus()
    assert press(page, "ArrowLeft") == "Max"
    assert press(page, "ArrowLeft") == "Max"
    expect(tree.get_by_role("treeitem", name="Max")).to_have_attribute("aria-expanded", "false")
    expect(mine).to_be_hidden()
    assert press(page, "ArrowRight", "ArrowRight") == "Émile"
    assert press(page, "Home") == "Tara"
    assert press(page, "End") == "2 others"
    page.keyboard.press("Enter")
    expect(tree.get_by_role("treeitem", name="Nora")).to_be_focused()
    assert axe_findings(page) == []
    page.keyboard.press("ArrowRight")
    expect(tree.get_by_role("treeitem", name="Ugo")).to_be_visible()
    assert press(page, "ArrowRight") == "Ugo"
    assert press(page, "e") == "Émile"
    assert press(page, "ArrowUp", "Tab") == ""
    page.keyboard.press("Shift+Tab")
    assert focused(page) == "Max"
    page.keyboard.press("Enter")
    page.wait_for_url("**/chart/max/")
    expect(page.get_by_role("treeitem", name="Max")).to_have_attribute("aria-current", "page")


def test_a_finger_opens_a_branch_and_a_failure_is_told(open_as: Opens, zoe: Person) -> None:
    page = open_as(zoe, "/chart/?from=top", width=390)
    nora = page.get_by_role("treeitem", name="Nora")
    expect(nora).to_have_attribute("aria-level", "2")
    page.route("**/chart/nora/*", lambda route: route.abort())
    nora.locator(".chart-toggle").click()
    expect(page.get_by_text("That did not work")).to_be_visible()
    page.unroute("**/chart/nora/*")
    nora.locator(".chart-toggle").click()
    expect(page.get_by_role("treeitem", name="Ugo")).to_be_visible()


def test_without_javascript_each_branch_is_a_page(open_as: Opens, zoe: Person) -> None:
    page = open_as(zoe, "/chart/", java_script_enabled=False)
    assert page.get_by_role("tree").count() == 0
    page.get_by_role("link", name="2 others").click()
    page.get_by_role("link", name="Nora").click()
    expect(page.get_by_role("link", name="Ugo")).to_be_visible()
