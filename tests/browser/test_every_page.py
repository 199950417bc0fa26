"""Every page that counts: nothing for axe to find, nothing wider than the screen, valid HTML."""

import html5lib
import pytest
from django.test import Client

from parvis.people.models import Person
from parvis.people.verbs import take_in
from parvis.posts.verbs import comment, publish, react
from parvis.spaces.models import Space
from parvis.spaces.verbs import follow, open_community
from tests.browser.conftest import Opens, axe_findings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "Hello **there**, see https://example.com\n\n- one\n- two\n\n> quoted\n\n`code` #gate"


@pytest.fixture
def admin(bob: Person) -> Person:
    """Whoever may see everything, with something on each page."""
    return take_in(None, handle="ada", name="Ada Admin", email="ada@example.com", is_admin=True)


@pytest.fixture
def addresses(site: str, admin: Person, bob: Person) -> list[str]:
    """The pages of somebody who is signed in."""
    follow(admin, bob)
    Person.objects.filter(pk=bob.pk).update(manager=admin)
    space = open_community(admin, name="Quality circle", description="Better every day")
    wall = Space.objects.get(kind="wall", owner=bob)
    post = publish(bob, wall, WORDS)
    answer = comment(admin, post, "Hello @bob")
    comment(bob, answer, "And an answer")
    react(admin, post, "love")
    own = publish(admin, space, "Where is the gate?", title="The gate", kind="question")
    return [
        "/",
        f"/people/{bob.handle}/",
        f"/people/{bob.handle}/?tab=about",
        f"/people/{bob.handle}/?tab=photos",
        f"/people/{admin.handle}/",
        "/people/",
        "/people/?as=cards&q=b",
        "/chart/",
        f"/chart/{bob.handle}/",
        "/chart/?from=top",
        "/communities/",
        "/communities/?visibility=open&order=name",
        "/notifications/?show=unread",
        "/communities/new",
        space.get_absolute_url(),
        f"{space.get_absolute_url()}members/",
        f"{space.get_absolute_url()}files/",
        f"{space.get_absolute_url()}photos/",
        f"{space.get_absolute_url()}about/",
        f"{space.get_absolute_url()}settings",
        f"/posts/{post.pk}/",
        f"/posts/{own.pk}/edit",
        "/write/",
        "/notifications/",
        "/saved/",
        "/search?q=hello",
        "/me/",
        "/me/profile/",
        "/me/preferences/",
        "/welcome/photo/",
        "/welcome/about/",
        "/welcome/communities/",
        "/welcome/people/",
        "/welcome/hello/",
        "/administration/",
        "/administration/company/",
        "/administration/people/",
        "/administration/communities/",
        "/administration/welcome/",
        "/administration/worker/",
        "/administration/journal/",
    ]


# What sticks out, what moves, what has the focus without showing it, buttons without an edge.
WRONG = """() => {
  const seen = (element) => element.checkVisibility({ visibilityProperty: true });
  const edge = (element) => {
    const { borderTopStyle, borderTopWidth, outlineStyle } = getComputedStyle(element);
    return (borderTopStyle !== "none" && parseFloat(borderTopWidth)) || outlineStyle !== "none";
  };
  const focused = document.activeElement;
  return [
    document.documentElement.scrollWidth > innerWidth && "wide",
    // what would take a moment is over at once: --quick
    document.getAnimations().some((one) => one.playState === "running" &&
      one.effect.getComputedTiming().duration > 1) && "moves",
    focused !== document.body && getComputedStyle(focused).outlineStyle === "none" && "focus",
    ...[...document.querySelectorAll(".button-primary")].filter((b) => seen(b) && !edge(b))
      .map((b) => b.outerHTML.slice(0, 100)),
  ].filter(Boolean);
}"""


@pytest.mark.parametrize("locale", ["en-GB", "fr-FR"])
@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing_and_nothing_sticks_out(
    open_as: Opens, admin: Person, addresses: list[str], width: int, locale: str
) -> None:
    found = {}
    page = open_as(admin, width=width, locale=locale)
    stranger = open_as(None, "/account/login/", width=width, locale=locale)
    rounds = [(page, address) for address in addresses]
    rounds += [(stranger, "/account/login/"), (stranger, "/enter/link/")]
    for tab, address in rounds:
        answer = tab.goto(address)
        assert answer is not None
        tab.wait_for_timeout(150)
        wide = tab.evaluate("document.documentElement.scrollWidth")
        lang = tab.evaluate("document.documentElement.lang")
        seen = (answer.status, lang[:2], wide <= width, axe_findings(tab))
        if seen != (200, locale[:2], True, []):
            found[address] = seen
    assert not found, "\n".join(f"{a}: {what}" for a, what in found.items())


def test_the_systems_own_colours_little_motion_and_twice_the_size(
    open_as: Opens, admin: Person, addresses: list[str]
) -> None:
    """A window of 1440 px at 200 % (WCAG 1.4.4), forced colours, and who wants nothing to move."""
    page = open_as(
        admin, width=720, device_scale_factor=2, forced_colors="active", reduced_motion="reduce"
    )
    found = {}
    for address in addresses:
        page.goto(address)
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        if wrong := page.evaluate(WRONG):
            found[address] = wrong
    assert not found


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_pages_are_valid_html(
    admin: Person, bob: Person, addresses: list[str], language: str
) -> None:
    found = {}
    theirs, strange = Client(), Client()
    theirs.force_login(admin)
    rounds = [(theirs, address) for address in addresses]
    rounds += [(strange, "/account/login/"), (strange, "/enter/link/")]
    for client, address in rounds:
        answer = client.get(address, headers={"accept-language": language})
        assert answer.status_code == 200, address
        try:
            html5lib.HTMLParser(strict=True).parse(answer.content.decode())
        except html5lib.html5parser.ParseError as error:
            found[address] = str(error)
    assert not found, "\n".join(f"{a}: {what}" for a, what in found.items())
