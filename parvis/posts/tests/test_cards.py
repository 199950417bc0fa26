"""Cards: right for each viewer, nothing of the viewer in what is kept, few statements always."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parvis.people.models import Person
from parvis.people.verbs import take_in
from parvis.posts import queries
from parvis.posts.cards import Table, cards
from parvis.posts.fragments import kept
from parvis.posts.models import Post
from parvis.posts.verbs import comment, publish, react, remove
from parvis.spaces.models import Space
from parvis.spaces.verbs import join, open_community

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forget() -> None:
    kept.clear()


@pytest.fixture
def alice() -> Person:
    return take_in(None, handle="alice", name="Alice Aubert")


@pytest.fixture
def bob() -> Person:
    return take_in(None, handle="bob", name="Bob Berger")


def shown_to(viewer: Person, ids: list[int]) -> list[str]:
    return [str(html) for html in cards(viewer, ids)]


def wall(person: Person) -> Space:
    return Space.objects.get(owner=person, kind="wall")


def test_a_card_shows_who_where_what_and_the_latest_comments(alice: Person, bob: Person) -> None:
    quality = open_community(alice, name="Quality & Co")
    post = publish(alice, quality, "First **words**")
    for number in range(4):
        comment(bob, post, f"Comment {number}")
    react(bob, post, "like")
    (html,) = shown_to(bob, [post.pk])
    assert f'id="post-{post.pk}"' in html
    assert "Quality &amp; Co" in html
    assert "<strong>words</strong>" in html
    assert "Comment 3" in html
    assert "Comment 2" in html
    assert "Comment 1" not in html
    assert "2 more comments" in html
    assert "4 comments" in html
    assert "\x00" not in html
    assert "\x01" not in html


def test_what_is_kept_holds_nothing_of_its_reader(alice: Person, bob: Person) -> None:
    post = publish(alice, wall(alice), "One")
    comment(bob, post, "Two")
    react(bob, post, "love")
    before = shown_to(alice, [post.pk])[0]
    fragments = dict(kept._kept)
    other = shown_to(bob, [post.pk])[0]
    assert dict(kept._kept) == fragments
    assert before != other
    assert 'data-mine="love"' in other
    assert 'data-mine="love"' not in before
    kept.clear()
    assert shown_to(bob, [post.pk])[0] == other
    assert dict(kept._kept) == fragments


def test_a_post_that_changes_while_it_is_looked_at_does_not_vanish(
    alice: Person, bob: Person
) -> None:
    post = publish(alice, wall(alice), "One")
    comment(bob, post, "Two")
    shown = queries.outline(bob.pk, [post.pk], 2)
    react(bob, post, "love")
    table = Table(bob, shown, "en")
    html = str(table.card(shown[0], table.latest(shown[0], shown[1:]), None))
    assert "One" in html
    assert "Two" in html
    assert "❤️" in html


def test_the_same_statements_for_one_post_and_for_fifty(alice: Person, bob: Person) -> None:
    quality = open_community(alice, name="Quality")
    original = publish(bob, wall(bob), "Original")
    posts = [publish(alice, quality, f"Post {number}") for number in range(50)]
    Post.objects.filter(pk=posts[3].pk).update(shares=original)
    for post in posts:
        comment(bob, post, "Yes")
        comment(alice, post, "No")
    for count in (1, 50):
        kept.clear()
        with CaptureQueriesContext(
            connection,
        ) as cold:
            assert len(cards(bob, [post.pk for post in posts[:count]])) == count
        assert len(cold) == 3
        with CaptureQueriesContext(connection) as warm:
            cards(bob, [post.pk for post in posts[:count]])
        assert len(warm) == 1


def test_a_changed_name_shows_at_once(alice: Person, bob: Person) -> None:
    post = publish(alice, wall(alice), "One")
    assert "Alice Aubert" in shown_to(bob, [post.pk])[0]
    Person.objects.filter(pk=alice.pk).update(name="Alice Autre", version=2)
    assert "Alice Autre" in shown_to(bob, [post.pk])[0]


def test_cards_leave_out_what_one_may_not_read(alice: Person, bob: Person) -> None:
    secret = open_community(alice, name="Plans", visibility="secret")
    hidden = publish(alice, secret, "Hush")
    shown = publish(alice, wall(alice), "Hello")
    gone = publish(alice, wall(alice), "Gone")
    remove(alice, gone)
    html = shown_to(bob, [hidden.pk, gone.pk, shown.pk, 12345])
    assert len(html) == 1
    assert "Hello" in html[0]


def test_a_shared_original_shows_to_those_who_may_read_it(alice: Person, bob: Person) -> None:
    secret = open_community(alice, name="Plans", visibility="secret")
    hidden = publish(alice, secret, "Hush hush")
    shared = publish(alice, wall(alice), "See")
    Post.objects.filter(pk=shared.pk).update(shares=hidden)
    assert "Hush hush" in shown_to(alice, [shared.pk])[0]
    assert "Hush hush" not in shown_to(bob, [shared.pk])[0]
    assert "not open to you" in shown_to(bob, [shared.pk])[0]


def test_one_who_joined_may_comment(alice: Person, bob: Person) -> None:
    circle = open_community(alice, name="Circle", visibility="closed")
    post = publish(alice, circle, "Welcome")
    assert join(bob, circle).state == "requested"
    assert shown_to(bob, [post.pk]) == []
    bob.subscriptions.filter(space=circle).update(state="active")
    assert f'action="/posts/{post.pk}/comments"' in shown_to(bob, [post.pk])[0]
