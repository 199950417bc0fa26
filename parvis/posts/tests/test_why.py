"""Why one sees a post: follow, membership, rule, mention, one's own wall, open to all."""

import pytest
from django.test import Client

from parvis.people.models import Person
from parvis.people.verbs import take_in
from parvis.posts.models import Post
from parvis.posts.verbs import comment, publish
from parvis.posts.why import why
from parvis.spaces.models import Space, Subscription
from parvis.spaces.verbs import change_audience, follow, join, open_community

pytestmark = pytest.mark.django_db


@pytest.fixture
def bob() -> Person:
    return take_in(None, handle="bob", name="Bob", department="Quality")


def on_wall(person: Person, words: str = "Hello") -> Post:
    return publish(person, Space.objects.get(kind="wall", owner=person), words)


def test_a_wall(alice: Person, bob: Person) -> None:
    post = on_wall(alice)
    assert why(bob, post) == "You see this because it is open to everyone in the company."
    follow(bob, alice)
    assert why(bob, post) == "You see this because you follow Alice."
    assert why(alice, post) == "You see this because it is on your wall."


def test_a_mention_comes_first_also_of_the_post_above(alice: Person, bob: Person) -> None:
    post = on_wall(alice, "Hello @bob")
    answer = comment(alice, post, "Again")
    for one in (post, answer):
        assert why(bob, one).startswith("You are mentioned here. You see this because")


def test_a_community(alice: Person, bob: Person) -> None:
    space = open_community(alice, name="Paint")
    post = publish(alice, space, "Hello")
    join(bob, space)
    assert why(bob, post) == "You see this because you are a member of Paint."
    Subscription.objects.filter(person=bob, space=space).update(source="group")
    assert why(bob, post).endswith("A group of the directory brought you in.")


def test_a_rule_says_which(bob: Person) -> None:
    boss = take_in(None, handle="boss", name="Boss", is_admin=True)
    space = open_community(boss, name="All of Quality")
    change_audience(boss, space, {"any": [{"department": ["Quality"]}]})
    post = publish(boss, space, "Hello")
    assert Subscription.objects.get(person=bob, space=space).source == "rule"
    assert "your department is Quality" in why(bob, post)


def test_the_menu_says_it_to_who_may_read(alice: Person, bob: Person) -> None:
    secret = open_community(alice, name="Secret", visibility="secret")
    post = publish(alice, secret, "Hello")
    client = Client()
    client.force_login(alice)
    page = client.get(f"/posts/{post.pk}/menu", headers={"HX-Request": "true"}).content.decode()
    assert "because you are a member of Secret" in page
    client.force_login(bob)
    assert client.get(f"/posts/{post.pk}/menu").status_code == 404
