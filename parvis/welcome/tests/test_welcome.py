"""The first five minutes: each step taken, skipped, gone on with later; measured."""

from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from PIL import Image

from parvis.journal.models import Entry
from parvis.people.models import Person
from parvis.people.verbs import invitation_link, take_in
from parvis.posts.models import Post
from parvis.posts.verbs import publish
from parvis.spaces.models import Space, Subscription
from parvis.spaces.verbs import join, open_community, open_conversation
from parvis.welcome import illustrations, queries, verbs
from parvis.welcome.hello import hello
from parvis.welcome.steps import STEPS

pytestmark = pytest.mark.django_db
PAGES = ["/welcome/", *(f"/welcome/{step}/" for step in STEPS), "/welcome/done/"]


def person(handle: str, **fields: Any) -> Person:
    return take_in(None, handle=handle, name=handle.title(), **fields)


@pytest.fixture
def nina() -> Person:
    """Somebody who has just arrived."""
    return person("nina", site="Valladolid", country="ES", department="Paint")


def browser_of(somebody: Person) -> Client:
    client = Client()
    client.force_login(somebody)
    return client


def taken(somebody: Person) -> list[tuple[str, str, str]]:
    """What the journal holds of somebody's first minutes."""
    entries = Entry.objects.filter(actor=somebody, verb__startswith="welcome.").order_by("pk")
    return [(one.verb[8:], one.data.get("step", ""), one.data.get("how", "")) for one in entries]


@pytest.mark.parametrize("page", PAGES)
def test_it_is_for_employees(page: str, nina: Person) -> None:
    assert Client().get(page).status_code == 302
    assert browser_of(person("gus", kind="guest")).get(page).status_code == 404
    assert browser_of(nina).get(page, follow=True).status_code == 200


def test_the_first_sign_in_leads_there_and_later_ones_home(nina: Person) -> None:
    boss = person("boss", is_admin=True)
    answer = Client().post(invitation_link(boss, nina), {"name": "Nina", "password": ""})
    assert answer.headers["Location"] == "/welcome/"
    browser_of(nina).get("/welcome/", follow=True)
    nina.refresh_from_db()
    nina.set_password("a password of hers")
    nina.save()
    data = {"login": "nina", "password": "a password of hers"}
    assert Client().post("/account/login/", data).headers["Location"] == "/"
    wanted = Client().post("/account/login/?next=/people/", {**data, "next": "/people/"})
    assert wanted.headers["Location"] == "/people/"
    boss.set_password("a password of his")
    boss.save()
    his = {"login": "boss", "password": "a password of his", "next": "/"}
    first = Client().post("/account/login/?next=/", his)
    assert first.headers["Location"] == "/welcome/"


def test_all_the_way(nina: Person) -> None:
    space = open_community(person("max", site="Valladolid", country="ES"), name="Paint shop")
    mate = person("mate", department="Paint", site="Valladolid", country="ES")
    join(mate, space)
    client = browser_of(nina)
    assert client.get("/welcome/").headers["Location"] == "/welcome/photo/"
    client.get("/welcome/photo/")
    answer = client.post("/welcome/photo/", {"illustration": "fox"})
    assert answer.headers["Location"] == "/welcome/about/"
    nina.refresh_from_db()
    assert nina.photo is not None
    assert nina.photo.content_type == "image/png"
    assert browser_of(mate).get(nina.photo_url or "").status_code == 200
    client.post("/welcome/about/", {"first": " spray  guns", "second": "", "languages": ["es"]})
    page = client.get("/welcome/communities/").content.decode()
    assert "Paint shop" in page
    assert "2 of your 2 colleagues in Valladolid are here" in page
    client.post("/welcome/communities/", {"chosen": [space.pk]})
    assert "Mate" in client.get("/welcome/people/").content.decode()
    client.post("/welcome/people/", {"chosen": [mate.pk]})
    assert "ask me about spray guns" in client.get("/welcome/hello/").content.decode()
    wall = Space.objects.get(owner=nina, kind="wall")
    words = {"text": "Hello!", "space": wall.pk, "then": "/welcome/done/"}
    assert client.post("/posts/", words).headers["Location"] == "/welcome/done/"
    assert client.get("/welcome/done/").status_code == 200
    nina.refresh_from_db()
    assert (nina.welcome, nina.skills, nina.languages) == ("", ["spray guns"], ["es"])
    followed = Subscription.objects.filter(person=nina, state="active").values_list("space__kind")
    assert {kind for (kind,) in followed} >= {"wall", "community"}
    steps = [("step", step, "done") for step in STEPS]
    assert taken(nina) == [("began", "", ""), *steps, ("finished", "", "")]


def test_each_step_can_be_skipped_and_nothing_is_counted_twice(nina: Person) -> None:
    client = browser_of(nina)
    for step in STEPS:
        client.post(f"/welcome/{step}/", {"skip": "1", "illustration": "fox", "first": "x"})
        client.post(f"/welcome/{step}/", {"skip": "1"})
    nina.refresh_from_db()
    assert (nina.welcome, nina.photo, nina.skills) == ("", None, [])
    skipped = [("step", step, "skipped") for step in STEPS]
    assert taken(nina) == [("began", "", ""), *skipped, ("finished", "", "")]


def test_one_goes_on_where_one_stopped_and_home_says_so(nina: Person) -> None:
    client = browser_of(nina)
    assert "/welcome/" in client.get("/").content.decode()
    client.post("/welcome/photo/", {"skip": "1"})
    client.post("/welcome/about/", {"skip": "1"})
    assert "Step 3 of 5" in client.get("/").content.decode()
    assert client.get("/welcome/").headers["Location"] == "/welcome/communities/"
    assert client.get("/welcome/done/").headers["Location"] == "/welcome/communities/"
    client.post("/welcome/dismiss")
    assert "welcome-offer" not in client.get("/").content.decode()
    assert taken(nina)[-1] == ("dismissed", "", "")
    client.post("/welcome/dismiss")
    assert taken(nina)[-2][0] != "dismissed"


def test_home_asks_nothing_more_for_it(nina: Person) -> None:
    client = browser_of(nina)

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/")
        return len(captured)

    client.get("/")
    offered = statements()
    verbs.dismiss(nina)
    client.get("/")
    assert statements() == offered


def test_what_is_not_hers_to_choose_is_left_out(nina: Person) -> None:
    secret = open_community(person("max"), name="Secret", visibility="secret")
    gone = person("gone", is_active=False)
    client = browser_of(nina)
    client.post("/welcome/communities/", {"chosen": [secret.pk, "x", "9" * 30]})
    client.post("/welcome/people/", {"chosen": [gone.pk, "-1"]})
    assert not Subscription.objects.filter(person=nina, space=secret).exists()
    assert not Subscription.objects.filter(person=nina, space__owner=gone).exists()


def test_a_photo_that_is_none_is_said_and_the_page_stays(nina: Person) -> None:
    client = browser_of(nina)
    assert client.post("/welcome/photo/", {}).status_code == 422
    upload = BytesIO(b"no picture")
    upload.name = "me.jpg"
    answer = client.post("/welcome/photo/", {"photo": upload})
    assert answer.status_code == 422
    nina.refresh_from_db()
    assert (nina.photo, nina.welcome) == (None, "photo")
    assert client.post("/welcome/photo/", {"illustration": "nothing"}).status_code == 422


def test_further_skills_and_languages_stay(nina: Person) -> None:
    Person.objects.filter(pk=nina.pk).update(skills=["a", "b", "c"], languages=["xx", "fr"])
    browser_of(nina).post(
        "/welcome/about/", {"first": "d", "second": "c", "languages": ["fr", "de"]}
    )
    nina.refresh_from_db()
    assert nina.skills == ["d", "c"]
    assert set(nina.languages) == {"fr", "de", "xx"}


def test_a_chat_line_is_no_hello_but_a_post_anywhere_is(nina: Person) -> None:
    mate = person("mate")
    for step in STEPS[:-1]:
        verbs.settle(nina, step, verbs.SKIPPED)
    publish(nina, open_conversation(nina, [mate]), "Psst")
    assert nina.welcome == "hello"
    publish(nina, open_community(nina, name="Paint"), "Hello")
    assert nina.welcome == ""
    assert taken(nina)[-2:] == [("step", "hello", "done"), ("finished", "", "")]


def test_who_jumps_ahead_has_skipped_what_lies_between(nina: Person) -> None:
    verbs.settle(nina, "people", verbs.DONE)
    assert taken(nina)[1:] == [
        ("step", "photo", "skipped"),
        ("step", "about", "skipped"),
        ("step", "communities", "skipped"),
        ("step", "people", "done"),
    ]


@pytest.mark.parametrize("page", ["communities", "people", "about"])
def test_statements_do_not_grow(nina: Person, page: str) -> None:
    client = browser_of(nina)

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/welcome/{page}/").status_code == 200
        return len(captured)

    statements()
    before = statements()
    for number in range(8):
        mate = person(
            f"m{number}", site="Valladolid", country="ES", department="Paint", skills=["x"]
        )
        open_community(mate, name=f"Community {number}")
    assert statements() == before


def test_administrators_see_how_it_goes(nina: Person) -> None:
    boss = person("boss", is_admin=True)
    late = person("late")
    verbs.settle(nina, "photo", verbs.DONE)
    for step in STEPS:
        verbs.settle(late, step, verbs.SKIPPED)
    verbs.dismiss(boss)
    figures = queries.progress()
    assert (figures.began, figures.finished, figures.dismissed, figures.under_way) == (2, 1, 1, 1)
    assert [(one.done, one.skipped) for one in figures.steps][:2] == [(1, 1), (0, 1)]
    assert browser_of(boss).get("/administration/welcome/").status_code == 200
    assert browser_of(nina).get("/administration/welcome/").status_code in (403, 404)


@pytest.mark.parametrize("name", illustrations.NAMES)
def test_drawings_are_pictures_that_differ(nina: Person, name: str) -> None:
    answer = browser_of(nina).get(f"/welcome/drawings/{name}.png")
    picture = Image.open(BytesIO(answer.content))
    assert picture.size == (512, 512)
    assert len(picture.convert("RGB").getcolors(512 * 512) or []) > 5
    others = [illustrations.png(other) for other in illustrations.NAMES if other != name]
    assert answer.content not in others
    assert Client().get(f"/welcome/drawings/{name}.png").status_code == 302


def test_the_hello_speaks_the_readers_language(nina: Person) -> None:
    nina.title, nina.languages, nina.skills = "Painter", ["fr", "en"], ["colour", "spray guns"]
    assert "I work as painter in Valladolid." in hello(nina)
    assert "colour and spray guns" in hello(nina)
    with translation.override("fr"):
        words = hello(nina)
    assert "français et anglais" in words
    assert "colour et spray guns" in words
    with translation.override("de"):
        assert "Painter" in hello(nina)
    assert hello(Person(name="Nobody"))
    assert Post.objects.count() == 0
