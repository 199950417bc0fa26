"""What opens, fails or is empty, by day and by night, both ways round: nothing for axe to find."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import timezone, translation
from PIL import Image
from playwright.sync_api import FilePayload, Page, Route, expect

from parvis.files.verbs import keep_bytes
from parvis.notifications.models import Notification
from parvis.people.models import Person
from parvis.people.verbs import change_profile, take_in
from parvis.posts.models import LinkCard, Post
from parvis.posts.verbs import comment, publish, react, remove
from parvis.spaces.models import Space
from parvis.spaces.verbs import follow, join, open_community
from tests.browser.conftest import Opens, axe_findings
from tests.browser.house import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Words that go on and on, line after line. " * 60


@dataclass(frozen=True)
class Way:
    """How somebody looks at the site."""

    width: int
    locale: str
    night: bool = False
    large: bool = False


WAYS = {
    "by day": Way(1440, "en-GB"),
    "on a phone by night": Way(390, "fr-FR", night=True),
    "from right to left": Way(1440, "ar", night=True),
    "from right to left, large": Way(390, "ar", large=True),
}


@dataclass
class Look:
    """Goes round, and keeps what axe found in each state."""

    page: Page
    found: dict[str, list[Any]] = field(default_factory=dict)

    def at(self, state: str, over: str = "") -> None:
        """Have axe look at the page as it stands, with a menu ``over`` it."""
        if findings := axe_findings(self.page, over):
            self.found[state] = findings
        width, shown = self.page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        if width > shown:
            self.found[f"{state}, too wide"] = [width]

    def go(self, address: str, state: str = "", status: int = 200) -> None:
        """Open a page and look at it."""
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status == status, address
        self.at(state or address)


type Looks = Callable[[Person | None, Way], Look]


@pytest.fixture
def looks(open_as: Opens) -> Iterator[Looks]:
    """Begin to look as somebody; fails at the end where anything was found."""
    begun: list[Look] = []

    def begin(person: Person | None, way: Way) -> Look:
        if person is not None and way.large:
            change_profile(person, person, large_type=True)
        page = open_as(
            person,
            "/saved/" if person else "/enter/",
            width=way.width,
            locale=way.locale,
            color_scheme="dark" if way.night else "light",
            reduced_motion="reduce",
        )
        begun.append(Look(page))
        return begun[-1]

    yield begin
    found = {state: what for look in begun for state, what in look.found.items()}
    assert not found, "\n".join(f"{state}: {what}" for state, what in found.items())


@pytest.fixture(params=list(WAYS.values()), ids=list(WAYS))
def way(request: pytest.FixtureRequest) -> Way:
    """Each of the ways."""
    found: Way = request.param
    return found


NIGHTS = ("on a phone by night", "from right to left")
by_night = pytest.mark.parametrize("way", [WAYS[name] for name in NIGHTS], ids=NIGHTS)


def picture() -> bytes:
    data = BytesIO()
    Image.new("RGB", (1200, 900), "teal").save(data, "PNG")
    return data.getvalue()


@dataclass(frozen=True)
class Told:
    """A post with everything on it, and what hangs on it."""

    post: Post
    comment: Post
    own: Post
    space: Space


@pytest.fixture
def told(site: str, alice: Person, bob: Person) -> Told:
    """Posts of all kinds at Alice's home."""
    follow(alice, bob)
    follow(bob, alice)
    space = open_community(bob, name="Quality circle", description="Better every day")
    join(alice, space)
    wall = Space.objects.get(kind="wall", owner=bob)
    publish(bob, space, "Where is the gate?", title="The gate", kind="question")
    publish(bob, wall, LONG)
    own = publish(alice, space, "My own words, with a link")
    card = LinkCard.objects.create(
        url="https://example.com/", digest="0", state="ready", site="example.com",
        title="An example", description="What stands there",
    )  # fmt: skip
    Post.objects.filter(pk=own.pk).update(link=card)
    files = [keep_bytes(bob, "gate.png", picture(), alt=alt) for alt in ("The gate", "")]
    files.append(keep_bytes(bob, "plan.txt", b"A plan"))
    post = publish(bob, wall, "Look **here**", files=[file.pk for file in files])
    below = comment(bob, post, "A comment")
    comment(alice, below, "An answer")
    react(alice, post, "love")
    react(bob, post, "🎉")
    react(bob, own, "like")
    return Told(post, below, own, space)


def test_what_opens_on_a_post(looks: Looks, way: Way, alice: Person, told: Told) -> None:
    look = looks(alice, way)
    page = look.page
    look.go("/", "home")
    card = page.locator(f"#post-{told.post.pk}")
    row = card.locator(f"details.react[data-react-to='{told.post.pk}']")
    row.locator("summary").click()
    expect(row.locator(".react-list")).to_be_visible()
    look.at("the row of reactions", over=".react[open] .react-list")
    row.locator("[data-emoji]").click()
    expect(page.locator(".emoji-grid button").first).to_be_visible()
    look.at("all emoji", over=".emoji-panel")
    page.keyboard.press("Escape")
    page.locator(f"#post-{told.own.pk} .post-menu > summary").first.click()
    expect(page.locator(f"#post-{told.own.pk} .menu-note")).to_be_visible()
    look.at("the menu of one's own post", over=".menu[open] .menu-list")
    page.locator(f"#post-{told.own.pk} .menu-item[href$='/edit']").click()
    expect(page.locator(".post-edit textarea").first).to_be_focused()
    look.at("a post edited in its place", over=".post-edit")
    page.locator(".post-edit textarea").first.fill("x" * 50_001)
    page.locator(".post-edit button.button-primary").click()
    expect(page.locator(".post-edit .field-errors")).to_be_visible()
    look.at("a post that was refused in its place", over=".post-edit")
    page.keyboard.press("Escape")
    card.locator(".post-actions a[href$='/share']").click()
    expect(page.locator("dialog[open] textarea")).to_be_visible()
    look.at("sharing")
    page.keyboard.press("Escape")
    card.locator("a.media-item").first.click()
    expect(page.locator("dialog.lightbox[open] img")).to_be_visible()
    look.at("a picture in full")
    page.keyboard.press("Escape")
    look.go(f"/posts/{told.post.pk}/", "thread")
    below = page.locator(f"#post-{told.comment.pk}")
    below.locator(".comment-actions a[href$='/reply']").click()
    expect(page.locator(f"form[action='/posts/{told.comment.pk}/comments']")).to_be_visible()
    look.at("an answer begun")
    below.locator(".comment-actions details.react > summary").click()
    look.at("the row of reactions of a comment", over=".react[open] .react-list")
    below.locator(".post-menu > summary").click()
    expect(below.locator(".menu-note")).to_be_visible()
    look.at("the menu of a comment", over=".menu[open] .menu-list")
    page.keyboard.press("Escape")
    field = page.locator(f"#write-{told.post.pk}")
    field.fill("x" * 50_001)
    field.press("Control+Enter")
    expect(page.locator(f"#error-{told.post.pk} .field-error")).to_be_visible()
    look.at("a comment that was refused")
    look.go(f"/posts/{told.post.pk}/reactions", "who reacted")
    look.go(f"/posts/{told.post.pk}/?at={told.comment.pk}", "a comment that was linked to")
    look.go(f"/posts/{told.own.pk}/remove", "removing")


def test_what_opens_while_one_writes(
    looks: Looks, way: Way, alice: Person, bob: Person, told: Told
) -> None:
    look = looks(alice, way)
    page = look.page
    look.go("/", "home")
    words = page.locator("#composer-text")
    words.click()
    look.at("the composer open")
    page.locator(".composer-where").click()
    expect(page.locator("dialog.chooser[open] [role=option]").first).to_be_visible()
    page.keyboard.type("zzz")
    look.at("no such place")
    for _ in range(3):
        page.keyboard.press("Backspace")
    page.keyboard.type("Qual")
    place = page.locator("dialog.chooser[open] [role=option]", has_text="Quality circle")
    expect(place).to_be_visible()
    look.at("choosing a place")
    place.click()
    expect(page.locator(".composer-where")).to_contain_text("Quality circle")
    page.locator(".composer-ask").click()
    look.at("a question in a community")
    words.fill("Look @bo")
    words.press("b")
    expect(page.locator("text-expander [role=option]").first).to_be_visible()
    look.at("names offered", over="text-expander [role=listbox]")
    page.keyboard.press("Escape")
    page.locator(".composer [data-emoji]").click()
    expect(page.locator(".emoji-grid button").first).to_be_visible()
    look.at("emoji for one's words", over=".emoji-panel")
    page.keyboard.press("Escape")
    with page.expect_file_chooser() as choosing:
        page.locator(".composer [data-pick='image/*']").click()
    file: FilePayload = {"name": "gate.png", "mimeType": "image/png", "buffer": picture()}
    choosing.value.set_files([file])
    expect(page.locator(".attachment input[name^='alt-']")).to_be_visible()
    look.at("with a picture")
    words.fill("Here it is")
    page.locator(".composer button.button-primary").click()
    expect(page.locator(".toast").first).to_be_visible()
    look.at("asked for a description")
    page.locator(".composer-title").fill("t")
    words.fill("x" * 50_001)
    page.locator(".composer button.button-primary").click()
    expect(page.locator("#composer-error .field-error")).to_be_visible()
    look.at("a post that was refused")
    words.fill("Here it is")
    page.locator(".composer button.button-primary").click()
    expect(page.locator("article.post", has_text="Here it is")).to_be_visible()
    publish(bob, told.space, "Meanwhile")
    expect(page.locator(".new-pill:visible")).to_be_visible()
    look.at("news waits", over=".new-pill-place")


def test_what_opens_in_the_frame(looks: Looks, way: Way, alice: Person, told: Told) -> None:
    wait_until(lambda: Notification.objects.filter(person=alice).exists(), "a notification")
    look = looks(alice, way)
    page = look.page
    look.go("/notifications/")
    page.keyboard.press("?")
    expect(page.locator("#keys[open]")).to_be_visible()
    look.at("the keys")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    expect(page.locator("#palette [role=option]").first).to_be_visible()
    look.at("the palette")
    page.keyboard.type("dur")
    expect(page.locator("#palette .choice-label", has_text="Bob Durand")).to_be_visible()
    look.at("the palette with a colleague")
    page.keyboard.type("zzzz")
    expect(page.locator("#palette [role=option]:visible")).to_have_count(1)
    look.at("the palette with nothing")
    page.keyboard.press("Escape")
    for kind in ("success", "error", "warning"):
        page.evaluate(
            "kind => document.dispatchEvent(new CustomEvent('toast', {detail:"
            " {text: 'What has been done', kind, undo: '/posts/1/save'}}))",
            kind,
        )
    look.at("toasts")
    if way.width > 768:
        page.locator(".nav-me > summary").click()
        look.at("one's own menu", over=".menu[open] .menu-list")


@by_night
def test_nothing_there_yet(looks: Looks, way: Way, site: str) -> None:
    """Somebody on their first day, and the steps of their first minutes."""
    newcomer = take_in(None, handle="newcomer", name="Nina New")
    look = looks(newcomer, way)
    for address in (
        "/", "/notifications/", "/saved/", "/conversations/", "/communities/", "/people/newcomer/",
        "/search", "/search?q=zzz", "/tags/nothing/", "/people/?q=zzz", "/communities/?q=zzz",
        "/me/devices/", "/me/mail/", "/me/sessions/", "/me/password/",
        "/welcome/photo/", "/welcome/about/", "/welcome/communities/", "/welcome/people/",
        "/welcome/hello/", "/welcome/done/",
    ):  # fmt: skip
        look.go(address)


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "413", "429", "500", "offline"])
def test_what_went_wrong(looks: Looks, site: str, name: str) -> None:
    status, template = int(name[:3]) if name[0] == "4" or name[0] == "5" else 200, f"{name}.html"
    if name == "offline":
        template = "app/offline.html"
    for way in WAYS.values():
        look = looks(None, way)
        with translation.override(way.locale[:2]):
            body = render_to_string(template)
        kind = "text/html; charset=utf-8"
        answer = partial(Route.fulfill, status=status, body=body, content_type=kind)
        look.page.route("**/trouble", answer)
        look.go("/trouble", f"{name} {way}", status)
        assert look.page.locator("h1").count() == 1


@by_night
def test_forms_with_errors(looks: Looks, way: Way, alice: Person) -> None:
    Person.objects.filter(pk=alice.pk).update(is_admin=True)
    alice.refresh_from_db()
    look = looks(alice, way)
    page = look.page
    for address in (
        "/communities/new", "/me/profile/", "/me/password/", "/administration/people/invite/",
        "/administration/company/",
    ):  # fmt: skip
        page.goto(address)
        form = page.locator("main form[method=post]").first
        form.evaluate(
            "form => { form.noValidate = true; for (const one of form.elements)"
            " if (one.matches('input:not([type=hidden], [type=checkbox], [type=radio],"
            " [type=file]), textarea')) one.value = one.name.includes('password') ? 'x' : ''; }"
        )
        with page.expect_navigation():
            form.evaluate("form => form.submit()")
        expect(page.locator(".field-errors, .field-error, .notice-danger").first).to_be_visible()
        look.at(f"{address} with errors")
    stranger = looks(None, way)
    stranger.page.goto("/account/login/")
    form = stranger.page.locator("main form[method=post]").first
    form.evaluate("form => { form.noValidate = true; form.submit(); }")
    expect(stranger.page.locator(".field-errors, .notice-danger").first).to_be_visible()
    stranger.at("signing in with errors")


@by_night
def test_what_an_administrator_sees(
    looks: Looks, way: Way, alice: Person, bob: Person, told: Told
) -> None:
    Person.objects.filter(pk=alice.pk).update(is_admin=True)
    alice.refresh_from_db()
    own = open_community(alice, name="Workshop", visibility="closed")
    join(bob, own)
    removed = publish(alice, own, "Not for here")
    remove(alice, removed, reason="Somewhere else")
    Person.objects.filter(pk=bob.pk).update(last_login=timezone.now())
    look = looks(alice, way)
    community = own.get_absolute_url()
    for address in (
        "/administration/", "/administration/company/", "/administration/people/",
        "/administration/people/invite/",
        "/administration/people/of/bob/", "/administration/communities/", "/administration/mail/",
        "/administration/welcome/", "/administration/worker/", "/administration/journal/",
        f"{community}members/?show=requests", f"{community}audience", f"{community}settings",
        f"{community}invite/", "/people/bob/edit", "/ui",
    ):  # fmt: skip
        look.go(address)
    look.go(f"/posts/{removed.pk}/", "what is left of a removed post", 410)
