"""Who is told what: merged, never repeated, never to those who may not see it."""

import pytest
from django.utils import translation

from parvis.journal.models import Entry
from parvis.notifications import queries, verbs
from parvis.notifications.models import Notification
from parvis.notifications.sentences import sentence
from parvis.people.models import Person
from parvis.people.verbs import take_in
from parvis.posts.models import Post
from parvis.posts.verbs import comment, publish, react, remove
from parvis.spaces.models import Space, Subscription
from parvis.spaces.verbs import join, open_community, open_conversation

pytestmark = pytest.mark.django_db

ALICE, BOB, CARLA, DAN = "alice", "bob", "carla", "dan"


@pytest.fixture
def people() -> dict[str, Person]:
    return {h: take_in(None, handle=h, name=h.title()) for h in (ALICE, BOB, CARLA, DAN)}


def wall(person: Person) -> Space:
    return Space.objects.get(owner=person, kind="wall")


def work() -> None:
    """Do what the worker does for each entry so far, twice: telling again changes nothing."""
    for _ in range(2):
        for entry in Entry.objects.order_by("pk"):
            verbs.tell_of(entry)


def told(person: Person) -> list[tuple[str, int]]:
    lines = queries.lines(person)
    return sorted((line.notification.kind, len(line.actors) + line.others) for line in lines)


def test_comments_on_one_post_are_one_line(people: dict[str, Person]) -> None:
    post = publish(people[ALICE], wall(people[ALICE]), "Who knows this pump?")
    for handle in (BOB, CARLA, DAN, BOB):
        comment(people[handle], post, "I do")
    work()
    assert told(people[ALICE]) == [("comment", 3)]
    (line,) = queries.lines(people[ALICE])
    assert "Bob" in sentence(line)
    assert "2 others" in sentence(line)
    with translation.override("fr"):
        assert "Bob" in sentence(line)
    assert told(people[BOB]) == []


def test_one_deed_is_told_once_in_its_most_particular_form(people: dict[str, Person]) -> None:
    post = publish(people[ALICE], wall(people[ALICE]), "Hello")
    first = comment(people[BOB], post, "Hi")
    comment(people[CARLA], first, "Hello @bob and @alice")
    work()
    assert told(people[BOB]) == [("mention", 1)]
    assert told(people[ALICE]) == [("comment", 1), ("mention", 1)]


def test_a_reaction_taken_back_and_done_again_is_told_once(people: dict[str, Person]) -> None:
    post = publish(people[ALICE], wall(people[ALICE]), "Hello")
    react(people[BOB], post, "like")
    work()
    verbs.mark_read(people[ALICE])
    react(people[BOB], post, "like")
    react(people[BOB], post, "love")
    work()
    assert queries.unread_count(people[ALICE]) == 0
    react(people[CARLA], post, "love")
    work()
    assert queries.unread_count(people[ALICE]) == 1


def test_levels_decide(people: dict[str, Person]) -> None:
    space = open_community(people[ALICE], name="Quality")
    levels = {BOB: "all", CARLA: "mentions", DAN: "nothing"}
    for handle, level in levels.items():
        join(people[handle], space)
        Subscription.objects.filter(person=people[handle], space=space).update(level=level)
    publish(people[ALICE], space, "To @dan and @carla")
    work()
    assert told(people[BOB]) == [("post", 1)]
    assert told(people[CARLA]) == [("mention", 1)]
    assert told(people[DAN]) == []


def test_nobody_is_told_what_they_may_not_read(people: dict[str, Person]) -> None:
    secret = open_community(people[ALICE], name="Plans", visibility="secret")
    publish(people[ALICE], secret, "Not for @bob")
    work()
    assert told(people[BOB]) == []
    assert not Notification.objects.exists()


def test_what_was_removed_is_not_shown_nor_told(people: dict[str, Person]) -> None:
    post = publish(people[BOB], wall(people[ALICE]), "Oops")
    work()
    assert told(people[ALICE]) == [("wall", 1)]
    remove(people[BOB], post)
    assert told(people[ALICE]) == []
    other = publish(people[BOB], wall(people[ALICE]), "Oops again")
    remove(people[BOB], other)
    work()
    assert told(people[ALICE]) == []


def test_a_chat_line_makes_no_notification(people: dict[str, Person]) -> None:
    conversation = open_conversation(people[ALICE], [people[BOB]])
    publish(people[ALICE], conversation, "Hi @bob")
    work()
    assert told(people[BOB]) == []


def test_asking_to_join_reaches_the_managers(people: dict[str, Person]) -> None:
    closed = open_community(people[ALICE], name="Closed", visibility="closed")
    join(people[BOB], closed)
    join(people[CARLA], closed)
    work()
    assert told(people[ALICE]) == [("request", 2)]


def test_looking_at_a_thread_reads_what_concerns_it(people: dict[str, Person]) -> None:
    post = publish(people[ALICE], wall(people[ALICE]), "Hello")
    other = publish(people[ALICE], wall(people[ALICE]), "Other")
    comment(people[BOB], post, "Hi")
    comment(people[BOB], other, "Hi")
    work()
    verbs.mark_thread_read(people[ALICE], post.pk)
    assert queries.unread_count(people[ALICE]) == 1
    assert Post.objects.filter(pk=other.pk).exists()
