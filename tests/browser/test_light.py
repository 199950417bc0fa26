"""Light enough for a five-year-old phone: few bytes, nothing that jumps, large type that fits."""

from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from parvis.people.models import Person
from parvis.people.verbs import change_profile, take_in
from parvis.posts.verbs import comment, publish, react
from parvis.spaces.models import Space
from parvis.spaces.verbs import follow, open_community, open_conversation
from tests.browser.conftest import Opens, axe_findings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCRIPTS_AT_MOST: Final = 60 * 1024
STYLES_AT_MOST: Final = 40 * 1024
# What is called good is below 0.1 (Web Vitals); nothing should move at all.
SHIFT_AT_MOST: Final = 0.01
# On a line so slow that a page is seen while it arrives.
GOOD: Final = 0.05

WORDS = "Hello **there**, see https://example.com\n\n- one\n- two\n\n> quoted\n\n`code` #gate\n\n"

# How far what is seen has moved since the page began, other than by the reader's own doing.
WATCH = """window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (!entry.hadRecentInput) window.shifts.push([entry.value, ...entry.sources.map((s) =>
      (s.node?.outerHTML ?? s.node?.textContent ?? "?").slice(0, 120))]);
  }
}).observe({type: "layout-shift", buffered: true});"""


@pytest.fixture
def pages(site: str, alice: Person, bob: Person) -> dict[str, str]:
    """Home, thread, community, profile, search, each with something on it."""
    follow(alice, bob)
    space = open_community(alice, name="Quality circle", description="Better every day")
    wall = Space.objects.get(kind="wall", owner=bob)
    posts = [publish(bob, wall, f"{number}. {WORDS * 3}") for number in range(12)]
    for post in posts[:3]:
        comment(alice, post, "Hello @bob")
        react(alice, post, "love")
    publish(alice, space, "Where is the gate?", title="The gate", kind="question")
    open_conversation(alice, [bob])
    return {
        "home": "/",
        "thread": f"/posts/{posts[0].pk}/",
        "community": space.get_absolute_url(),
        "profile": f"/people/{bob.handle}/",
        "search": "/search?q=hello",
    }


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_jumps(open_as: Opens, alice: Person, pages: dict[str, str], width: int) -> None:
    page = open_as(alice, "/saved/", width=width)
    page.context.add_init_script(WATCH)
    found = {}
    for name, address in pages.items():
        page.goto(address)
        page.wait_for_timeout(800)
        page.mouse.wheel(0, 600)
        page.wait_for_timeout(500)
        shifts = page.evaluate("window.shifts")
        if sum(shift[0] for shift in shifts) > SHIFT_AT_MOST:
            found[name] = shifts
    assert not found


def test_the_content_stands_in_its_place_before_the_side_column_has_come(
    open_as: Opens, alice: Person, pages: dict[str, str]
) -> None:
    page = open_as(alice, pages["home"])
    moved = page.evaluate(
        """() => {
          const [main, side] = [document.querySelector("main"), document.querySelector(".side")];
          const there = main.getBoundingClientRect().left;
          side.remove();
          return main.getBoundingClientRect().left - there;
        }"""
    )
    assert moved == 0
    page.goto("/me/profile/")
    expect(page.locator(".side")).to_have_count(0)
    expect(page.locator("main")).to_have_class("content content-middle")


def test_a_profile_stays_where_it_is_from_tab_to_tab(open_as: Opens, alice: Person) -> None:
    """Somebody in no community has nothing to show beside these tabs."""
    page = open_as(alice, "/people/alice/")
    places = set()
    for tab in ("", "?tab=about", "?tab=files", "?tab=photos"):
        page.goto(f"/people/alice/{tab}")
        places.add(page.evaluate("document.querySelector('.cover').getBoundingClientRect().x"))
    assert len(places) == 1


def test_nothing_jumps_on_a_slow_line(open_as: Opens, alice: Person, pages: dict[str, str]) -> None:
    """Fonts, scripts and pictures arrive one after another, and nothing that is read moves."""
    page = open_as(alice, "/saved/", width=390)
    page.context.add_init_script(WATCH)
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    line.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": 150,
            "downloadThroughput": 200_000,
            "uploadThroughput": 94_000,
        },
    )
    found = {}
    for name in ("home", "thread"):
        page.goto(pages[name], wait_until="load")
        page.wait_for_timeout(1500)
        shifts = page.evaluate("window.shifts")
        if sum(shift[0] for shift in shifts) > GOOD:
            found[name] = shifts
    assert not found


def test_home_asks_for_few_bytes(open_as: Opens, alice: Person, pages: dict[str, str]) -> None:
    page = open_as(alice, "/")
    page.wait_for_load_state("load")
    page.wait_for_timeout(500)
    sizes: dict[str, int] = page.evaluate(
        """() => performance.getEntriesByType("resource").reduce((sums, one) => {
          const {name, encodedBodySize} = one;
          const kind = new URL(name).pathname.split(".").pop();
          sums[kind] = (sums[kind] ?? 0) + encodedBodySize;
          return sums;
        }, {})"""
    )
    assert 10_000 < sizes["js"] <= SCRIPTS_AT_MOST, sizes
    assert 5_000 < sizes["css"] <= STYLES_AT_MOST, sizes


def size_of(page: Page, selector: str) -> float:
    return float(
        page.locator(selector).first.evaluate("(it) => parseFloat(getComputedStyle(it).fontSize)")
    )


def test_large_type_fits_everywhere(open_as: Opens, alice: Person, pages: dict[str, str]) -> None:
    page = open_as(alice, pages["home"], width=390)
    usual = size_of(page, ".post .prose")
    change_profile(alice, alice, large_type=True)
    found: dict[str, Any] = {}
    others = {
        "conversations": "/conversations/",
        "notifications": "/notifications/",
        "devices": "/me/devices/",
        "preferences": "/me/preferences/",
        "people": "/people/",
        "write": "/write/",
    }
    for width in (390, 768, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        for name, address in {**pages, **others}.items():
            page.goto(address)
            page.wait_for_timeout(150)
            wide = page.evaluate("document.documentElement.scrollWidth")
            findings = axe_findings(page)
            if wide > width or findings:
                found[f"{name} at {width}"] = (wide, findings)
    assert not found
    page.goto(pages["home"])
    assert size_of(page, ".post .prose") == pytest.approx(usual * 1.25)


def test_long_words_in_large_type_fit_below_a_post(
    open_as: Opens, alice: Person, pages: dict[str, str]
) -> None:
    change_profile(alice, alice, large_type=True)
    page = open_as(alice, pages["home"], width=390, locale="de-DE")
    words = page.locator(".post-action > span")
    assert "Kommentieren" in words.all_inner_texts()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    cut = words.evaluate_all(
        "(all) => all.filter((it) => it.scrollWidth > it.clientWidth).map((it) => it.innerText)"
    )
    assert cut == []


def test_no_button_of_a_step_stands_alone_on_a_phone(
    open_as: Opens, alice: Person, pages: dict[str, str]
) -> None:
    open_community(take_in(None, handle="carol", name="Carol"), name="Canteen")
    page = open_as(alice, "/welcome/communities/", width=390, locale="fr-FR")
    lines = page.locator(".welcome-card .form-actions > *").evaluate_all(
        "(all) => all.map((one) => Math.round(one.getBoundingClientRect().top))"
    )
    own, skip, later = lines
    assert own < skip == later


def test_large_type_is_chosen_on_the_page_of_looks(open_as: Opens, alice: Person) -> None:
    page = open_as(alice, "/me/preferences/")
    page.get_by_label("Large type").check()
    page.get_by_role("button", name="Save").click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("data-size") == "large"
    alice.refresh_from_db()
    assert alice.large_type
    page.get_by_label("Large type").uncheck()
    page.get_by_role("button", name="Save").click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("data-size") is None
