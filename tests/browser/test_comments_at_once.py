"""A comment stands in its place as soon as it is sent; what does not arrive is taken back."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.posts.verbs import comment, edit, publish
from parvis.spaces.models import Space
from parvis.spaces.verbs import follow
from tests.browser.conftest import Opens, axe_findings, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

COMMENTS = re.compile(r"/posts/\d+/comments$")


@pytest.fixture
def post(alice: Person, bob: Person) -> Post:
    """What is commented on, at home of both."""
    follow(alice, bob)
    return publish(bob, Space.objects.get(kind="wall", owner=bob), "What do you think?")


def field_of(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Write a comment").first


def send(page: Page, words: str) -> None:
    field_of(page).fill(words)
    field_of(page).press("Control+Enter")


def hold(page: Page) -> list[Route]:
    """Keep back what is sent as a comment, until the test lets it go."""
    held: list[Route] = []
    page.route(COMMENTS, lambda route: held.append(route) if _sends(route) else route.continue_())
    return held


def _sends(route: Route) -> bool:
    return route.request.method == "POST"


def let_go(page: Page, held: list[Route]) -> None:
    until(page, lambda: held, "a comment")
    held.pop(0).continue_()


@pytest.mark.parametrize("place", ["thread", "home"])
def test_it_is_there_at_once_and_the_field_is_free(
    open_as: Opens, alice: Person, post: Post, place: str
) -> None:
    page = open_as(alice, "/" if place == "home" else f"/posts/{post.pk}/")
    held = hold(page)
    send(page, "Quite right\n<b>really</b>")
    waiting = page.locator(".is-sending")
    expect(waiting).to_have_attribute("aria-busy", "true")
    expect(waiting).to_contain_text("Alice Martin")
    expect(waiting.locator("p", has_text="<b>really</b>")).to_be_visible()
    expect(field_of(page)).to_have_value("")
    expect(field_of(page)).to_be_focused()
    assert not Post.objects.filter(thread=post).exists()
    assert axe_findings(page) == []
    page.keyboard.type("And another th")
    let_go(page, held)
    expect(page.locator("article.comment[data-post]")).to_contain_text("Quite right")
    expect(waiting).to_have_count(0)
    expect(page.locator("article.comment")).to_have_count(1)
    expect(field_of(page)).to_have_value("And another th")


def test_a_second_one_may_follow_before_the_first_has_arrived(
    open_as: Opens, alice: Person, post: Post
) -> None:
    page = open_as(alice, f"/posts/{post.pk}/")
    held = hold(page)
    send(page, "First")
    expect(page.locator(".is-sending")).to_have_count(1)
    send(page, "Second")
    let_go(page, held)
    let_go(page, held)
    expect(page.locator("article.comment[data-post]")).to_have_count(2)
    expect(page.locator(".is-sending")).to_have_count(0)
    expect(field_of(page)).to_have_value("")
    assert list(
        Post.objects.filter(thread=post).order_by("pk").values_list("source", flat=True)
    ) == [
        "First",
        "Second",
    ]


def test_what_the_server_refuses_is_taken_back_with_the_reason(
    open_as: Opens, alice: Person, post: Post
) -> None:
    page = open_as(alice, f"/posts/{post.pk}/")
    held = hold(page)
    send(page, "x" * 50_001)
    expect(page.locator(".is-sending")).to_be_visible()
    let_go(page, held)
    expect(page.locator(".form-error .field-error")).to_contain_text("50000 characters fit")
    expect(page.locator(".is-sending")).to_have_count(0)
    expect(field_of(page)).to_have_value("x" * 50_001)
    assert axe_findings(page) == []
    page.unroute(COMMENTS)
    send(page, "Shorter")
    expect(page.locator("article.comment[data-post]")).to_contain_text("Shorter")
    expect(page.locator(".field-error")).to_have_count(0)
    assert Post.objects.filter(thread=post).count() == 1


@pytest.mark.parametrize(
    ("locale", "field", "button", "said"),
    [
        ("en-GB", "Write a comment", "Comment", "No connection"),
        ("fr-FR", "Écrire un commentaire", "Commenter", "Pas de connexion"),
    ],
)
def test_without_a_network_the_words_are_back_in_their_field(
    open_as: Opens, alice: Person, post: Post, locale: str, field: str, button: str, said: str
) -> None:
    page = open_as(alice, f"/posts/{post.pk}/", locale=locale)
    page.route(COMMENTS, lambda route: route.abort() if _sends(route) else route.continue_())
    written = page.get_by_role("textbox", name=field)
    written.fill("Quite right")
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator("#toasts")).to_contain_text(said)
    expect(page.locator(".is-sending")).to_have_count(0)
    expect(written).to_have_value("Quite right")
    page.reload()
    expect(written).to_have_value("Quite right")
    page.unroute(COMMENTS)
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator("article.comment[data-post]")).to_contain_text("Quite right")
    assert Post.objects.filter(thread=post).count() == 1


def test_a_page_left_while_it_is_on_its_way_keeps_the_words(
    open_as: Opens, alice: Person, post: Post
) -> None:
    page = open_as(alice, f"/posts/{post.pk}/")
    hold(page)
    send(page, "Quite right")
    expect(page.locator(".is-sending")).to_be_visible()
    page.goto("/saved/")
    page.goto(f"/posts/{post.pk}/")
    expect(field_of(page)).to_have_value("Quite right")


@pytest.mark.parametrize("place", ["thread", "home"])
def test_news_that_comes_before_the_answer_does_not_double_it(
    open_as: Opens, alice: Person, bob: Person, post: Post, place: str
) -> None:
    hers = open_as(alice, "/" if place == "home" else f"/posts/{post.pk}/")
    his = open_as(bob, f"/posts/{post.pk}/")
    answers: list[tuple[Route, Any]] = []

    def answer_late(route: Route) -> None:
        if not _sends(route):
            route.continue_()
            return
        answers.append((route, route.fetch()))

    hers.route(COMMENTS, answer_late)
    send(hers, "Quite right")
    made = hers.locator("article.comment[data-post]")
    expect(his.locator("article.comment")).to_contain_text("Quite right")
    expect(made).to_have_count(1)
    for route, answer in answers:
        route.fulfill(response=answer)
    hers.wait_for_timeout(600)
    expect(made).to_have_count(1)
    expect(hers.locator("article.comment")).to_have_count(1)
    expect(his.locator("article.comment")).to_have_count(1)


def test_what_others_write_meanwhile_leaves_it_standing(
    open_as: Opens, alice: Person, bob: Person, post: Post
) -> None:
    page = open_as(alice, f"/posts/{post.pk}/")
    held = hold(page)
    send(page, "Mine")
    expect(page.locator(".is-sending")).to_be_visible()
    edit(bob, post, "What do you really think?")
    expect(page.locator("article.post > .prose")).to_contain_text("really")
    expect(field_of(page)).to_have_value("")
    comment(bob, post, "His")
    expect(page.locator("article.comment[data-post]")).to_contain_text("His")
    expect(page.locator(".is-sending")).to_contain_text("Mine")
    let_go(page, held)
    expect(page.locator("article.comment[data-post]")).to_have_count(2)
    expect(page.locator("article.comment")).to_have_count(2)


def test_an_answer_to_a_comment_too(open_as: Opens, alice: Person, bob: Person, post: Post) -> None:
    first = comment(bob, post, "Well?")
    page = open_as(alice, f"/posts/{post.pk}/")
    page.locator(f"#post-{first.pk}").get_by_role("link", name="Reply").click()
    form = page.locator(f"form.comment-form[action='/posts/{first.pk}/comments']")
    held = hold(page)
    form.get_by_role("textbox").fill("Yes")
    form.get_by_role("button", name="Comment").click()
    expect(page.locator(f"#list-{first.pk} .is-sending")).to_contain_text("Yes")
    let_go(page, held)
    expect(page.locator(f"#list-{first.pk} article.comment[data-post]")).to_contain_text("Yes")
    expect(page.locator(".is-sending")).to_have_count(0)
    assert Post.objects.get(source="Yes").reply_to_id == first.pk
