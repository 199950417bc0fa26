"""The gallery in a real browser: nothing for axe to find, no error in the console, it all works."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROOT = Path(settings.ROOT)
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture
def address(live_server: Any, client: Client) -> tuple[str, str]:
    """The server's address and the session of someone who is signed in."""
    marie = get_user_model().objects.create(handle="marie", name="Marie Dupont")
    client.force_login(marie, backend=settings.AUTHENTICATION_BACKENDS[0])
    return live_server.url, client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def browser(address: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """Debian's Chromium."""
    # Playwright keeps an event loop in this thread, where Django then refuses to work.
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    path = os.environ.get("PARVIS_CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


def _note(said: ConsoleMessage, complaints: list[str]) -> None:
    where = said.location["url"]
    if said.type == "error" and "/live" not in where:
        complaints.append(f"{said.text} {where}")


def opened(browser: Browser, address: tuple[str, str], **options: Any) -> tuple[Page, list[str]]:
    """The gallery, and what its console complains of (the stream is not served here)."""
    url, session = address
    context: BrowserContext = browser.new_context(**options)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": url}])
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: _note(said, complaints))
    page.goto(f"{url}/ui")
    page.locator("text-expander textarea").first.wait_for()
    return page, complaints


@pytest.mark.parametrize(
    ("width", "scheme"),
    [(390, "light"), (390, "dark"), (768, "light"), (1440, "light"), (1440, "dark")],
)
def test_axe_finds_nothing(
    browser: Browser, address: tuple[str, str], width: int, scheme: str
) -> None:
    page, complaints = opened(
        browser, address, viewport={"width": width, "height": 900}, color_scheme=scheme
    )
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
    assert [(v["id"], [n["html"][:90] for n in v["nodes"]]) for v in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert complaints == []


def test_what_i_write_is_kept(browser: Browser, address: tuple[str, str]) -> None:
    page, complaints = opened(browser, address)
    page.locator(".composer-input").fill("Half a thought")
    page.wait_for_timeout(400)
    page.reload()
    page.wait_for_function("document.querySelector('.composer-input').value === 'Half a thought'")
    assert complaints == []


def test_keys_walk_react_and_close(browser: Browser, address: tuple[str, str]) -> None:
    page, complaints = opened(browser, address)
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == "post-1"
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("r")
    page.locator("details.react[open]").wait_for()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.textContent") == "👏"
    page.keyboard.press("Escape")
    assert page.locator("details.react[open]").count() == 0
    page.keyboard.press("c")
    assert page.evaluate("document.activeElement.className") == "comment-input"
    page.keyboard.press("?")
    assert page.locator("#keys[open]").count() == 0, "a key was taken from the writing"
    assert complaints == []


def test_pictures_open_in_full_and_emoji_by_name(
    browser: Browser, address: tuple[str, str]
) -> None:
    page, complaints = opened(browser, address)
    page.locator("a.media-item").first.click()
    page.keyboard.press("ArrowRight")
    assert page.locator(".lightbox .tabular").inner_text() == "2 / 3"
    page.keyboard.press("Escape")
    page.locator(".composer [data-emoji]").click()
    page.locator(".emoji-panel input").fill("bicycle")
    page.locator(".emoji-grid button", has_text="🚲").click()
    assert page.locator(".composer-input").input_value().startswith("🚲")
    assert complaints == []
