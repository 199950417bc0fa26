"""Live nudges reach who may hear them, at once, and nobody else."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from parvis.live.hub import hub
from parvis.live.nudges import nudge
from parvis.live.queries import person_of_session
from parvis.live.tests.pages import Loop, Page, cookie_of, listening, wait_until
from parvis.people import signed_in
from parvis.people.models import Person
from parvis.people.verbs import let_go
from parvis.posts.verbs import comment, publish
from parvis.spaces.models import Space, Subscription
from parvis.spaces.verbs import join, leave, open_community, open_conversation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def loop() -> Iterator[Loop]:
    with listening() as loop:
        yield loop


def test_members_hear_and_others_do_not(loop: Loop, alice: Person, bob: Person) -> None:
    secret = open_community(alice, name="Secret", visibility="secret")
    hers = Page(loop, cookie_of(alice))
    his = Page(loop, cookie_of(bob), f"space={secret.pk}")
    publish(alice, secret, "Psst")
    assert hers.hears(f'"space":"{secret.pk}","what":"post.published"')
    wall = Space.objects.get(owner=bob, kind="wall")
    publish(alice, wall, "Hi")
    page = Page(loop, cookie_of(bob), f"space={wall.pk}")
    post = publish(alice, wall, "Hi again")
    comment(bob, post, "Hello")
    assert page.hears("post.commented")
    assert page.hears(f'"thread":"{post.pk}"')
    assert f'"space":"{secret.pk}"' not in his.text


def test_nothing_of_the_words_is_sent(loop: Loop, alice: Person) -> None:
    wall = Space.objects.get(owner=alice, kind="wall")
    page = Page(loop, cookie_of(alice), f"space={wall.pk}")
    publish(alice, wall, "unmistakable")
    assert page.hears("post.published")
    assert "unmistakable" not in page.text


def test_strangers_and_forged_cookies_are_refused(loop: Loop) -> None:
    assert Page(loop, "").status == 401
    assert Page(loop, "forged").status == 401


def test_who_joins_hears_without_reloading_and_who_leaves_does_not(
    loop: Loop, alice: Person, bob: Person
) -> None:
    space = open_community(alice, name="Quality", visibility="secret")
    page = Page(loop, cookie_of(bob))
    from parvis.spaces.verbs import invite

    invite(alice, space, bob)
    join(bob, space)
    assert page.hears('"what":"rights"')
    publish(alice, space, "Welcome")
    assert page.hears("post.published")
    leave(bob, space)
    wait_until(lambda: page.text.count('"what":"rights"') >= 2)
    wait_until(lambda: space.pk not in hub._by_space or len(hub._by_space[space.pk]) == 0)
    before = page.text.count("post.published")
    publish(alice, space, "He is gone")
    own = Page(loop, cookie_of(alice))
    publish(alice, space, "Still")
    assert own.hears("post.published")
    assert page.text.count("post.published") == before


def test_a_leavers_stream_ends_and_is_not_taken_up_again(
    loop: Loop, alice: Person, bob: Person
) -> None:
    alice.is_admin = True
    alice.save()
    cookie = cookie_of(bob)
    page = Page(loop, cookie)
    wait_until(lambda: person_of_session(cookie) and signed_in.memory.get(cookie) is not None)
    let_go(alice, bob)
    wait_until(lambda: page.ended)
    assert 'event: bye\ndata: {"signed_out":true}' in page.text
    assert signed_in.memory.get(cookie) is None
    assert Page(loop, cookie).status == 401


def test_a_conversation_is_heard_by_its_people(loop: Loop, alice: Person, bob: Person) -> None:
    page = Page(loop, cookie_of(bob))
    conversation = open_conversation(alice, [bob])
    assert page.hears('"what":"rights"')
    publish(alice, conversation, "Are you there?")
    assert page.hears(f'"space":"{conversation.pk}"')


def test_what_is_rolled_back_is_not_told(loop: Loop, alice: Person) -> None:
    wall = Space.objects.get(owner=alice, kind="wall")
    page = Page(loop, cookie_of(alice), f"space={wall.pk}")
    with transaction.atomic():
        publish(alice, wall, "Never mind")
        transaction.set_rollback(True)
    publish(alice, wall, "This one")
    assert page.hears("post.published")
    assert page.text.count("post.published") == 1


def test_a_lost_listening_connection_comes_back(loop: Loop, alice: Person) -> None:
    wall = Space.objects.get(owner=alice, kind="wall")
    page = Page(loop, cookie_of(alice), f"space={wall.pk}")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE query LIKE 'LISTEN %' AND datname = current_database()"
        )
    wait_until(lambda: not hub.listening)
    wait_until(lambda: hub.listening)
    assert page.hears('"what":"rights"')
    publish(alice, wall, "Back")
    assert page.hears("post.published")


def test_news_while_rights_are_looked_up_is_not_lost(
    loop: Loop, alice: Person, bob: Person
) -> None:
    space = open_community(alice, name="Quality")
    join(bob, space)
    page, his = Page(loop, cookie_of(alice)), Page(loop, cookie_of(bob))
    for number in range(5):
        with transaction.atomic():
            nudge(f"person:{alice.pk}", what="rights")
            nudge(f"person:{bob.pk}", what="rights")
            if number == 4:
                Subscription.objects.filter(person=bob, space=space).delete()
                Space.objects.filter(pk=space.pk).update(visibility="secret")
            post = publish(alice, space, "News")
        assert page.hears(f'"post":"{post.pk}"')
        assert number == 4 or his.hears(f'"post":"{post.pk}"')
    assert str(post.pk) not in his.text
