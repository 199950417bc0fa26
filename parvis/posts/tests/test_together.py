"""Many at once, in real transactions: no count lost, no head wrong, nobody waits in a ring."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from uuid import uuid4

import pytest
from django.db import connection

from parvis.access import NotVisible
from parvis.people.models import Person
from parvis.people.verbs import take_in
from parvis.posts.models import Post, Reaction
from parvis.posts.verbs import accept, comment, edit, pin, publish, react, remove
from parvis.spaces.models import Space

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 16


@pytest.fixture
def people() -> list[Person]:
    return [take_in(None, handle=f"p{n}", name=f"Person {n}") for n in range(WRITERS)]


def together(deeds: list[Callable[[], object]]) -> list[object]:
    """Do all at once, each on its own connection; returns results, or the NotVisible raised."""

    def one(deed: Callable[[], object]) -> object:
        try:
            return deed()
        except NotVisible as gone:
            return gone
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(one, deeds))


def heads_are_true(space: Space) -> None:
    """Every counter and head says what the rows say."""
    space.refresh_from_db()
    roots = Post.objects.filter(space=space, thread=None, removed_at=None)
    for root in roots:
        below = Post.objects.filter(thread=root, removed_at=None)
        assert root.comments_count == below.count()
        newest = max([root.created_at, *(post.last_activity for post in below)])
        assert root.last_activity == newest
        tallied: dict[str, int] = {}
        for reaction in Reaction.objects.filter(post=root):
            tallied[reaction.emoji] = tallied.get(reaction.emoji, 0) + 1
        assert root.reactions == tallied
    assert space.posts_count == roots.count()
    assert space.last_activity == max((root.last_activity for root in roots), default=None)


def test_sixteen_react_comment_and_edit_on_one_post(people: list[Person]) -> None:
    wall = Space.objects.get(owner=people[0], kind="wall")
    post = publish(people[0], wall, "One")
    first = comment(people[1], post, "First")
    deeds: list[Callable[[], object]] = []
    for n, person in enumerate(people):
        deeds += [
            partial(react, person, post, ["like", "love", "🎉"][n % 3]),
            partial(comment, person, post, "Yes"),
            partial(comment, person, first, "Indeed"),
        ]
    deeds += [partial(edit, people[0], post, f"Edit {n}") for n in range(4)]
    deeds += [partial(pin, people[0], post)]
    together(deeds)
    post.refresh_from_db()
    assert sum(post.reactions.values()) == WRITERS
    assert post.comments_count == 2 * WRITERS + 1
    assert post.revisions.count() == 4
    assert post.pinned_at is not None
    heads_are_true(wall)


def test_comments_come_and_go_while_answers_are_accepted(people: list[Person]) -> None:
    wall = Space.objects.get(owner=people[0], kind="wall")
    question = publish(people[0], wall, "Which?", kind="question")
    answers = [comment(person, question, "This") for person in people]
    together(
        [
            *(lambda a=a: accept(people[0], a) for a in answers),
            *(
                lambda a=a, p=p: remove(p, a)
                for a, p in zip(answers[::2], people[::2], strict=True)
            ),
            *(lambda p=p: comment(p, question, "That") for p in people),
            *(lambda a=a: react(people[3], a, "like") for a in answers),
        ]
    )
    assert Post.objects.filter(thread=question, accepted=True).count() <= 1
    assert not Post.objects.filter(accepted=True, removed_at__isnull=False).exists()
    heads_are_true(wall)


def test_roots_come_and_go(people: list[Person]) -> None:
    wall = Space.objects.get(owner=people[0], kind="wall")
    posts = [publish(person, wall, "One") for person in people]
    together(
        [
            *(lambda a=a, p=p: remove(p, a) for a, p in zip(posts[1:], people[1:], strict=True)),
            *(lambda a=a: comment(people[0], a, "Late") for a in posts),
            *(lambda p=p: publish(p, wall, "Two") for p in people[:8]),
        ]
    )
    heads_are_true(wall)
    assert wall.posts_count == 9


def test_a_form_sent_many_times_makes_one_post(people: list[Person]) -> None:
    wall = Space.objects.get(owner=people[0], kind="wall")
    key = uuid4()
    made = together([lambda: publish(people[0], wall, "Once", key=key)] * 8)
    assert len({post.pk for post in made if isinstance(post, Post)}) == 1
    assert Post.objects.filter(space=wall).count() == 1
    heads_are_true(wall)
    assert publish(people[1], wall, "Once", key=key).pk not in {p.pk for p in made}  # type: ignore[attr-defined]


def test_one_who_clicks_on_all_reactions_at_once_has_one_at_most(people: list[Person]) -> None:
    wall = Space.objects.get(owner=people[0], kind="wall")
    post = publish(people[0], wall, "One")
    for _ in range(5):
        together([partial(react, people[1], post, emoji) for emoji in ("like", "love", "wow")])
        heads_are_true(wall)
        assert Reaction.objects.filter(post=post).count() <= 1
