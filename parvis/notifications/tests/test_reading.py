"""Looking at something reads what was told of it, and that very page's bell already knows."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from parvis.journal.models import Entry
from parvis.notifications import queries, verbs
from parvis.notifications.models import Notification
from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.posts.verbs import comment, publish, remove
from parvis.spaces.models import Space
from parvis.spaces.verbs import open_community, open_conversation

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def hers(alice: Person) -> Client:
    client = Client()
    client.force_login(alice, backend=BACKEND)
    return client


def asked_about(alice: Person, bob: Person, comments: int = 2) -> Post:
    """A post of Alice's on which Bob comments, as the worker has told her."""
    post = publish(alice, Space.objects.get(owner=alice, kind="wall"), "Who knows this pump?")
    for number in range(comments):
        comment(bob, post, f"I do, @alice {number}")
    for entry in Entry.objects.filter(verb="post.commented"):
        verbs.tell_of(entry)
    return post


def tell_all() -> None:
    """Do what the worker does for everything that was written."""
    for entry in Entry.objects.filter(verb__in=["post.published", "post.commented"]):
        verbs.tell_of(entry)


def badge(page: str, key: str = "notifications") -> int:
    """What a page shows beside an item of its frame."""
    found = re.search(rf'data-badge="{key}"[^>]*>\s*<[^>]*>(\d+)', page)
    assert found, "the page has no such badge"
    return int(found[1])


def test_a_threads_page_reads_what_concerns_it(alice: Person, bob: Person, hers: Client) -> None:
    post, other = asked_about(alice, bob), asked_about(alice, bob, 1)
    assert badge(hers.get("/saved/").text) == queries.unread_count(alice) == 3
    assert badge(hers.get(f"/posts/{post.pk}/").text) == 1
    assert queries.unread_count(alice) == 1
    below = other.comments.get()
    assert badge(hers.get(f"/posts/{below.pk}/", follow=True).text) == 0


def test_only_a_look_counts(alice: Person, bob: Person, hers: Client) -> None:
    post = asked_about(alice, bob)
    address = f"/posts/{post.pk}/"
    hers.get(address, headers={"Sec-Purpose": "prefetch;prerender"})
    hers.get(f"{address}card")
    his = Client()
    his.force_login(bob, backend=BACKEND)
    his.get(address)
    assert queries.unread_count(alice) == 2


def test_what_one_may_no_longer_see_reads_nothing(alice: Person, bob: Person, hers: Client) -> None:
    secret = open_community(bob, name="Plans", visibility="secret")
    post = publish(bob, secret, "Not for her")
    Notification.objects.create(person=alice, kind="mention", subject="mention:1", post=post)
    assert hers.get(f"/posts/{post.pk}/").status_code == 404
    assert Notification.objects.get().read_at is None


def test_a_look_writes_only_what_is_new_and_costs_the_same(
    alice: Person, bob: Person, hers: Client
) -> None:
    few, many = asked_about(alice, bob, 1), asked_about(alice, bob, 9)
    nothing = publish(alice, Space.objects.get(owner=alice, kind="wall"), "Quiet")

    def statements(post: Post) -> list[str]:
        with CaptureQueriesContext(connection) as seen:
            assert hers.get(f"/posts/{post.pk}/").status_code == 200
        return [query["sql"] for query in seen]

    statements(nothing)
    assert len(statements(few)) == len(statements(many))
    again = statements(many)
    assert len(again) == len(statements(nothing))
    assert not [sql for sql in again if "UPDATE" in sql or "INSERT" in sql]


def test_a_conversations_page_has_its_own_badge_right(
    alice: Person, bob: Person, hers: Client
) -> None:
    talk = open_conversation(bob, [alice])
    publish(bob, talk, "Are you there, @alice?")
    assert badge(hers.get("/saved/").text, "messages") == 1
    assert badge(hers.get(f"/conversations/{talk.pk}/").text, "messages") == 0


def test_a_removed_post_leaves_no_badge_behind(alice: Person, bob: Person, hers: Client) -> None:
    post = publish(bob, Space.objects.get(owner=alice, kind="wall"), "Oops")
    verbs.tell_of(Entry.objects.get(verb="post.published"))
    assert queries.unread_count(alice) == 1
    remove(bob, post)
    assert badge(hers.get("/saved/").text) == queries.unread_count(alice) == 0


def test_of_several_comments_the_line_leads_to_one_that_is_left(alice: Person, bob: Person) -> None:
    post = publish(alice, Space.objects.get(owner=alice, kind="wall"), "Who knows this pump?")
    first, second = comment(bob, post, "I do"), comment(bob, post, "I did")
    for entry in Entry.objects.filter(verb="post.commented"):
        verbs.tell_of(entry)
    remove(bob, second)
    (line,) = queries.lines(alice)
    assert line.notification.post == first
    assert queries.unread_count(alice) == 1
    remove(alice, post)
    assert queries.unread_count(alice) == 0


def test_filters_show_what_they_say_and_pages_turn(
    alice: Person, bob: Person, hers: Client
) -> None:
    wall = Space.objects.get(kind="wall", owner=alice)
    mine = publish(alice, wall, "Mine")
    comment(bob, mine, "Yours")
    comment(bob, publish(bob, Space.objects.get(kind="wall", owner=bob), "His"), "See @alice")
    tell_all()
    told = dict(Notification.objects.filter(person=alice).values_list("kind", "pk"))
    assert set(told) == {"comment", "mention"}
    verbs.mark_read(alice, notification=told["comment"])
    shown = {
        show: {line.notification.kind for line in queries.page(alice, show=show)[0]}
        for show in queries.SHOWN
    }
    assert shown == {
        "all": {"comment", "mention"},
        "unread": {"mention"},
        "mentions": {"mention"},
        "answers": {"comment"},
        "communities": set(),
    }
    assert {kind for kinds in queries.SHOWN.values() for kind in kinds} == set(
        Notification.Kind.values
    )
    for show in (*queries.SHOWN, "nonsense"):
        assert hers.get(f"/notifications/?show={show}").status_code == 200
    assert "Nothing of that kind" in hers.get("/notifications/?show=communities").content.decode()


def test_a_page_with_lines_left_out_still_has_a_next_one(
    alice: Person, bob: Person, hers: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 3)
    wall = Space.objects.get(kind="wall", owner=bob)
    posts = [publish(bob, wall, f"For @alice {n}") for n in range(5)]
    tell_all()
    Post.objects.filter(pk=posts[4].pk).update(removed_at=posts[4].last_activity)
    lines, following = queries.page(alice)
    assert len(lines) == 2
    assert following is not None
    assert len(queries.page(alice, following)[0]) == 2
    assert queries.page(alice, following)[1] is None
    assert "before=" in hers.get("/notifications/").content.decode()


def test_what_one_is_told_of_is_set_beside(alice: Person, hers: Client) -> None:
    space = open_community(alice, name="Quality")
    page = hers.get("/notifications/").content.decode()
    assert f"/communities/{space.slug}/level" in page
    answer = hers.post(
        f"/communities/{space.slug}/level",
        {"level": "nothing"},
        headers={"referer": "http://testserver/notifications/"},
    )
    assert answer.headers["Location"] == "http://testserver/notifications/"
    assert "Quality: Nothing" in hers.get("/notifications/").content.decode()
    with CaptureQueriesContext(connection) as before:
        hers.get("/notifications/")
    for n in range(5):
        open_community(alice, name=f"More {n}")
    with CaptureQueriesContext(connection) as after:
        hers.get("/notifications/")
    assert len(after) == len(before)
