"""Without a network: home as it was, words that wait and are sent once, nothing left behind."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.posts.verbs import publish, remove
from parvis.spaces.models import Space
from parvis.spaces.verbs import follow, join, open_community, open_conversation
from tests.browser.conftest import Opens, axe_findings, sign_in, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

type OpensApp = Callable[..., Page]


def wall_of(person: Person) -> Space:
    return Space.objects.get(kind="wall", owner=person)


@pytest.fixture
def open_app(open_as: Opens) -> Iterator[OpensApp]:
    """Open a page as a person whose browser has the service worker, which has kept home."""

    def opens(person: Person, path: str = "/", **options: Any) -> Page:
        page = open_as(person, "/", service_workers="allow", **options)
        until(page, lambda: page.evaluate("navigator.serviceWorker.controller !== null"), "worker")
        page.reload()
        until(page, lambda: page.evaluate(HOME_IS_KEPT), "home to be kept")
        if path != "/":
            page.goto(path)
        page.wait_for_load_state("load")
        page.wait_for_timeout(300)
        return page

    yield opens
    time.sleep(0.5)  # what a worker still asks for is answered before the database is emptied


def waiting(page: Page) -> int:
    """How much this device keeps to be sent."""
    return int(page.evaluate(STORED))


HOME_IS_KEPT = "caches.match('/', {cacheName: 'home'}).then(Boolean)"
STORED = """new Promise((resolve) => {
  const asked = indexedDB.open("parvis", 1);
  asked.onsuccess = () => {
    const all = asked.result.transaction("outbox").objectStore("outbox").getAll();
    all.onsuccess = () => { resolve(all.result.length); asked.result.close(); };
  };
})"""


def write(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Write a post").fill(text)
    page.get_by_role("button", name="Publish").click()


def test_home_can_be_read_and_other_pages_say_what_is_the_matter(
    open_app: OpensApp, alice: Person, bob: Person
) -> None:
    follow(alice, bob)
    publish(bob, wall_of(bob), "Read me underground")
    page = open_app(alice)
    page.context.set_offline(True)
    page.goto("/")
    expect(page.locator("article.post")).to_contain_text("Read me underground")
    expect(page.get_by_text("No network. This is how it was here:")).to_be_visible()
    assert axe_findings(page) == []
    page.goto("/communities/")
    expect(page.get_by_role("heading", name="You are out of reach")).to_be_visible()
    assert axe_findings(page) == []
    page.get_by_role("link", name="Read the last feed").click()
    expect(page.locator("article.post")).to_contain_text("Read me underground")


def test_the_offline_page_speaks_the_readers_language(open_app: OpensApp, alice: Person) -> None:
    page = open_app(alice, locale="fr-FR")
    page.context.set_offline(True)
    page.goto("/communities/")
    expect(page.get_by_role("heading", name="hors de portée")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Communautés")).to_be_visible()


def test_a_post_written_offline_waits_survives_a_reload_and_is_sent_once(
    open_app: OpensApp, alice: Person, bob: Person
) -> None:
    follow(alice, bob)
    publish(bob, wall_of(bob), "Something before")
    page = open_app(alice)
    second = page.context.new_page()
    second.goto("/saved/")
    page.context.set_offline(True)
    write(page, "From the tunnel")
    item = page.locator(".outbox-item")
    expect(item).to_contain_text("From the tunnel")
    expect(item).to_contain_text("Waiting for the network")
    expect(page.get_by_role("textbox", name="Write a post")).to_have_value("")
    assert axe_findings(page) == []
    page.goto("/")
    expect(item).to_contain_text("From the tunnel")
    assert not Post.objects.filter(source="From the tunnel").exists()
    page.context.set_offline(False)
    until(page, lambda: Post.objects.filter(source="From the tunnel").exists(), "the post")
    expect(item).to_have_count(0)
    page.goto("/")
    expect(page.locator("article.post", has_text="From the tunnel")).to_have_count(1)
    page.wait_for_timeout(500)
    assert Post.objects.filter(source="From the tunnel").count() == 1
    assert waiting(page) == 0


def test_an_answer_that_is_lost_makes_no_second_post(
    open_app: OpensApp, alice: Person, bob: Person
) -> None:
    """The request arrives, its answer does not: it is sent again under the same key."""
    follow(alice, bob)
    first = publish(bob, wall_of(bob), "What do you think?")
    page = open_app(alice, f"/posts/{first.pk}/")
    context: BrowserContext = page.context
    lost: list[str] = []

    def lose(route: Any) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.request.url)
        context.request.post(
            route.request.url,
            headers=dict(route.request.headers),
            data=route.request.post_data_buffer,
        )
        route.abort()

    page.route("**/posts/*/comments", lose)
    page.get_by_role("textbox", name="Write a comment").fill("Quite right")
    page.get_by_role("button", name="Comment", exact=True).click()
    until(page, lambda: Post.objects.filter(source="Quite right").exists(), "the comment")
    expect(page.locator(".outbox-item")).to_have_count(0)
    until(page, lambda: waiting(page) == 0, "the outbox to be empty")
    assert lost
    assert Post.objects.filter(source="Quite right").count() == 1
    expect(page.locator("article.comment", has_text="Quite right")).to_have_count(1)


def test_a_comment_and_a_line_of_a_conversation_wait_too(
    open_app: OpensApp, alice: Person, bob: Person
) -> None:
    talk = open_conversation(alice, [bob])
    follow(alice, bob)
    first = publish(bob, wall_of(bob), "Anybody there?")
    page = open_app(alice, f"/posts/{first.pk}/")
    page.context.set_offline(True)
    page.get_by_role("textbox", name="Write a comment").fill("Here")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator(".outbox-item")).to_contain_text("Here")
    page.context.set_offline(False)
    expect(page.locator("article.comment")).to_contain_text("Here")
    page.goto(f"/conversations/{talk.pk}/")
    page.wait_for_timeout(500)
    page.context.set_offline(True)
    page.get_by_role("textbox", name="Write to").fill("On my way")
    page.keyboard.press("Enter")
    expect(page.locator(".outbox-item")).to_contain_text("On my way")
    page.context.set_offline(False)
    expect(page.locator(".chat-line")).to_contain_text("On my way")
    assert Post.objects.filter(source="On my way").count() == 1


def test_what_waits_can_be_discarded(open_app: OpensApp, alice: Person) -> None:
    page = open_app(alice)
    page.context.set_offline(True)
    write(page, "Better not")
    page.locator(".outbox-item").get_by_role("button", name="Discard").click()
    expect(page.locator(".outbox-item")).to_have_count(0)
    page.context.set_offline(False)
    page.wait_for_timeout(700)
    assert waiting(page) == 0
    assert not Post.objects.filter(source="Better not").exists()


def test_what_the_server_refuses_is_kept_and_can_be_mended(
    open_app: OpensApp, alice: Person, bob: Person
) -> None:
    page = open_app(alice)
    page.context.set_offline(True)
    write(page, "x" * 50_001)
    expect(page.locator(".outbox-item")).to_contain_text("Waiting for the network")
    page.context.set_offline(False)
    item = page.locator(".outbox-item.is-refused")
    expect(item).to_contain_text("50000 characters fit")
    item.get_by_role("button", name="Correct it").click()
    field = page.get_by_role("textbox", name="Write a post")
    expect(field).to_have_value("x" * 50_001)
    expect(page.locator(".outbox-item")).to_have_count(0)
    field.fill("Shorter")
    page.get_by_role("button", name="Publish").click()
    until(page, lambda: Post.objects.filter(source="Shorter").exists(), "the post")


def test_a_comment_whose_post_has_gone_stays_readable(
    open_app: OpensApp, alice: Person, bob: Person
) -> None:
    follow(alice, bob)
    first = publish(bob, wall_of(bob), "Soon gone")
    page = open_app(alice, f"/posts/{first.pk}/")
    page.context.set_offline(True)
    page.get_by_role("textbox", name="Write a comment").fill("A long thought")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator(".outbox-item")).to_be_visible()
    remove(bob, first)
    page.context.set_offline(False)
    expect(page.locator(".outbox-item.is-refused")).to_contain_text("A long thought")
    page.goto("/saved/")
    tray = page.locator("#outbox")
    expect(tray).to_contain_text("1 thing not sent yet")
    tray.locator("summary").click()
    expect(tray.locator(".outbox-item")).to_contain_text("A long thought")
    tray.get_by_role("button", name="Discard").click()
    expect(tray).to_be_hidden()


def test_a_picture_taken_offline_goes_along(open_app: OpensApp, alice: Person, bob: Person) -> None:
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "PNG")
    page = open_app(alice)
    page.context.set_offline(True)
    page.get_by_role("textbox", name="Write a post").fill("The machine stands")
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="Add pictures").click()
    chosen.value.set_files({"name": "m.png", "mimeType": "image/png", "buffer": out.getvalue()})
    expect(page.locator(".attachment[aria-busy=true]")).to_have_count(0)
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".outbox-item")).to_contain_text("m.png")
    page.context.set_offline(False)
    until(page, lambda: Post.objects.filter(source="The machine stands").exists(), "the post")
    assert Post.objects.get(source="The machine stands").files.count() == 1


def test_signing_out_leaves_nothing_to_read(open_app: OpensApp, alice: Person, bob: Person) -> None:
    publish(alice, wall_of(alice), "For my eyes only")
    page = open_app(alice)
    page.locator(".nav-me > summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/account/login/**")
    until(page, lambda: not page.evaluate(HOME_IS_KEPT), "oblivion")
    page.context.set_offline(True)
    page.goto("/")
    expect(page.get_by_role("heading", name="You are out of reach")).to_be_visible()
    assert "For my eyes only" not in page.content()


def test_another_person_on_the_same_device_finds_nothing_and_sends_nothing(
    open_app: OpensApp, site: str, alice: Person, bob: Person
) -> None:
    publish(alice, wall_of(alice), "Alice reads this")
    page = open_app(alice)
    page.context.set_offline(True)
    write(page, "Alice writes this")
    expect(page.locator(".outbox-item")).to_be_visible()
    page.goto("about:blank")
    sign_in(page.context, site, bob)
    page.context.set_offline(False)
    page.goto("/saved/")
    page.wait_for_timeout(1500)
    expect(page.locator(".outbox-item")).to_have_count(0)
    assert not Post.objects.filter(source="Alice writes this").exists()
    page.context.set_offline(True)
    page.goto("/")
    expect(page.get_by_role("heading", name="You are out of reach")).to_be_visible()
    page.goto("about:blank")  # it would load itself anew
    sign_in(page.context, site, alice)
    page.context.set_offline(False)
    page.goto("/saved/")
    until(page, lambda: Post.objects.filter(source="Alice writes this").exists(), "hers")
    assert Post.objects.get(source="Alice writes this").author == alice


def test_two_devices_of_one_person_each_send_their_own(
    open_app: OpensApp, alice: Person, bob: Person
) -> None:
    space = open_community(bob, name="Workshop")
    join(alice, space)
    first = open_app(alice, space.get_absolute_url())
    second = open_app(alice, space.get_absolute_url(), width=390)
    for page, words in ((first, "From the desk"), (second, "From the phone")):
        page.context.set_offline(True)
        write(page, words)
        expect(page.locator(".outbox-item")).to_contain_text(words)
    for page in (first, second):
        page.context.set_offline(False)
    until(page, lambda: Post.objects.filter(space=space).count() == 2, "both")
    for page in (first, second):
        expect(page.locator(".outbox-item")).to_have_count(0)


def test_installing_is_offered_once(open_as: Opens, alice: Person) -> None:
    page = open_as(alice)
    offer = page.locator("#install")
    fire = """() => { const e = new Event("beforeinstallprompt", {cancelable: true});
      e.prompt = async () => { window.asked = true; }; dispatchEvent(e); }"""
    page.evaluate(fire)
    expect(offer).to_be_hidden()
    for _ in range(5):
        page.goto("/")
    page.evaluate(fire)
    expect(offer).to_be_visible()
    assert axe_findings(page) == []
    offer.get_by_role("button", name="No, thank you").click()
    expect(offer).to_be_hidden()
    page.goto("/")
    page.evaluate(fire)
    expect(offer).to_be_hidden()
