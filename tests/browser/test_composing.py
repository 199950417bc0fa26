"""Writing: where to, who will see it, drafts on other devices, descriptions, at once and undone."""

import re
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import FilePayload, Route, expect

from parvis.files.models import File
from parvis.files.tests.samples import picture
from parvis.people.models import Person
from parvis.posts.models import Draft, DraftFile, LinkCard, Post
from parvis.posts.verbs import publish
from parvis.spaces.models import Space
from parvis.spaces.verbs import follow, join, open_community, open_conversation
from tests.browser.conftest import Opens, axe_findings, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [390, 1440])
def test_one_chooses_where_and_sees_who_will_read_it(
    open_as: Opens, alice: Person, bob: Person, width: int
) -> None:
    join(alice, open_community(bob, name="Cantine"))
    own = open_community(alice, name="Atelier peinture", visibility="closed")
    page = open_as(alice, width=width)
    page.get_by_role("textbox", name="Write a post").click()
    who = page.locator("#composer-who")
    expect(who).to_have_text("Everyone in the company will see this")
    where = page.locator("button.composer-where")
    expect(where).to_have_text("My wall")
    where.press("Enter")
    dialog = page.get_by_role("dialog", name="Where to post")
    expect(dialog.get_by_role("option")).to_have_count(3)
    assert axe_findings(page) == []
    page.keyboard.type("pein")
    expect(dialog.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(where).to_be_focused()
    expect(where).to_have_text("Atelier peinture")
    expect(who).to_have_text("Only its 1 member will see this")
    page.get_by_role("textbox", name="Write a post").fill("For the workshop alone")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator("article.post")).to_contain_text("For the workshop alone")
    assert Post.objects.get().space_id == own.pk
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_the_composer_closes_over_what_was_published(
    open_as: Opens, alice: Person, bob: Person
) -> None:
    follow(alice, bob)
    for number in range(3):
        publish(bob, Space.objects.get(kind="wall", owner=bob), f"Earlier {number}")
    page = open_as(alice, width=390, has_touch=True)
    composer, field = page.locator("#composer"), page.get_by_role("textbox", name="Write a post")
    publish_button = page.get_by_role("button", name="Publish")
    closed = composer.bounding_box()
    field.tap()
    field.fill("The gate is open.\n" * 40)
    with page.expect_response(lambda answer: answer.url.endswith("/posts/")):
        publish_button.tap()
    written = page.locator("#feed > article.post").first
    expect(written).to_contain_text("The gate is open.")
    expect(publish_button).to_be_hidden()
    expect(field).not_to_be_focused()
    expect(written.locator(".post-author").first).to_be_in_viewport()
    page.evaluate("scrollTo(0, 0)")
    assert closed is not None
    assert composer.bounding_box() == closed
    field.tap()
    expect(publish_button).to_be_visible()


@pytest.mark.parametrize("direction", ["en-GB", "ar"])
def test_what_offers_itself_stays_on_a_small_screen(
    open_as: Opens, alice: Person, bob: Person, direction: str
) -> None:
    talk = open_conversation(alice, [bob])
    page = open_as(alice, width=390, locale=direction)
    words = page.locator("#composer-text")
    words.fill("Far along the line of words ")
    words.press_sequentially("@bo")
    offered = page.locator("text-expander [role=listbox]")
    expect(offered).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    words.fill("")
    page.goto(f"/conversations/{talk.pk}/")
    line = page.locator("text-expander textarea")
    line.press_sequentially(":smi")
    expect(offered).to_be_in_viewport(ratio=1)
    top = offered.evaluate("list => list.getBoundingClientRect().bottom")
    assert top <= line.evaluate("field => field.getBoundingClientRect().bottom")


def test_without_scripts_the_list_says_both(open_as: Opens, alice: Person) -> None:
    open_community(alice, name="Atelier", visibility="closed")
    page = open_as(alice, java_script_enabled=False)
    place = page.get_by_label("Where, and who will see it")
    place.select_option("Atelier · its members only")
    page.get_by_role("textbox", name="Write a post").fill("Plainly")
    page.get_by_role("button", name="Publish").click()
    assert Post.objects.get().space.name == "Atelier"


def test_a_draft_is_there_on_another_device_and_gone_when_sent(
    open_as: Opens, alice: Person
) -> None:
    desk, phone = open_as(alice), open_as(alice, width=390, has_touch=True)
    field = desk.get_by_role("textbox", name="Write a post")
    with desk.expect_response(lambda answer: "/drafts/" in answer.url and answer.status == 204):
        field.press_sequentially("Half a thought")
    whole = Draft.objects.filter(words__text="Half a thought")
    until(desk, whole.exists, "the draft to be kept")
    there = phone.get_by_role("textbox", name="Write a post")
    there.tap()
    expect(there).to_have_value("Half a thought")
    expect(phone.get_by_role("status").first).to_contain_text("is here again")
    there.press_sequentially(", finished")
    phone.get_by_role("button", name="Publish").tap()
    expect(phone.locator("article.post")).to_contain_text("finished")
    assert not Draft.objects.exists()
    desk.reload()
    expect(field).to_have_value("Half a thought")
    field.click()
    expect(field).to_have_value("")


def test_a_link_shows_what_readers_will_see(open_as: Opens, alice: Person) -> None:
    url = "https://pumps.example/valves"
    digest = sha256(url.encode()).hexdigest()
    LinkCard.objects.create(
        url=url, digest=digest, state="ready", title="All valves", fetched_at=timezone.now()
    )
    page = open_as(alice, width=390)
    words = page.get_by_role("textbox", name="Write a post")
    words.click()
    publish_button = page.get_by_role("button", name="Publish")
    before = publish_button.bounding_box()
    words.press_sequentially(f"See {url}.")
    card = page.locator(".composer").get_by_role("link", name="All valves")
    expect(card).to_have_attribute("href", url)
    assert publish_button.bounding_box() == before
    words.fill("See nothing")
    expect(card).to_have_count(0)
    words.fill(f"See {url}")
    expect(card).to_be_visible()
    publish_button.click()
    expect(page.locator("article.post").get_by_role("link", name="All valves")).to_be_visible()
    expect(card).to_have_count(0)


def test_its_files_are_there_too(open_as: Opens, alice: Person, tmp_path: Path) -> None:
    (tmp_path / "gate.png").write_bytes(picture(size=(60, 40)))
    (tmp_path / "plan.txt").write_text("A plan")
    desk = open_as(alice)
    desk.get_by_role("textbox", name="Write a post").press_sequentially("Two files")
    with desk.expect_file_chooser() as choosing:
        desk.locator(".composer").get_by_role("button", name="Add files").click()
    choosing.value.set_files([tmp_path / "gate.png", tmp_path / "plan.txt"])
    described = "Describe the picture: gate.png"
    desk.get_by_role("textbox", name=described).press_sequentially("The gate")
    known = File.objects.filter(alt="The gate")
    until(desk, known.exists, "the description to be kept")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    desk.route("**/drafts/*", hold)
    desk.reload()
    until(desk, lambda: held, "the draft to be asked for")
    desk.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")  # it has not come yet
    for route in held:
        route.continue_()
    desk.unroute("**/drafts/*")
    expect(desk.get_by_role("textbox", name=described)).to_have_value("The gate")
    expect(desk.locator(".attachment-name")).to_have_text("plan.txt")
    phone = open_as(alice, width=390, has_touch=True)
    expect(phone.locator(".attachment")).to_have_count(0)
    phone.get_by_role("textbox", name="Write a post").tap()
    expect(phone.locator(".attachment img")).to_have_js_property("complete", value=True)
    assert phone.locator(".attachment img").evaluate("image => image.naturalWidth") > 0
    phone.get_by_role("button", name="Remove plan.txt").tap()
    until(phone, lambda: DraftFile.objects.count() == 1, "the file to be taken off")
    phone.get_by_role("button", name="Publish").tap()
    expect(phone.locator("article.post").get_by_role("img", name="The gate")).to_be_visible()
    expect(phone.locator(".attachment")).to_have_count(0)
    assert [file.name for file in File.objects.filter(post__isnull=False)] == ["gate.png"]
    assert not Draft.objects.exists()
    desk.reload()
    expect(desk.get_by_role("textbox", name="Write a post")).to_have_value("")
    expect(desk.locator(".attachment")).to_have_count(0)


def test_a_comment_is_kept_too(open_as: Opens, alice: Person, bob: Person) -> None:
    follow(alice, bob)
    post = publish(bob, Space.objects.get(kind="wall", owner=bob), "Hello")
    desk, phone = open_as(alice), open_as(alice, width=390)
    desk.get_by_role("textbox", name="Write a comment").press_sequentially("And th")
    whole = Draft.objects.filter(place=f"comment-{post.pk}", words__text="And th")
    until(desk, whole.exists, "the draft to be kept")
    there = phone.get_by_role("textbox", name="Write a comment")
    there.click()
    expect(there).to_have_value("And th")
    there.press("Control+Enter")
    expect(phone.locator(".comment[data-post]")).to_contain_text("And th")
    assert not Draft.objects.exists()


def test_a_picture_is_asked_for_its_description_once(open_as: Opens, alice: Person) -> None:
    page = open_as(alice)
    page.get_by_role("textbox", name="Write a post").fill("A picture")
    data = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(data, "PNG")
    with page.expect_file_chooser() as choosing:
        page.get_by_role("button", name="Add pictures").click()
    picture: FilePayload = {
        "name": "gate.png",
        "mimeType": "image/png",
        "buffer": data.getvalue(),
    }
    choosing.value.set_files([picture])
    described = page.get_by_role("textbox", name="Describe the picture: gate.png")
    expect(described).to_be_visible()
    page.get_by_role("button", name="Publish").click()
    expect(described).to_be_focused()
    expect(page.get_by_role("status").first).to_contain_text("say what the picture shows")
    assert not Post.objects.exists()
    described.fill("The gate, painted teal")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("img", name="The gate, painted teal")).to_be_visible()
    assert File.objects.get(post=Post.objects.get()).alt == "The gate, painted teal"


def test_a_comment_may_be_a_picture_alone(
    open_as: Opens, alice: Person, bob: Person, tmp_path: Path
) -> None:
    follow(alice, bob)
    publish(bob, Space.objects.get(kind="wall", owner=bob), "Hello")
    (tmp_path / "gate.png").write_bytes(picture(size=(60, 40)))
    page = open_as(alice, width=390, has_touch=True)
    form = page.locator("form.comment-form")
    with page.expect_file_chooser() as choosing:
        form.get_by_role("button", name="Add pictures").tap()
    choosing.value.set_files(tmp_path / "gate.png")
    form.get_by_role("textbox", name="Describe the picture").fill("The gate")
    form.get_by_role("button", name="Comment").tap()
    expect(page.locator(".comment[data-post]").get_by_role("img", name="The gate")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_reaction_shows_at_once_and_is_undone_where_it_is_refused(
    open_as: Opens, alice: Person, bob: Person
) -> None:
    follow(alice, bob)
    post = publish(bob, Space.objects.get(kind="wall", owner=bob), "Hello")
    page = open_as(alice)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(re.compile("/react"), hold)
    row = page.locator(f"#post-{post.pk} details.react").first
    row.locator("summary").hover()
    row.get_by_role("button", name="Love").click()
    expect(row.locator("summary")).to_contain_text("Love")
    assert len(held) == 1
    held[0].fulfill(status=403, body="No", content_type="text/plain")
    expect(row.locator("summary")).to_contain_text("React")
    expect(row.locator("summary")).not_to_have_attribute("data-mine", "")
    save = page.locator(f"#post-{post.pk}").get_by_role("button", name="Save")
    page.route(re.compile("/save"), hold)
    save.click()
    expect(save).to_have_attribute("aria-pressed", "true")
    held[1].abort()
    expect(save).to_have_attribute("aria-pressed", "false")


def test_the_menu_says_why_one_sees_it(open_as: Opens, alice: Person, bob: Person) -> None:
    follow(alice, bob)
    publish(bob, Space.objects.get(kind="wall", owner=bob), "Hello @alice")
    page = open_as(alice, width=390, locale="fr-FR")
    page.get_by_label("Autres actions").first.click()
    note = page.locator(".menu-note")
    expect(note).to_contain_text("Vous voyez ceci parce que vous suivez Bob Durand.")
    expect(note).to_contain_text("mentionné")
