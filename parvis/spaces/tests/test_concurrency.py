"""Two at once: counts stay true, a manager stays, two who write at once share a conversation."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from parvis.access import Forbidden
from parvis.kernel.errors import Refused
from parvis.people.models import Person
from parvis.spaces import audience, verbs
from parvis.spaces.models import Space, Subscription
from parvis.spaces.tests.conftest import person
from parvis.spaces.tests.test_verbs import counted

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Do all deeds at the same moment, each on a connection of its own; errors are results."""
    barrier = Barrier(len(deeds))

    def run(deed: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            barrier.wait(10)
            return deed()
        except (Refused, Forbidden) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def fresh(space: Space) -> Space:
    return Space.objects.get(pk=space.pk)


def test_many_join_and_leave_at_once_and_the_count_is_true(alice: Person) -> None:
    space = verbs.open_community(alice, name="Busy")
    crowd = [person(f"p{i}") for i in range(8)]
    for one in crowd[:4]:
        verbs.join(one, space)
    at_once(
        *(lambda one=one: verbs.leave(one, fresh(space)) for one in crowd[:4]),
        *(lambda one=one: verbs.join(one, fresh(space)) for one in crowd[4:]),
    )
    assert counted(space) == 5


def test_the_same_person_joining_twice_at_once_counts_once(alice: Person, bob: Person) -> None:
    space = verbs.open_community(alice, name="Busy")
    at_once(*(lambda: verbs.join(bob, fresh(space)) for _ in range(4)))
    assert counted(space) == 2


def test_two_managers_cannot_both_go(alice: Person, bob: Person) -> None:
    space = verbs.open_community(alice, name="Two heads")
    verbs.join(bob, space)
    verbs.set_role(alice, space, bob, "manager")
    results = at_once(
        lambda: verbs.leave(alice, fresh(space)), lambda: verbs.leave(bob, fresh(space))
    )
    assert sum(isinstance(result, Refused) for result in results) == 1
    assert Subscription.objects.filter(space=space, role="manager").count() == 1
    assert counted(space) == 1


def test_a_rule_and_people_meet(alice: Person) -> None:
    space = verbs.open_community(alice, name="Both")
    crowd = [person(f"p{i}", country="FR") for i in range(6)]
    rule = {"any": [{"country": ["FR"]}]}
    at_once(
        lambda: verbs.change_audience(alice, fresh(space), rule),
        audience.apply_all,
        *(lambda one=one: verbs.join(one, fresh(space)) for one in crowd),
    )
    assert counted(space) == 7


def test_two_who_write_to_each_other_at_once_share_one_conversation(
    alice: Person, bob: Person
) -> None:
    first, second = at_once(
        lambda: verbs.open_conversation(alice, [bob]), lambda: verbs.open_conversation(bob, [alice])
    )
    assert first == second
