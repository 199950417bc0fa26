"""The three nouns, the rule, the verbs and the journal, end to end without a page."""

import pytest

from parvis import access
from parvis.access import Forbidden, NotVisible
from parvis.journal.models import Entry
from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.posts.verbs import comment, publish, react, remove
from parvis.spaces.models import Space
from parvis.spaces.verbs import follow, join, leave, open_community, open_conversation

pytestmark = pytest.mark.django_db


def test_a_colleague_writes_on_a_wall_and_it_is_journalled(alice: Person, bob: Person) -> None:
    wall = Space.objects.get(owner=bob, kind="wall")
    post = publish(alice, wall, "Hello **Bob**, see @bob and #quality")
    post.refresh_from_db()
    assert "<strong>Bob</strong>" in post.html
    assert post.tags == ["quality"]
    assert post.mentions.get().person == bob
    wall.refresh_from_db()
    assert wall.last_activity == post.last_activity
    assert Entry.objects.filter(verb="post.published", post_id=post.pk).count() == 1


def test_comments_raise_and_removals_lower_the_heads(alice: Person, bob: Person) -> None:
    wall = Space.objects.get(owner=alice, kind="wall")
    root = publish(alice, wall, "One")
    answer = comment(bob, root, "Two")
    second = comment(alice, answer, "Three")
    third = comment(bob, second, "Four")
    assert second.reply_to == answer
    assert third.reply_to == answer
    root.refresh_from_db()
    assert root.comments_count == 3
    remove(bob, third)
    root.refresh_from_db()
    assert root.last_activity == second.last_activity
    remove(alice, root)
    wall.refresh_from_db()
    assert wall.last_activity is None
    assert not access.visible(Post.objects.all(), alice).exists()


def test_a_secret_community_does_not_exist_for_others(alice: Person, bob: Person) -> None:
    secret = open_community(alice, name="Secret plans", visibility="secret")
    with pytest.raises(NotVisible):
        publish(bob, secret, "Let me in")
    closed = open_community(alice, name="Closed circle", visibility="closed")
    with pytest.raises(Forbidden):
        publish(bob, closed, "Let me in")
    assert join(bob, closed).state == "requested"
    assert set(access.visible(Space.objects.filter(kind="community"), bob)) == {closed}
    assert set(access.audience(secret)) == {alice}


def test_reactions_replace_and_take_back(alice: Person, bob: Person) -> None:
    post = publish(alice, Space.objects.get(owner=alice, kind="wall"), "One")
    assert react(bob, post, "like").reactions == {"like": 1}
    assert react(bob, post, "🎉").reactions == {"🎉": 1}
    assert react(bob, post, "🎉").reactions == {}


def test_conversations_and_follows(alice: Person, bob: Person) -> None:
    conversation = open_conversation(alice, [bob])
    assert open_conversation(bob, [alice]) == conversation
    publish(bob, conversation, "Salut")
    follow(alice, bob)
    community = open_community(bob, name="Quality")
    join(alice, community)
    community.refresh_from_db()
    assert community.members_count == 2
    leave(alice, community)
    community.refresh_from_db()
    assert community.members_count == 1
