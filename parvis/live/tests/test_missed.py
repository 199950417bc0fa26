"""What was written before a stream opened is told when it opens, under one's own rights."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from parvis.journal.record import _unless_quiet
from parvis.live.nudges import nudge_space
from parvis.live.stream import SLACK
from parvis.live.tests.pages import Loop, Page, cookie_of, listening, wait_until
from parvis.people.models import Person
from parvis.posts import news
from parvis.posts.models import Post
from parvis.posts.verbs import History, accept, comment, edit, pin, publish, react, remove
from parvis.spaces.models import Space
from parvis.spaces.verbs import join, leave, open_community, open_conversation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def loop() -> Iterator[Loop]:
    with listening() as loop:
        yield loop


def now() -> int:
    return time.time_ns() // 1_000_000


def an_hour_ago(author: Person, space: Space) -> Post:
    moment = datetime.now(UTC) - timedelta(hours=1)
    return publish(author, space, "Long ago", history=History(moment))


def test_a_post_written_before_the_stream_opens_is_told(
    loop: Loop, alice: Person, bob: Person
) -> None:
    space = open_community(alice, name="Quality")
    join(bob, space)
    an_hour_ago(alice, space)
    rendered = now()
    post = publish(alice, space, "Just now")
    page = Page(loop, cookie_of(bob), f"since={rendered}")
    assert page.hears(
        f'"space":"{space.pk}","what":"post.published","post":"{post.pk}","thread":"{post.pk}"'
    )
    assert page.text.count('"space"') == 1
    assert f'{{"person":"{bob.pk}","what":"notification"}}' in page.text
    assert "event: nudge" not in Page(loop, cookie_of(bob)).text


def test_a_comment_and_a_chat_line_are_told_as_well(loop: Loop, alice: Person, bob: Person) -> None:
    wall = Space.objects.get(owner=bob, kind="wall")
    old = an_hour_ago(alice, wall)
    rendered = now()
    comment(alice, old, "And?")
    talk = open_conversation(alice, [bob])
    line = publish(alice, talk, "Are you there?")
    page = Page(loop, cookie_of(bob), f"since={rendered}")
    assert page.hears(f'"space":"{wall.pk}","what":"post.commented","thread":"{old.pk}"')
    assert page.hears(f'"space":"{talk.pk}","what":"post.published","post":"{line.pk}"')


def test_only_what_one_may_hear_and_what_still_stands(
    loop: Loop, alice: Person, bob: Person
) -> None:
    secret = open_community(alice, name="Secret", visibility="secret")
    left = open_community(alice, name="Left")
    join(bob, left)
    leave(bob, left)
    rendered = now()
    publish(alice, secret, "Psst")
    publish(alice, left, "Without him")
    gone = publish(alice, Space.objects.get(owner=bob, kind="wall"), "Oops")
    remove(alice, gone)
    page = Page(loop, cookie_of(bob), f"since={rendered}&space={secret.pk}")
    assert page.hears(f'"what":"post.removed","post":"{gone.pk}","thread":"{gone.pk}"')
    assert page.text.count('"space"') == 1


def test_what_changed_is_told_each_change_once(loop: Loop, alice: Person, bob: Person) -> None:
    space = open_community(alice, name="Quality")
    join(bob, space)
    question = publish(alice, space, "Why?", kind=Post.Kind.QUESTION)
    answer = comment(bob, question, "Because")
    time.sleep(SLACK.total_seconds())
    rendered = now()
    edit(alice, question, "Why not?")
    for _ in range(2):  # there and back, and again
        react(bob, question, "👍")
        react(bob, question, "👍")
    pin(alice, question)
    accept(alice, answer)
    accept(alice, answer)
    remove(bob, answer)
    page = Page(loop, cookie_of(bob), f"since={rendered}")
    said = f'"post":"{question.pk}","thread":"{question.pk}"'
    assert page.hears(f'"space":"{space.pk}","what":"post.edited",{said}')
    for what in ("post.reacted", "post.unreacted", "post.pinned"):
        assert page.text.count(f'"what":"{what}",{said}') == 1
    said = f'"post":"{answer.pk}","thread":"{question.pk}"'
    for what in ("post.accepted", "post.unaccepted", "post.removed"):
        assert page.text.count(f'"what":"{what}",{said}') == 1


def test_what_changed_in_other_places_is_not_told(loop: Loop, alice: Person, bob: Person) -> None:
    secret = open_community(alice, name="Secret", visibility="secret")
    post = publish(alice, secret, "Psst")
    rendered = now()
    react(alice, post, "👍")
    page = Page(loop, cookie_of(bob), f"since={rendered}&space={secret.pk}")
    wait_until(lambda: "ready" in page.text)
    assert "event: nudge" not in page.text


def test_whatever_open_pages_hear_of_posts_is_told_to_those_that_open() -> None:
    heard = {verb for verb, listeners in _unless_quiet.items() if nudge_space in listeners}
    assert heard == {"post.published", "post.commented", *news.CHANGES}


def test_after_a_lost_connection_what_was_missed_is_told_once(
    loop: Loop, alice: Person, bob: Person
) -> None:
    wall = Space.objects.get(owner=bob, kind="wall")
    page = Page(loop, cookie_of(bob))
    heard = publish(alice, wall, "Heard")
    assert page.hears(str(heard.pk))
    lost = int(page.last_event)
    assert now() - 1000 < lost <= now()
    time.sleep(SLACK.total_seconds())
    meanwhile = now()
    missed = publish(alice, wall, "Missed")
    again = Page(loop, cookie_of(bob), "since=1", last_event=str(meanwhile))
    assert again.hears(str(missed.pk))
    assert str(heard.pk) not in again.text
    assert int(again.last_event) > lost


@pytest.mark.parametrize("since", ["", "x", "-1", "9" * 30, "١٢"])
def test_nonsense_is_no_moment(loop: Loop, alice: Person, since: str) -> None:
    publish(alice, Space.objects.get(owner=alice, kind="wall"), "Hello")
    page = Page(loop, cookie_of(alice), f"since={since}")
    assert page.status == 200
    wait_until(lambda: "ready" in page.text)
    assert "event: nudge" not in page.text


def test_of_very_much_the_page_looks_again_at_everything(
    loop: Loop, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "MOST", 3)
    wall = Space.objects.get(owner=alice, kind="wall")
    rendered = now()
    for number in range(5):
        publish(alice, wall, f"{number}")
    page = Page(loop, cookie_of(alice), f"since={rendered}")
    assert page.hears('{"what":"reconnected"}')


def test_where_more_changed_in_the_company_than_is_looked_at_all_is_looked_at(
    loop: Loop, alice: Person, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "FAR", 3)
    post = publish(alice, Space.objects.get(owner=alice, kind="wall"), "Hello")
    time.sleep(SLACK.total_seconds())
    rendered = now()
    for emoji in ("👍", "🎉"):
        react(alice, post, emoji)
    page = Page(loop, cookie_of(bob), f"since={rendered}")
    wait_until(lambda: "ready" in page.text)
    assert "reconnected" not in page.text
    react(alice, post, "👀")
    page = Page(loop, cookie_of(bob), f"since={rendered}")
    assert page.hears('{"what":"reconnected"}')


def test_one_statement_whatever_there_is(alice: Person) -> None:
    moment = datetime.now(UTC)
    spaces = [open_community(alice, name=f"C{number}") for number in range(5)]
    with CaptureQueriesContext(connection) as seen:
        assert news.since([space.pk for space in spaces], moment) == []
    assert len(seen) == 1
    for space in spaces:
        react(alice, publish(alice, space, "Hello"), "👍")
    with CaptureQueriesContext(connection) as seen:
        assert len(news.since([space.pk for space in spaces], moment)) == 10
    assert len(seen) == 1


def test_a_page_says_when_it_was_made(alice: Person) -> None:
    client = Client()
    client.force_login(alice)
    before = now()
    page = client.get("/saved/").text
    made = int(page.split('data-live-since="')[1].split('"')[0])
    assert before <= made <= now()
