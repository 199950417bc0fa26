"""From a link in a post to its card."""

import json

import pytest
from pytest_django.fixtures import Settings

from parvis.files.models import File
from parvis.files.shelf import path_of
from parvis.files.tests.samples import picture, with_position
from parvis.journal.models import Entry
from parvis.kernel.ids import moment_of
from parvis.links import verbs
from parvis.links.fetching import Fetched
from parvis.links.reading import read
from parvis.links.tests.conftest import Site
from parvis.people.models import Person
from parvis.posts.models import LinkCard, Post
from parvis.posts.verbs import History, comment, edit, publish
from parvis.spaces.models import Space

pytestmark = pytest.mark.django_db


@pytest.fixture
def wall(alice: Person) -> Space:
    return Space.objects.get(owner=alice, kind="wall")


def jobs() -> list[int]:
    from procrastinate.contrib.django.models import ProcrastinateJob

    found = ProcrastinateJob.objects.filter(task_name="links.look_up").order_by("id")
    return [job.args["card_id"] for job in found]


def linked(post: Post) -> str | None:
    post.refresh_from_db()
    return post.link.url if post.link else None


def test_the_first_outside_link_is_noted_and_looked_up_once(
    alice: Person, wall: Space, settings: Settings
) -> None:
    settings.SITE_URL = "https://parvis.corp"
    post = publish(
        alice, wall,
        "[us](https://parvis.corp/x), <mailto:a@b.example>, `http://code.example`, "
        "then https://one.example/a#part and https://two.example",
    )  # fmt: skip
    assert linked(post) == "https://one.example/a"
    assert jobs() == [post.link_id]
    again = comment(alice, post, "Again: https://one.example/a")
    assert linked(again) == "https://one.example/a"
    assert len(jobs()) == 1
    assert linked(publish(alice, wall, "No link at all")) is None


def test_an_edit_follows(alice: Person, wall: Space) -> None:
    post = publish(alice, wall, "https://one.example")
    edit(alice, post, "https://two.example")
    assert linked(post) == "https://two.example"
    edit(alice, post, "nothing")
    assert linked(post) is None


def test_imported_history_is_not_looked_up(alice: Person, wall: Space) -> None:
    publish(alice, wall, "https://one.example", history=History(moment_of(1 << 40)))
    assert not LinkCard.objects.exists()


def test_previews_can_be_switched_off(alice: Person, wall: Space, settings: Settings) -> None:
    settings.LINK_PREVIEWS = False
    assert linked(publish(alice, wall, "https://one.example")) is None
    assert jobs() == []


def test_what_is_found_is_shown(alice: Person, wall: Space, site: Site) -> None:
    site.says("/image.jpg", with_position(), "image/jpeg")
    url = site.says(
        "/page",
        b"""<!doctype html><head><meta charset=utf-8><title>Plain</title>
        <meta property="og:title" content="A &amp; B &lt;script&gt;">
        <meta property="og:description" content="  Two
           lines "><meta name="twitter:image" content="/image.jpg">
        <body><meta property="og:site_name" content="Not in the head">""",
    )
    post = publish(alice, wall, f"See {url}")
    below = comment(alice, post, f"Indeed {url}")
    before = Post.objects.get(pk=post.pk).version
    verbs.look_up(jobs()[0])
    card = LinkCard.objects.get()
    assert (card.state, card.title, card.description, card.site) == (
        "ready", "A & B <script>", "Two lines", "127.0.0.1",
    )  # fmt: skip
    assert card.image
    assert (card.image.purpose, card.image.owner, card.image.height) == ("public", None, 60)
    assert b"GPS" not in path_of(card.image.digest).read_bytes()
    assert Post.objects.get(pk=post.pk).version == before + 1
    told = Entry.objects.filter(verb="post.link_found").order_by("id")
    assert [(e.post_id, e.space_id, e.data) for e in told] == [
        (post.pk, wall.pk, {}), (below.pk, wall.pk, {"thread": str(post.pk)}),
    ]  # fmt: skip
    verbs.look_up(card.pk)
    assert len(site.asked) == 2


@pytest.mark.parametrize(
    ("image", "kind"),
    [(b"<svg onload='alert(1)'/>", "image/svg+xml"), (b"not a picture", "image/png"),
     (picture("PNG"), "text/html")],
)  # fmt: skip
def test_what_is_no_picture_is_left(
    alice: Person, wall: Space, site: Site, image: bytes, kind: str
) -> None:
    site.says("/image", image, kind)
    url = site.says("/p", b"<title>T</title><meta property='og:image' content='/image'>")
    publish(alice, wall, url)
    verbs.look_up(jobs()[0])
    assert LinkCard.objects.get().state == "ready"
    assert LinkCard.objects.get().image is None
    assert not File.objects.exists()


def test_nothing_found_is_remembered_quietly(alice: Person, wall: Space, site: Site) -> None:
    post = publish(alice, wall, site.url("/nowhere"))
    before = Post.objects.get(pk=post.pk).version
    verbs.look_up(jobs()[0])
    assert LinkCard.objects.get().state == "nothing"
    assert Post.objects.get(pk=post.pk).version == before
    publish(alice, wall, site.url("/nowhere"))
    assert len(jobs()) == 1
    LinkCard.objects.update(fetched_at=moment_of(1 << 40))
    publish(alice, wall, site.url("/nowhere"))
    assert len(jobs()) == 2


@pytest.mark.parametrize(
    ("data", "charset", "title"),
    [
        ("<title>Été</title>".encode("latin-1"), "iso-8859-1", "Été"),
        ("<meta charset='windows-1252'><title>Été</title>".encode("cp1252"), "", "Été"),
        ("<title>Été — 会</title>".encode(), "", "Été — 会"),
        (b"<title>\xff\x00 bad</title>", "", "\ufffd bad"),
        (b"<title>A</title>", "no-such-charset", "A"),
        (b"<svg><title>icon</title></svg>", "", "icon"),
        (b"<title>" + b"x" * 400, "", None),
        (b"<title>  </title><body><title>Body</title>", "", None),
        (b"", "", None),
        (b"<title>" + b"y" * 400 + b"</title>", "", "y" * 299 + "…"),
    ],
)
def test_titles(data: bytes, charset: str, title: str | None) -> None:
    card = read(Fetched("https://www.a.example/x", "text/html", charset, data))
    assert (card.title if card else None) == title
    if card:
        assert card.site == "a.example"


def test_the_job_is_known_to_the_worker() -> None:
    from parvis.links.tasks import look_up

    assert look_up.name == "links.look_up"
    assert json.dumps({"card_id": 1})
