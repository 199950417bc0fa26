"""The merged home feed agrees with the plain definition of it, page after page."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from parvis.feed import queries
from parvis.feed.cursor import Cursor
from parvis.people.models import Person
from parvis.people.verbs import take_in
from parvis.posts.models import Post
from parvis.posts.verbs import History, comment, publish, remove
from parvis.spaces.models import Space, Subscription
from parvis.spaces.verbs import join, open_community

pytestmark = pytest.mark.django_db

START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def reader() -> Person:
    return take_in(None, handle="reader", name="Reader")


@pytest.fixture
def writer() -> Person:
    return take_in(None, handle="writer", name="Writer")


def a_world(reader: Person, writer: Person, random: Random, spaces: int) -> None:
    """Fill the reader's wall, communities that the reader joined, and some they did not."""
    for _ in range(random.choice([0, 5])):
        at = START + timedelta(minutes=random.randrange(5000))
        publish(writer, Space.objects.get(owner=reader), "Hi", history=History(at))
    for number in range(spaces):
        space = open_community(writer, name=f"Community {number}")
        if random.random() < 0.8:
            join(reader, space)
        for _ in range(random.choice([0, 1, 3, 30])):
            at = START + timedelta(minutes=random.randrange(5000))
            post = publish(writer, space, "Words", history=History(at))
            if random.random() < 0.4:
                later = at + timedelta(minutes=random.randrange(3000))
                comment(reader, post, "Yes", history=History(later))
            if random.random() < 0.1:
                remove(writer, post)


def plainly(reader: Person, *order: str) -> list[int]:
    """The same feed as one would say it in a sentence."""
    mine = Subscription.objects.filter(person=reader, state="active", comes_home=True)
    posts = Post.objects.filter(
        Q(space__in=mine.values("space")) | Q(space__kind="wall", space__owner=reader),
        thread__isnull=True,
        removed_at__isnull=True,
    )
    return list(posts.order_by(*order).values_list("id", flat=True))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("spaces", [3, 40])
@pytest.mark.parametrize("by_time", [False, True])
def test_page_after_page_is_the_whole_feed_in_order(
    reader: Person, writer: Person, seed: int, spaces: int, by_time: bool
) -> None:
    a_world(reader, writer, Random(seed), spaces)
    order = ("-id",) if by_time else ("-last_activity", "-id")
    expected, after = plainly(reader, *order), None
    found: list[int] = []
    while True:
        page = queries.home(reader, after, by_time=by_time)
        found.extend(page.ids)
        after = page.following
        if after is None:
            break
    assert found == expected


def test_a_page_of_home_is_one_statement(reader: Person, writer: Person) -> None:
    a_world(reader, writer, Random(1), 10)
    after = queries.home(reader).following
    for cursor in (None, after):
        with CaptureQueriesContext(connection) as captured:
            queries.home(reader, cursor)
        assert len(captured) <= 1


def test_a_muted_space_does_not_come_home(reader: Person, writer: Person) -> None:
    space = open_community(writer, name="Noisy")
    subscription = join(reader, space)
    publish(writer, space, "Noise")
    assert len(queries.home(reader).ids) == 1
    Subscription.objects.filter(pk=subscription.pk).update(comes_home=False)
    assert queries.home(reader).ids == []


def test_ones_own_wall_comes_home(reader: Person, writer: Person) -> None:
    own = Space.objects.get(owner=reader)
    mine, theirs = publish(reader, own, "Mine"), publish(writer, own, "To you")
    assert queries.home(reader).ids == [theirs.pk, mine.pk]
    assert queries.home(reader, by_time=True).ids == [theirs.pk, mine.pk]
    assert queries.home(writer).ids == []
    guest = take_in(None, handle="guest", name="Guest", kind=Person.Kind.GUEST)
    publish(writer, Space.objects.get(owner=guest), "Not for guests")
    assert queries.home(guest).ids == []


def test_newer_counts_what_others_wrote_meanwhile(reader: Person, writer: Person) -> None:
    space = open_community(writer, name="Lively")
    join(reader, space)
    post = publish(writer, space, "One")
    top = Cursor(post.last_activity, post.pk)
    assert queries.newer_than(reader, top) == 0
    publish(writer, space, "Two")
    publish(reader, space, "My own")
    assert queries.newer_than(reader, top) == 1


def test_a_space_shows_its_own_posts_in_order(writer: Person) -> None:
    wall = Space.objects.get(owner=writer)
    posts = [publish(writer, wall, f"Post {n}") for n in range(25)]
    first = queries.in_space(wall)
    second = queries.in_space(wall, first.following)
    assert [*first.ids, *second.ids] == [post.pk for post in reversed(posts)]


@pytest.mark.parametrize(
    "text", ["", "x", "1", "-", "1-", "-1", "٣-٣", "9" * 40 + "-1", "1-" + "9" * 40]
)
def test_a_broken_cursor_is_none(text: str) -> None:
    assert Cursor.read(text) is None or Cursor.read(text) == Cursor.read("3-3")


def test_a_cursor_comes_back_exactly() -> None:
    cursor = Cursor(datetime(2026, 11, 24, 10, 11, 12, 131415, tzinfo=UTC), 1234)
    assert Cursor.read(str(cursor)) == cursor
