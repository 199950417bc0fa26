"""Every face of the access rule agrees with an oracle, in both directions."""

import pytest

from parvis import access
from parvis.feed import queries as feed
from parvis.files.models import File
from parvis.live.queries import watched_spaces
from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.spaces.models import Space
from tests.worlds import Oracle, World, make

pytestmark = pytest.mark.django_db
SEEDS = range(8)


@pytest.fixture(params=SEEDS)
def world(request: pytest.FixtureRequest) -> World:
    return make(request.param)


@pytest.fixture
def oracle(world: World) -> Oracle:
    return Oracle(world)


def test_visible_lists_what_one_may_see_and_nothing_else(world: World, oracle: Oracle) -> None:
    for person in world.people:
        spaces = set(access.visible(Space.objects.all(), person))
        assert spaces == {s for s in world.spaces if oracle.knows(person, s)}
        posts = set(access.visible(Post.objects.all(), person))
        assert posts == {p for p in world.posts if oracle.reads_post(person, p)}
        files = set(access.visible(File.objects.all(), person))
        assert files == {f for f in world.files if oracle.fetches(person, f)}


def test_can_answers_like_visible(world: World, oracle: Oracle) -> None:
    for person in world.people:
        for space in world.spaces:
            assert access.can(person, "see", space) == oracle.knows(person, space)
            assert access.can(person, "read", space) == oracle.reads(person, space)
            assert access.can(person, "post", space) == oracle.writes(person, space)
        for post in Post.objects.select_related("space", "thread"):
            assert access.can(person, "read", post) == oracle.reads_post(person, post)
            assert access.can(person, "comment", post) == oracle.answers(person, post)
            assert access.can(person, "react", post) == oracle.answers(person, post)
        for file in File.objects.select_related("space", "post__space", "post__thread"):
            assert access.can(person, "read", file) == oracle.fetches(person, file)


def test_the_audience_is_who_reads(world: World, oracle: Oracle) -> None:
    for space in world.spaces:
        readers = {p for p in world.people if oracle.reads(p, space)}
        assert set(access.audience(space)) == readers
        for some in (world.people[::2], world.people[1::2], []):
            asked = access.audience(space, among={person.pk for person in some})
            assert set(asked) == readers.intersection(some)


def _comes_home(world: World, person: Person, post: Post) -> bool:
    subscription = world.standing.get((person.pk, post.space_id))
    return bool(subscription and subscription.state == "active" and subscription.comes_home)


def _on_own_wall(person: Person, post: Post) -> bool:
    own = post.space.kind == "wall" and post.space.owner_id == person.pk
    return own and person.kind != "guest"


def test_home_shows_only_what_one_may_read(world: World, oracle: Oracle) -> None:
    for person in world.people:
        if not person.is_active:
            continue
        shown = set(feed.home(person).ids)
        may = {
            post.pk
            for post in world.posts
            if post.thread is None
            and oracle.reads_post(person, post)
            and (_comes_home(world, person, post) or _on_own_wall(person, post))
        }
        assert shown <= may
        assert len(shown) == min(len(may), feed.PAGE)


def test_streams_carry_nudges_of_readable_spaces_only(world: World, oracle: Oracle) -> None:
    named = [space.pk for space in world.spaces]
    for person in world.people:
        if person.is_active:
            expected = {s.pk for s in world.spaces if oracle.reads(person, s)}
            assert watched_spaces(person, named) == expected


def test_strangers_see_nothing(world: World) -> None:
    assert not access.visible(Person.objects.all(), None).exists()
    assert not access.visible(Space.objects.all(), None).exists()
    assert not access.can(None, "read", world.spaces[0])


def test_guests_see_the_people_of_their_spaces_only(world: World) -> None:
    for guest in (p for p in world.people if p.kind == "guest" and p.is_active):
        mine = {
            s for (p, s), sub in world.standing.items() if p == guest.pk and sub.state == "active"
        }
        beside = {
            p for (p, s), sub in world.standing.items() if s in mine and sub.state == "active"
        }
        seen = set(access.visible(Person.objects.all(), guest).values_list("pk", flat=True))
        assert seen == beside | {guest.pk}
