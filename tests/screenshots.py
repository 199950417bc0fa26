"""Pictures of every screen of the sample company: widths, themes, languages (``bin/screenshots``).

Starts the demo in a data folder of its own, signs three of its people in, and goes round. A name
is ``SCREEN-WIDTH-THEME-LANGUAGE.png``.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any, Final

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT: Final = Path(__file__).resolve().parent.parent
HEIGHTS: Final = {390: 844, 768: 1024, 1440: 900}
EMPLOYEE, MANAGER, ADMINISTRATOR = "leo", "camille", "tiago"
PATIENCE: Final = 300.0
COLOURS: Final = 256
# What is typed is kept as a draft: the second time it takes the place of the first.
WRITING: Final = (
    ("click", ".composer-input"),
    ("press", "Control+a"),
    ("type", "Le banc d’essai est libre"),
)


@dataclass(frozen=True)
class Screen:
    """A page: whose, where, which link on it leads to the one meant, and what is done there.

    A step is a verb and what is meant by it: ``click`` or ``hover`` with a selector, ``press`` with
    a key, ``type`` with words. What is not to be seen at a width is passed over.
    """

    name: str
    path: str
    who: str = EMPLOYEE
    link: str = ""
    steps: tuple[tuple[str, str], ...] = ()


SCREENS: Final = (
    Screen("sign-in", "/account/login/", ""),
    Screen("link", "/enter/link/", ""),
    Screen("code", "/enter/", ""),
    Screen("lost", "/nowhere/"),
    Screen("home", "/"),
    Screen("thread", "/communities/entraide/", link="article.post [data-permalink]"),
    Screen("write", "/write/"),
    Screen("search", "/search?q=pompe"),
    Screen("saved", "/saved/"),
    Screen("notifications", "/notifications/"),
    Screen("people", "/people/"),
    Screen("people-cards", "/people/?as=cards&country=FR"),
    Screen("chart", "/chart/"),
    Screen("chart-top", "/chart/?from=top"),
    Screen("profile", "/people/patrick/"),
    Screen("profile-about", "/people/camille/?tab=about"),
    Screen("profile-own", f"/people/{EMPLOYEE}/"),
    Screen("communities", "/communities/"),
    Screen("communities-found", "/communities/?visibility=open&order=large"),
    Screen("community", "/communities/qualite/"),
    Screen("community-members", "/communities/qualite/members/"),
    Screen("community-files", "/communities/qualite/files/"),
    Screen("community-photos", "/communities/arbresle/photos/"),
    Screen("community-about", "/communities/securite/about/"),
    Screen("community-closed", "/communities/cse/"),
    Screen("community-new", "/communities/new"),
    Screen("community-invite", "/communities/annonces/", MANAGER, "a[href$='/invite/']"),
    Screen("community-settings", "/communities/annonces/settings", MANAGER),
    Screen("community-audience", "/communities/annonces/audience", MANAGER),
    Screen("conversations", "/conversations/"),
    Screen("conversation", "/conversations/", link=".chat-list .list-name"),
    Screen("conversation-new", "/conversations/new"),
    Screen("me", "/me/"),
    Screen("me-profile", "/me/profile/"),
    Screen("me-preferences", "/me/preferences/"),
    Screen("me-mail", "/me/mail/"),
    Screen("me-sessions", "/me/sessions/"),
    Screen("administration", "/administration/", ADMINISTRATOR),
    Screen("administration-company", "/administration/company/", ADMINISTRATOR),
    Screen("administration-people", "/administration/people/", ADMINISTRATOR),
    Screen("administration-communities", "/administration/communities/", ADMINISTRATOR),
    Screen("administration-invite", "/administration/people/invite/", ADMINISTRATOR),
    Screen("administration-worker", "/administration/worker/", ADMINISTRATOR),
    Screen("administration-journal", "/administration/journal/", ADMINISTRATOR),
    Screen("components", "/ui", ADMINISTRATOR),
    # open, half done, empty, wrong
    Screen("home-writing", "/", ADMINISTRATOR, steps=WRITING),
    Screen(
        "home-places",
        "/",
        steps=(("click", ".composer-input"), ("click", ".composer-where, .composer-place")),
    ),
    Screen(
        "home-emoji",
        "/",
        steps=(("click", ".composer-input"), ("click", ".composer [data-emoji]")),
    ),
    Screen("home-react", "/", steps=(("hover", ".react > summary"),)),
    Screen("home-menu", "/", steps=(("click", ".post-menu > summary"),)),
    Screen("home-me", "/", steps=(("click", ".nav-me > summary"),)),
    Screen("home-picture", "/", steps=(("click", "a.media-item"),)),
    Screen("home-palette", "/", steps=(("press", "Control+k"), ("type", "pompe"))),
    Screen("home-keys", "/", steps=(("press", "?"),)),
    Screen("share", "/", steps=(("click", "a.post-action[href$='/share']"),)),
    Screen("reactions", "/", link="a.tally-reactions"),
    Screen("tag", "/tags/porosités/"),
    Screen("search-empty", "/search"),
    Screen("search-nothing", "/search?q=xyzzy"),
    Screen("saved-empty", "/saved/", ADMINISTRATOR),
    Screen("notifications-empty", "/notifications/?show=communities"),
    Screen("notifications-settings", "/notifications/", steps=(("click", ".to-settings"),)),
    Screen("communities-menu", "/communities/", steps=(("click", ".narrow-line .menu > summary"),)),
    Screen("communities-invitations", "/communities/?show=invitations"),
    Screen("communities-nothing", "/communities/?q=xyzzy"),
    Screen("people-facets", "/people/", steps=(("click", ".facets-fold > summary"),)),
    Screen(
        "community-level",
        "/communities/qualite/",
        steps=(("click", ".cover-actions .menu > summary"),),
    ),
    Screen(
        "conversation-menu",
        "/conversations/",
        link=".chat-list .list-name",
        steps=(("click", ".chat-header .menu > summary"),),
    ),
    Screen(
        "conversation-people",
        "/conversations/",
        link=".list-row:nth-child(2) .list-name",
        steps=(("click", ".chat-title a"),),
    ),
    Screen("me-devices", "/me/devices/"),
    Screen("me-password", "/me/password/"),
    Screen("sign-out", "/account/logout/"),
    Screen("code-given", "/people/leo/code", ADMINISTRATOR),
    Screen("welcome-photo", "/welcome/photo/"),
    Screen("welcome-about", "/welcome/about/"),
    Screen("welcome-communities", "/welcome/communities/"),
    Screen("welcome-people", "/welcome/people/"),
    Screen("welcome-hello", "/welcome/hello/"),
    Screen("welcome-done", "/welcome/done/"),
    Screen("administration-mail", "/administration/mail/", ADMINISTRATOR),
    Screen("administration-welcome", "/administration/welcome/", ADMINISTRATOR),
    Screen("administration-person", "/administration/people/of/leo/", ADMINISTRATOR),
    Screen("forbidden", "/administration/"),
    Screen("offline", "/offline"),
)

# What the README shows: the file in docs/pictures, the screen, width, theme, language.
README: Final = {
    "home": ("home", 1440, "light", "en"),
    "home-fr": ("home", 1440, "light", "fr"),
    "wall-dark": ("profile-own", 1440, "dark", "en"),
    "chart": ("chart", 1440, "light", "en"),
    "phone-dark": ("home", 390, "dark", "fr"),
}


def main() -> int:
    """Take the pictures that were asked for."""
    asked = _arguments()
    wanted = [s for s in SCREENS if not asked.screen or s.name in asked.screen]
    if unknown := set(asked.screen) - {screen.name for screen in SCREENS}:
        print(f"no such screen: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    with _demo(Path(asked.data), asked.port) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=asked.chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        visit = _Visit(browser, address, Path(asked.data))
        if asked.readme:
            _for_readme(visit)
        else:
            _all(visit, wanted, asked)
        browser.close()
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/screenshots", description=__doc__)
    parser.add_argument(
        "screen", nargs="*", help="only these: " + ", ".join(s.name for s in SCREENS)
    )
    parser.add_argument("--widths", default="390,768,1440")
    parser.add_argument("--themes", default="light,dark")
    parser.add_argument("--languages", default="fr,en", help="as the site has them: fr,en,ar …")
    parser.add_argument(
        "--whole", action="store_true", help="the whole page, not what is seen first"
    )
    parser.add_argument("--out", default=str(ROOT / "screenshots"))
    parser.add_argument("--data", default=str(ROOT / "var" / "screenshots"))
    parser.add_argument("--port", type=int, default=8190)
    parser.add_argument(
        "--chromium", default=os.environ.get("PARVIS_CHROMIUM", "/usr/bin/chromium")
    )
    parser.add_argument("--readme", action="store_true", help="those in docs/pictures instead")
    return parser.parse_args()


@contextmanager
def _demo(data: Path, port: int) -> Iterator[str]:
    """Run the demo; gives its address."""
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "parvis", "demo", "--data", str(data), "--port", str(port)]
    running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        _wait_for(f"{address}/account/login/", running)
        yield address
    finally:
        running.send_signal(signal.SIGINT)
        running.wait(60)


def _wait_for(address: str, running: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and running.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise SystemExit("the demo does not answer")


class _Visit:
    """Goes to screens as their people, each signed in once."""

    def __init__(self, browser: Browser, address: str, data: Path) -> None:
        self._browser = browser
        self._address = address
        self._data = data
        self._signed_in: dict[str, Any] = {"": None}

    def take(self, screen: Screen, width: int, language: str) -> Page:
        """Open a screen in a browser of its own; close its context when it is done with."""
        page = self._context(screen.who, width, language).new_page()
        page.goto(self._address + screen.path)
        if screen.link and page.locator(screen.link).count():
            page.goto(self._address + str(page.locator(screen.link).first.get_attribute("href")))
        page.wait_for_timeout(400)
        for verb, what in screen.steps:
            _do(page, verb, what)
        return page

    def _context(self, who: str, width: int, language: str) -> BrowserContext:
        if who not in self._signed_in:
            self._signed_in[who] = self._sign_in(who)
        context = self._browser.new_context(
            storage_state=self._signed_in[who],
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            locale=language,
            reduced_motion="reduce",
        )
        context.add_cookies([{"name": "parvis_language", "value": language, "url": self._address}])
        return context

    def _sign_in(self, who: str) -> Any:
        command = [sys.executable, "-m", "parvis", "sign-in-link", who, "--data", str(self._data)]
        link = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        context = self._browser.new_context()
        page = context.new_page()
        page.goto(self._address + link[link.index("/enter/") :].split()[0])
        page.locator("main form button, form .button-primary").first.click()
        page.wait_for_url(lambda url: "/enter/" not in url)
        state = context.storage_state()
        context.close()
        return state


def _all(visit: _Visit, screens: list[Screen], asked: argparse.Namespace) -> None:
    out = Path(asked.out)
    out.mkdir(parents=True, exist_ok=True)
    widths, themes = [int(w) for w in asked.widths.split(",")], asked.themes.split(",")
    for screen, language, width in product(screens, asked.languages.split(","), widths):
        page = visit.take(screen, width, language)
        for theme in themes:
            _by(page, theme)
            name = f"{screen.name}-{width}-{theme}-{language}.png"
            page.screenshot(path=out / name, full_page=asked.whole)
        wide = page.evaluate("document.documentElement.scrollWidth")
        print(f"{screen.name} {width} {language}" + (f": {wide} wide" if wide > width else ""))
        page.context.close()
    print(f"They are in {out}")


def _do(page: Page, verb: str, what: str) -> None:
    if verb == "press":
        page.keyboard.press(what)
    elif verb == "type":
        page.keyboard.type(what)
    elif page.locator(what).locator("visible=true").count():
        meant = page.locator(what).locator("visible=true").first
        meant.hover() if verb == "hover" else meant.click()
    page.wait_for_timeout(600)


def _by(page: Page, theme: str) -> None:
    """Look at a page by day or by night; colours take a moment to change."""
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    page.wait_for_timeout(250)


def _for_readme(visit: _Visit) -> None:
    """Take those few that are committed, with few colours, so that they stay small."""
    screens = {screen.name: screen for screen in SCREENS}
    for name, (screen, width, theme, language) in README.items():
        path = ROOT / "docs" / "pictures" / f"{name}.png"
        page = visit.take(screens[screen], width, language)
        _by(page, theme)
        page.screenshot(path=path)
        page.context.close()
        with Image.open(path) as picture:
            small = picture.convert("RGB").quantize(COLOURS, kmeans=4, dither=Image.Dither.NONE)
        small.save(path, optimize=True)
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} kB")


if __name__ == "__main__":
    sys.exit(main())
