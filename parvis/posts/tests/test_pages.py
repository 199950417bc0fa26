"""Pages and endpoints, up the same ladder: stranger, reader, member, moderator, banned."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from parvis.people.models import Person
from parvis.people.verbs import take_in
from parvis.posts.fragments import kept
from parvis.posts.models import Post, Saved
from parvis.posts.verbs import accept, comment, edit, publish, react, remove
from parvis.spaces.models import Space, Subscription
from parvis.spaces.verbs import join, open_community

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def person(handle: str, **fields: Any) -> Person:
    return take_in(None, handle=handle, name=handle.title(), **fields)


def signed_in(who: Person) -> Client:
    client = Client()
    client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def wall(who: Person) -> Space:
    return Space.objects.get(owner=who, kind="wall")


class World:
    """A closed community with one of each rung, and a post with a comment by its member."""

    def __init__(self) -> None:
        self.manager = person("manager")
        self.circle = open_community(self.manager, name="Circle", visibility="closed")
        self.member = self.inside("member", "member")
        self.moderator = self.inside("moderator", "moderator")
        self.reader = person("reader")
        self.banned = self.inside("banned", "member", "banned")
        self.guest = person("guest", kind="guest")
        self.post = publish(self.member, self.circle, "Inside *words*")
        self.comment = comment(self.member, self.post, "Below")

    def inside(self, handle: str, role: str, state: str = "active") -> Person:
        who = person(handle)
        Subscription.objects.create(person=who, space=self.circle, role=role, state=state)
        return who


@pytest.fixture
def world() -> World:
    kept.clear()
    return World()


READ = ("", "card", "words", "menu", "comments", "reply", "reactions", "history", "share")


@pytest.mark.parametrize("part", READ)
def test_reading_up_the_ladder(world: World, part: str) -> None:
    for post in (world.post, world.comment):
        if part == "card" and post is world.comment:
            continue
        address = f"/posts/{post.pk}/{part}"
        assert Client().get(address).status_code == 302
        for outsider in (world.reader, world.banned, world.guest):
            assert signed_in(outsider).get(address).status_code == 404
            assert signed_in(outsider).get(address, headers=HTMX).status_code == 404
        for insider in (world.member, world.moderator, world.manager):
            answer = signed_in(insider).get(address, follow=True)
            assert answer.status_code == 200, address
            assert signed_in(insider).get(address, headers=HTMX).status_code in (200, 302)


@pytest.mark.parametrize(
    ("part", "data", "may"),
    [
        ("react", {"emoji": "like"}, "member moderator manager"),
        ("comments", {"text": "Yes"}, "member moderator manager"),
        ("save", {}, "member moderator manager"),
        ("pin", {}, "moderator manager"),
        ("edit", {"text": "Changed"}, "member"),
        ("share", {"text": "See"}, "member moderator manager"),
        ("remove", {}, "member moderator manager"),
    ],
)
def test_deeds_up_the_ladder(world: World, part: str, data: dict[str, str], may: str) -> None:
    address = f"/posts/{world.post.pk}/{part}"
    assert Client().post(address, data).status_code == 302
    assert Post.objects.count() == 2
    for outsider in (world.reader, world.banned, world.guest):
        assert signed_in(outsider).post(address, data).status_code == 404
    for rung in ("member", "moderator", "manager"):
        if part == "remove":
            world.post = publish(world.member, world.circle, rung)
            address = f"/posts/{world.post.pk}/{part}"
        answer = signed_in(getattr(world, rung)).post(address, data)
        assert answer.status_code == (302 if rung in may else 403)
    for nobody in (99999, 2**63):
        assert signed_in(world.member).post(f"/posts/{nobody}/{part}", data).status_code == 404


def test_a_ban_silences_in_an_open_place(world: World) -> None:
    square = open_community(world.manager, name="Square")
    post = publish(world.manager, square, "Open")
    Subscription.objects.create(person=world.banned, space=square, state="banned")
    client = signed_in(world.banned)
    assert client.get(f"/posts/{post.pk}/").status_code == 200
    assert client.post(f"/posts/{post.pk}/react", {"emoji": "like"}).status_code == 403
    assert client.post(f"/posts/{post.pk}/comments", {"text": "I"}).status_code == 403
    assert 'class="comment-form"' not in client.get(f"/posts/{post.pk}/card").text


def test_publishing_plainly_and_with_htmx(world: World) -> None:
    client = signed_in(world.member)
    key = str(uuid4())
    form = {"space": world.circle.pk, "text": "Hello **all**", "once": key}
    first = client.post("/posts/", form, headers={"Referer": "http://testserver/"})
    again = client.post("/posts/", form, headers={"Referer": "http://testserver/"})
    made = Post.objects.get(source="Hello **all**")
    assert first["Location"] == again["Location"] == f"http://testserver/#post-{made.pk}"
    answer = client.post("/posts/", form | {"once": "nonsense"}, headers=HTMX)
    assert "<strong>all</strong>" in answer.text
    assert 'id="composer-once"' in answer.text
    assert client.post("/posts/", {"text": "On my wall"}).status_code == 302
    assert Post.objects.get(source="On my wall").space == wall(world.member)
    assert signed_in(world.reader).post("/posts/", form).status_code == 403
    assert client.post("/posts/", {"space": "999999", "text": "x"}).status_code == 404


def test_what_is_refused_is_said_and_what_was_typed_is_kept(world: World) -> None:
    client = signed_in(world.member)
    long = "a" * 50_001
    plain = client.post("/posts/", {"space": world.circle.pk, "text": long})
    assert plain.status_code == 422
    assert long in plain.text
    assert "too long" in plain.text
    swapped = client.post("/posts/", {"text": " "}, headers=HTMX)
    assert swapped.status_code == 422
    assert swapped["HX-Retarget"] == "#composer-error"
    comment_answer = client.post(f"/posts/{world.post.pk}/comments", {"text": ""}, headers=HTMX)
    assert comment_answer["HX-Retarget"] == f"#error-{world.post.pk}"
    edited = client.post(f"/posts/{world.post.pk}/edit", {"text": long})
    assert edited.status_code == 422
    assert long in edited.text
    assert client.post(f"/posts/{world.post.pk}/react", {"emoji": "x"}).status_code == 422


def test_too_much_in_a_minute_is_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parvis.posts.pace.A_MINUTE", 3)
    client = signed_in(world.member)
    assert client.post("/posts/", {"text": "Three"}).status_code == 302
    answer = client.post("/posts/", {"text": "Four"})
    assert answer.status_code == 429
    assert "Four" in answer.text
    assert client.post("/posts/", {"text": "Four"}, headers=HTMX).status_code == 429


def test_deeds_answer_with_the_post_as_it_is_now(world: World) -> None:
    client = signed_in(world.member)
    answer = client.post(f"/posts/{world.post.pk}/react", {"emoji": "love"}, headers=HTMX)
    assert f'id="post-{world.post.pk}"' in answer.text
    assert "data-mine" in answer.text
    below = client.post(f"/posts/{world.comment.pk}/react", {"emoji": "🎉"}, headers=HTMX)
    assert below.text.startswith('<article class="comment"')
    written = client.post(f"/posts/{world.comment.pk}/comments", {"text": "Third"}, headers=HTMX)
    assert written.text.startswith("<li>")
    assert client.post(f"/posts/{world.post.pk}/save", headers=HTMX).status_code == 200
    assert Saved.objects.filter(person=world.member).exists()
    back = client.post(
        f"/posts/{world.post.pk}/react",
        {"emoji": "love"},
        headers={"Referer": "http://testserver/communities/circle/?after=1#x"},
    )
    assert back["Location"] == f"http://testserver/communities/circle/?after=1#post-{world.post.pk}"
    evil = client.post(f"/posts/{world.post.pk}/save", headers={"Referer": "https://evil.example/"})
    assert evil["Location"] == f"/posts/{world.post.pk}/"


def test_a_thread_has_two_levels_pages_and_places(world: World) -> None:
    comments = [comment(world.member, world.post, f"Comment {n}.") for n in range(60)]
    answer = comment(world.manager, comments[0], "An answer.")
    client = signed_in(world.reader)
    assert client.get(f"/posts/{world.post.pk}/").status_code == 404
    client = signed_in(world.moderator)
    page = client.get(f"/posts/{world.post.pk}/").text
    assert page.index("Comment 0.") < page.index("An answer.") < page.index("Comment 1.")
    assert "Comment 59." not in page
    assert f"?page=2#comments-{world.post.pk}" in page
    last = client.get(f"/posts/{comments[-1].pk}/", follow=True)
    assert "Comment 59." in last.text
    assert f'class="comment is-focused" id="post-{comments[-1].pk}"' in last.text
    assert "?page=1#" in last.text
    fresh = client.get(f"/posts/{world.post.pk}/comments?after={comments[58].pk}").text
    assert "Comment 59." in fresh
    assert "Comment 58." not in fresh
    assert str(answer.pk) in fresh


def test_a_removed_comment_keeps_its_place_above_visible_answers(world: World) -> None:
    comment(world.manager, world.comment, "An answer")
    alone = comment(world.member, world.post, "Alone")
    remove(world.member, world.comment)
    remove(world.member, alone)
    page = signed_in(world.member).get(f"/posts/{world.post.pk}/").text
    assert "This comment was removed." in page
    assert page.count("This comment was removed.") == 1
    assert "An answer" in page
    assert "Below" not in page
    assert "1 comment<" in page


def test_moderators_keep_a_trace_of_what_was_removed(world: World) -> None:
    signed_in(world.moderator).post(f"/posts/{world.post.pk}/remove", {"reason": "Off topic"})
    address = f"/posts/{world.post.pk}/"
    for other in (world.member, world.reader, world.banned):
        assert signed_in(other).get(address).status_code == 404
    trace = signed_in(world.manager).get(address)
    assert trace.status_code == 410
    assert "Off topic" in trace.text
    assert "<em>words</em>" in trace.text


def test_an_answer_is_accepted_by_who_asked(world: World) -> None:
    question = publish(world.member, world.circle, "?", title="Which one?", kind="question")
    answer = comment(world.manager, question, "This one")
    other = comment(world.moderator, question, "That one")
    stranger = open_community(world.reader, name="Other")
    assert "/accept" in signed_in(world.member).get(f"/posts/{answer.pk}/menu", headers=HTMX).text
    assert signed_in(world.member).post(f"/posts/{answer.pk}/accept").status_code == 302
    assert "Answered" in signed_in(world.moderator).get(f"/posts/{question.pk}/card").text
    assert signed_in(world.moderator).post(f"/posts/{other.pk}/accept").status_code == 302
    assert list(question.comments.filter(accepted=True)) == [other]
    join(world.member, stranger)
    plain = publish(world.reader, stranger, "No question")
    below = comment(world.member, plain, "No answer")
    assert signed_in(world.reader).post(f"/posts/{below.pk}/accept").status_code == 422
    lone = publish(world.member, world.circle, "?", kind="question")
    mine = comment(world.manager, lone, "Me!")
    third = world.inside("third", "member")
    assert signed_in(third).post(f"/posts/{mine.pk}/accept").status_code == 403
    assert accept(world.member, mine).accepted


def test_sharing_shows_the_original_to_those_who_may_read_it(world: World) -> None:
    client = signed_in(world.member)
    square = open_community(world.member, name="Square")
    client.post(f"/posts/{world.post.pk}/share", {"space": square.pk, "text": "Look"})
    shared = Post.objects.get(shares=world.post)
    assert "Inside <em>words" in client.get(f"/posts/{shared.pk}/").text
    other = signed_in(world.reader).get(f"/posts/{shared.pk}/").text
    assert "Look" in other
    assert "Inside" not in other
    bare = client.post(f"/posts/{shared.pk}/share", {"text": ""})
    assert bare.status_code == 302


def test_history_shows_what_was_said_before(world: World) -> None:
    edit(world.member, world.post, "Other words")
    page = signed_in(world.manager).get(f"/posts/{world.post.pk}/history").text
    assert "Other words" in page
    assert "Inside <em>words</em>" in page
    assert edit(world.member, world.post, "Other words").revisions.count() == 1


def test_tags_and_kept_posts_show_what_one_may_read(world: World) -> None:
    publish(world.member, world.circle, "A secret #Été")
    open_post = publish(world.manager, wall(world.manager), "In the open #été")
    comment(world.member, open_post, "Below with #été")
    other = signed_in(world.reader).get("/tags/été/").text
    assert "In the open" in other
    assert "Below with" in other
    assert "A secret" not in other
    assert "A secret" in signed_in(world.member).get("/tags/été/").text
    client = signed_in(world.member)
    for post in (world.post, world.comment, open_post):
        client.post(f"/posts/{post.pk}/save")
    saved = client.get("/saved/").text
    assert saved.index("In the open") < saved.index("Inside")
    Subscription.objects.filter(person=world.member, space=world.circle).delete()
    assert "Inside" not in client.get("/saved/").text


def test_completion_offers_people_then_communities_one_may_see(world: World) -> None:
    open_community(world.manager, name="Memory")
    hidden = open_community(world.manager, name="Memento", visibility="secret")
    offers = json.loads(signed_in(world.reader).get("/complete/people?q=mem").content)
    assert [offer["text"] for offer in offers] == ["@member", "@memory"]
    assert str(hidden.slug) not in str(offers)
    assert signed_in(world.guest).get("/complete/people?q=mem").json() == []
    publish(world.member, world.circle, "#quality #quantity")
    assert signed_in(world.reader).get("/complete/tags?q=qu").json() == []
    tags = signed_in(world.member).get("/complete/tags?q=qual").json()
    assert tags == [{"text": "#quality", "label": "#quality", "hint": "", "image": None}]


def test_pages_cost_the_same_whatever_the_number(world: World) -> None:
    client = signed_in(world.member)
    other = publish(world.member, world.circle, "Many #many")
    for number in range(60):
        below = comment(world.manager, other, f"{number}")
        react(world.member, below, "like")
        publish(world.member, world.circle, f"{number} #few")
    few = publish(world.member, world.circle, "Few #one")

    def count(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    assert count(f"/posts/{few.pk}/") == count(f"/posts/{other.pk}/")
    assert count("/tags/few/") == count("/tags/many/")


def test_a_feed_shows_the_beginning_of_a_long_text_and_fetches_the_rest(world: World) -> None:
    last = "the very last word"
    long = publish(world.member, world.circle, f"**First** {'word ' * 500} {last}")
    client = signed_in(world.member)
    assert last not in client.get(f"/posts/{long.pk}/card").text
    assert last in client.get(f"/posts/{long.pk}/card?whole").text
    page = client.get(f"/posts/{long.pk}/").text
    assert last in page
    assert f"/posts/{long.pk}/card?whole" in page
    rest = client.get(f"/posts/{long.pk}/words", headers=HTMX).text
    assert last in rest
    assert "<html" not in rest
    assert last in client.get(f"/posts/{long.pk}/words").text


def test_a_long_comment_is_cut_wherever_it_stands(world: World) -> None:
    long = comment(world.member, world.post, "answer " * 400 + "finis")
    client = signed_in(world.member)
    for address in (f"/posts/{world.post.pk}/card", f"/posts/{world.post.pk}/"):
        assert "finis" not in client.get(address).text
    assert "finis" in client.get(f"/posts/{long.pk}/words", headers=HTMX).text
