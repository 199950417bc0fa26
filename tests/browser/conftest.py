"""Browsers, and people who are signed in in them."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect, sync_playwright

from parvis.people.models import Person
from parvis.people.verbs import take_in
from tests.browser import house

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
AXE = Path(settings.ROOT) / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

LOOK = """async ([rules, over]) => {
  const size = {"target-size": {enabled: !over}};
  const {violations} = await axe.run(document, {runOnly: rules, rules: size});
  if (!over) return violations;
  return [...violations, ...(await axe.run(over, {runOnly: ["target-size"]})).violations];
}"""

# A busy machine takes its time; only what fails waits so long.
PATIENCE_MS = 20_000
expect.set_options(timeout=PATIENCE_MS)

type Opens = Callable[..., Page]


@pytest.fixture(autouse=True, scope="session")
def _emptying() -> Iterator[None]:
    with house.emptying_patiently():
        yield


@pytest.fixture(scope="module")
def _house(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    with django_db_blocker.unblock(), house.working(), house.serving() as address:
        yield address
    with django_db_blocker.unblock():
        house.hang_up_others()


@pytest.fixture
def site(_house: str, transactional_db: None) -> Iterator[str]:
    """The address of the running site; the database is emptied after each test."""
    yield _house
    house.settle()


@pytest.fixture(scope="module")
def _browser() -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread, where Django would then refuse to work.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    path = os.environ.get("PARVIS_CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def sign_in(context: BrowserContext, site: str, person: Person) -> None:
    """Have a person sign in in somebody's browser."""
    client = Client()
    client.force_login(person)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site}])


@pytest.fixture
def open_as(site: str, _browser: Browser) -> Iterator[Opens]:
    """Open a page in a browser of its own: ``open_as(person, "/", width=390, locale="fr-FR")``.

    ``person`` None: a stranger. Fails at the end where a script complained.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opens(person: Person | None, path: str = "/", *, width: int = 1440, **options: Any) -> Page:
        options.setdefault("locale", "en-GB")
        options.setdefault("service_workers", "block")
        context = _browser.new_context(
            viewport={"width": width, "height": 900}, base_url=site, **options
        )
        contexts.append(context)
        if person is not None:
            sign_in(context, site, person)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda said: _note(said, complaints))
        streams: list[str] = []
        page.on("response", lambda answer: streams.append(answer.url) if _is_live(answer) else None)
        page.goto(path)
        if person is not None and options.get("java_script_enabled", True):
            _wait_for(page, streams)
        return page

    yield opens
    for context in contexts:
        context.close()
    assert complaints == []


def _is_live(answer: Response) -> bool:
    return urlsplit(answer.url).path == "/live"


def _wait_for(page: Page, streams: list[str]) -> None:
    """Wait until the page's stream is open, if it is a page that has one."""
    for _ in range(100):
        if streams or not page.locator("body[data-live-person]").count():
            return
        page.wait_for_timeout(30)


def _note(said: Any, complaints: list[str]) -> None:
    """Keep what a script or the content policy complains of.

    A refused form is no complaint, nor is a network that a test took away.
    """
    expected = ("Failed to load resource", "htmx:error: Failed to fetch")
    if said.type == "error" and not any(words in said.text for words in expected):
        complaints.append(said.text)


@pytest.fixture
def alice() -> Person:
    """An employee who runs things."""
    return take_in(None, handle="alice", name="Alice Martin", email="alice@example.com")


@pytest.fixture
def bob() -> Person:
    """Her colleague."""
    return take_in(None, handle="bob", name="Bob Durand", email="bob@example.com")


def until(page: Page, true: Callable[[], Any], what: str) -> None:
    """Wait while the browser goes on, which a mere sleep would not let its routes do."""
    house.wait_until(true, what, lambda: page.wait_for_timeout(50))


def axe_findings(page: Page, over: str = "") -> list[Any]:
    """Return what axe-core finds wrong on a page as it stands.

    ``over``: what lies open over the page. What it covers in part is no target meanwhile, so that
    sizes of targets count within it alone.
    """
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(LOOK, [RULES, over])
    return [(v["id"], [node["html"][:120] for node in v["nodes"]]) for v in found]
