"""Finding: accents folded, through the access rule, a constant number of statements."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from parvis.people.models import Person
from parvis.people.verbs import take_in
from parvis.posts.verbs import comment, publish, remove
from parvis.search import queries
from parvis.search.views import marked
from parvis.spaces.models import Space
from parvis.spaces.verbs import open_community

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice() -> Person:
    return take_in(None, handle="alice", name="Alice Lefèvre")


def wall(person: Person) -> Space:
    return Space.objects.get(owner=person, kind="wall")


@pytest.mark.parametrize(
    "words", ["étanchéité", "ETANCHEITE", '"joint d\'étanchéité"', "joint -pompe"]
)
def test_accents_case_phrases(alice: Person, bob: Person, words: str) -> None:
    post = publish(alice, wall(alice), "Un joint d'étanchéité qui fuit")
    publish(alice, wall(alice), "La pompe tourne")
    assert queries.posts_with(bob, words) == [post]


def test_comments_are_found_and_marked(alice: Person, bob: Person) -> None:
    post = publish(alice, wall(alice), "Who knows?")
    answer = comment(bob, post, "If 3 < gasket & the seal")
    (found,) = queries.posts_with(alice, "gasket")
    assert found == answer
    assert "3 &lt; <mark>gasket</mark> &amp; the" in marked(found.excerpt)  # type: ignore[attr-defined]


def test_what_is_found_reads_as_it_is_shown(alice: Person, bob: Person) -> None:
    words = "The **gasket**, `<b>` & [the drawing](https://example.com/x) of _Monday_."
    publish(alice, wall(alice), words)
    (found,) = queries.posts_with(bob, "gasket")
    shown = marked(found.excerpt)  # type: ignore[attr-defined]
    assert shown == "The <mark>gasket</mark>, &lt;b&gt; &amp; the drawing of Monday."


def test_nothing_is_found_that_one_may_not_read(alice: Person, bob: Person) -> None:
    secret = open_community(alice, name="Secret plans", visibility="secret")
    closed = open_community(alice, name="Closed plans", visibility="closed")
    publish(alice, secret, "budget needle")
    publish(alice, closed, "budget needle")
    gone = publish(alice, wall(alice), "budget needle")
    remove(alice, gone)
    assert queries.posts_with(bob, "needle") == []
    assert len(queries.posts_with(alice, "needle")) == 2
    assert list(queries.communities_named(bob, "plans")) == [closed]
    assert set(queries.communities_named(alice, "plans")) == {secret, closed}


def test_people_nearly(alice: Person, bob: Person) -> None:
    assert list(queries.people_named(bob, "lefevre")) == [alice]
    assert list(queries.people_named(bob, "alise lefevre")) == [alice]


def test_without_words_the_page_says_how_and_where(
    client: Client, alice: Person, bob: Person
) -> None:
    open_community(alice, name="Pumps & valves")
    seen = {}
    for person in (alice, bob):
        client.force_login(person)
        seen[person] = client.get("/search", {"q": "  "}).content.decode()
    assert all("What are you looking for?" in page for page in seen.values())
    assert 'aria-labelledby="search-mine"' in seen[alice]
    assert "Pumps &amp; valves" in seen[alice]
    assert 'aria-labelledby="search-mine"' not in seen[bob]


@pytest.mark.parametrize("words", ["", "&|!:*", '"', "\x00", "a" * 5000, "%_\\", "(((", "<b>"])
def test_odd_words_are_harmless(client: Client, alice: Person, words: str) -> None:
    client.force_login(alice)
    assert client.get("/search", {"q": words}).status_code == 200
    for kind in ("people", "communities", "posts"):
        assert client.get("/search", {"q": words, "in": kind, "before": "x"}).status_code == 200


def test_the_statements_do_not_grow(client: Client, alice: Person) -> None:
    client.force_login(alice)
    counts = []
    for _round in range(2):
        for number in range(3):
            publish(alice, wall(alice), f"needle {number}")
            open_community(alice, name=f"needle {number}")
        client.get("/search", {"q": "needle"})
        with CaptureQueriesContext(connection) as captured:
            assert b"needle" in client.get("/search", {"q": "needle"}).content
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_next_page_goes_on_where_this_one_ends(client: Client, alice: Person) -> None:
    posts = [publish(alice, wall(alice), f"needle {number}") for number in range(25)]
    client.force_login(alice)
    first = client.get("/search", {"q": "needle", "in": "posts"}).context
    before = first["following"]
    second = client.get("/search", {"q": "needle", "in": "posts", "before": before}).context
    shown = [row["post"] for row in (*first["posts"], *second["posts"])]
    assert shown == posts[::-1]


def test_strangers_are_asked_to_sign_in(client: Client) -> None:
    assert client.get("/search", {"q": "x"}).status_code == 302


def test_the_palette_offers_what_one_may_know(alice: Person, bob: Person) -> None:
    open_community(alice, name="Pumps and valves")
    open_community(alice, name="Pumps in secret", visibility="secret")
    gus = take_in(None, handle="gus", name="Gus Pumper", kind="guest")
    answers = {}
    for person in (alice, bob, gus):
        client = Client()
        client.force_login(person)
        answers[person.handle] = client.get("/search/suggest", {"q": "pump"}).content.decode()
    assert "Pumps in secret" in answers["alice"]
    assert "Pumps and valves" in answers["bob"]
    assert "Pumps in secret" not in answers["bob"]
    assert "Gus Pumper" in answers["bob"]
    assert "Pumps" not in answers["gus"]
    assert Client().get("/search/suggest", {"q": "pump"}).status_code == 302
    assert Client().get("/search/palette").status_code == 302


def test_deeds_of_the_palette_are_those_one_may_do(alice: Person, bob: Person) -> None:
    boss = take_in(None, handle="boss", name="Boss", is_admin=True)
    gus = take_in(None, handle="gus", name="Gus", kind="guest")
    seen = {}
    for person in (bob, boss, gus):
        client = Client()
        client.force_login(person)
        seen[person.handle] = client.get("/search/palette").content.decode()
    assert "/people/bob/" in seen["bob"]
    assert "/administration/" not in seen["bob"]
    assert "/administration/people/invite/" in seen["boss"]
    assert "/communities/new" in seen["bob"]
    assert "/communities/new" not in seen["gus"]


def test_suggestions_take_a_constant_number_of_statements(alice: Person, bob: Person) -> None:
    client = Client()
    client.force_login(bob)

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/search/suggest", {"q": "ma"}).status_code == 200
        return len(captured)

    open_community(alice, name="Maintenance 0")
    take_in(None, handle="max", name="Max")
    client.get("/search/suggest", {"q": "ma"})
    before = statements()
    for number in range(10):
        take_in(None, handle=f"ma{number}", name=f"Marie {number}")
        open_community(alice, name=f"Maintenance of {number}")
    assert statements() == before


def test_old_words_are_found_behind_the_newest_posts(
    monkeypatch: pytest.MonkeyPatch, alice: Person, bob: Person
) -> None:
    """Whether by looking through the newest posts or by the index: the same, newest first."""
    posts = [publish(alice, wall(alice), f"turbine {number}") for number in range(3)]
    publish(alice, wall(alice), "Something newer")
    found = [post.pk for post in queries.posts_with(bob, "turbine")]
    monkeypatch.setattr(queries, "LOOKED_THROUGH", 1)
    assert [post.pk for post in queries.posts_with(bob, "turbine")] == found
    assert found == [post.pk for post in reversed(posts)]
    assert [post.pk for post in queries.posts_with(bob, "turbine", posts[1].pk)] == [posts[0].pk]
