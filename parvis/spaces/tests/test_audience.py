"""Audience rules: their shape, their words, and that membership follows them."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from parvis import access
from parvis.journal.models import Entry
from parvis.kernel.errors import Refused
from parvis.people.models import Person
from parvis.people.verbs import change_profile, let_go, take_in, welcome_back
from parvis.spaces import audience, verbs
from parvis.spaces.models import Space, Subscription
from parvis.spaces.tests.conftest import person
from parvis.spaces.tests.test_verbs import counted, row

pytestmark = pytest.mark.django_db

QUALITY_FRANCE = {"any": [{"department": ["Quality"], "country": ["FR"]}]}


def ruled(manager: Person, rule: dict[str, Any] | None, **fields: Any) -> Space:
    space = verbs.open_community(manager, name="By rule", audience=rule, **fields)
    counted(space)
    return space


# -- the shape


@pytest.mark.parametrize("nothing", [None, {}, {"any": []}])
def test_no_rule(nothing: Any) -> None:
    assert audience.read(nothing) is None


def test_a_rule_in_its_proper_shape(alice: Person) -> None:
    rule = {"any": [{"country": "FR", "site": [" Douai ", "Douai", ""], "under": alice.pk}]}
    assert audience.read(rule) == {
        "any": [{"country": ["FR"], "site": ["Douai"], "under": str(alice.pk)}]
    }


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        "everybody",
        {"all": []},
        {"any": {}},
        {"any": [[]]},
        {"any": [{}]},
        {"any": [{"country": []}]},
        {"any": [{"colour": ["red"]}]},
        {"any": [{"country": [1]}]},
        {"any": [{"country": {"FR": 1}}]},
        {"any": [{"site": ["a\x00b"]}]},
        {"any": [{"under": "0"}]},
        {"any": [{"under": "1; drop table people_person"}]},
        {"any": [{"under": "99999999999999999999999"}]},
        {"any": [{"under": "٣"}]},
        {"any": [{"country": ["FR"]}] * 21},
        {"any": [{"country": [f"{i}" for i in range(201)]}]},
        {"any": [{"country": ["x" * 161]}]},
    ],
)
def test_what_is_no_rule_is_refused_with_words(wrong: Any) -> None:
    if wrong == []:
        assert audience.read(wrong) is None
        return
    with pytest.raises(Refused) as refused:
        audience.read(wrong)
    assert str(refused.value)


# -- the words


def test_a_rule_in_words(alice: Person) -> None:
    rule = audience.read(
        {
            "any": [
                {"department": ["Quality", "Purchasing"], "country": ["FR"]},
                {"site": ["Douai"], "language": ["tr"], "under": str(alice.pk)},
            ]
        }
    )
    with translation.override("en"):
        assert audience.describe(rule) == (
            "Purchasing or Quality department in France; "
            "or employees at Douai speaking Turkish under Alice"
        )


def test_each_member_reads_why_they_are_here(alice: Person) -> None:
    bob = person("bob", department="Quality", country="FR", languages=["fr"], manager=alice)
    rule = {"any": [{"country": ["DE"]}, {"department": ["Quality"], "country": ["FR"]}]}
    with translation.override("en"):
        assert audience.reason(rule, bob) == (
            "You are here because your department is Quality and your country is France."
        )
        assert audience.reason({"any": [{"under": str(alice.pk)}]}, bob) == (
            "You are here because you work in the teams of Alice."
        )
        assert audience.reason({"any": [{"country": ["DE"]}]}, bob) == ""


# -- membership follows


def test_setting_a_rule_brings_in_whom_it_means_and_nobody_else(alice: Person) -> None:
    bob = person("bob", department="Quality", country="FR")
    person("carol", department="Quality", country="DE")
    person("dora", department="Quality", country="FR", kind="guest")
    person("eve", department="Quality", country="FR", is_active=False)
    space = ruled(alice, QUALITY_FRANCE, visibility="secret")
    assert set(access.audience(space)) == {alice, bob}
    assert row(space, bob).source == "rule"  # type: ignore[union-attr]
    assert row(space, alice).role == "manager"  # type: ignore[union-attr]
    assert audience.preview(QUALITY_FRANCE) == (1, [bob])


def test_people_come_and_go_as_the_directory_says(alice: Person) -> None:
    space = ruled(alice, QUALITY_FRANCE, visibility="closed")
    bob = person("bob", department="Quality", country="FR")
    assert counted(space) == 2
    assert access.can(bob, "read", space)
    change_profile(bob, bob, department="Purchasing")
    assert counted(space) == 1
    assert not access.can(bob, "read", space)
    change_profile(bob, bob, department="Quality")
    assert counted(space) == 2
    said = Entry.objects.filter(space=space, person=bob).values_list("verb", flat=True)
    assert list(said) == ["space.joined", "space.left", "space.joined"]
    let_go(None, bob)
    assert counted(space) == 1
    assert row(space, bob) is None
    welcome_back(None, bob)
    assert counted(space) == 2


def test_what_was_made_by_hand_stays(alice: Person, carol: Person, dave: Person) -> None:
    space = ruled(alice, None)
    verbs.join(carol, space)
    verbs.change_audience(alice, space, QUALITY_FRANCE)
    assert counted(space) == 2
    bob = person("bob", department="Quality", country="FR")
    verbs.set_role(alice, space, bob, "moderator")
    change_profile(bob, bob, department="Purchasing")
    assert row(space, bob).source == "hand"  # type: ignore[union-attr]
    assert counted(space) == 3
    verbs.set_role(alice, space, bob, "member")
    assert row(space, bob).source == "hand"  # type: ignore[union-attr]


def test_who_waited_is_in_and_who_is_banned_stays_out(alice: Person) -> None:
    space = ruled(alice, None, visibility="closed")
    asked, invited, banned = (
        person(handle, department="Quality", country="FR") for handle in ("ann", "ben", "cid")
    )
    verbs.join(asked, space)
    verbs.invite(alice, space, invited)
    verbs.ban(alice, space, banned)
    verbs.change_audience(alice, space, QUALITY_FRANCE)
    assert counted(space) == 3
    assert row(space, banned).state == "banned"  # type: ignore[union-attr]
    verbs.unban(alice, space, banned)
    assert counted(space) == 4


def test_a_rule_is_not_left_nor_removed_from_but_muted(alice: Person) -> None:
    bob = person("bob", department="Quality", country="FR")
    space = ruled(alice, QUALITY_FRANCE)
    with pytest.raises(Refused, match="your department is Quality"):
        verbs.leave(bob, space)
    with pytest.raises(Refused):
        verbs.remove_member(alice, space, bob)
    verbs.mute(bob, space)
    verbs.ban(alice, space, bob)
    assert counted(space) == 1


def test_joining_a_closed_one_whose_rule_means_me_needs_no_request(alice: Person) -> None:
    bob = person("bob", department="Quality", country="FR")
    space = ruled(alice, QUALITY_FRANCE, visibility="closed")
    Subscription.objects.filter(person=bob).delete()
    assert verbs.join(bob, space).state == "active"


@pytest.mark.parametrize(("keep", "left"), [(True, 2), (False, 1)])
def test_lifting_a_rule_keeps_people_or_lets_them_go(alice: Person, keep: bool, left: int) -> None:
    person("bob", department="Quality", country="FR")
    space = ruled(alice, QUALITY_FRANCE)
    verbs.change_audience(alice, space, None, keep=keep)
    assert counted(space) == left
    assert not Subscription.objects.filter(space=space, source="rule").exists()


def test_a_change_of_manager_moves_all_who_work_below(alice: Person, bob: Person) -> None:
    chief = person("chief", manager=bob)
    team = [person(f"t{i}", manager=chief) for i in range(3)]
    space = ruled(alice, {"any": [{"under": str(bob.pk)}]})
    assert counted(space) == 5
    change_profile(chief, chief, manager=alice)
    assert counted(space) == 1
    change_profile(chief, chief, manager=bob)
    assert counted(space) == 5
    assert row(space, team[0]).source == "rule"  # type: ignore[union-attr]
    assert row(space, bob) is None


def test_managers_in_a_circle_end_somewhere(alice: Person) -> None:
    a = person("a")
    b = person("b", manager=a)
    a.manager = b
    a.save()
    space = ruled(alice, {"any": [{"under": str(a.pk)}]})
    assert row(space, b) is not None
    assert row(space, a) is None


def test_a_change_that_no_rule_asks_for_costs_nothing(alice: Person) -> None:
    ruled(alice, QUALITY_FRANCE)
    bob = person("bob", department="Quality", country="FR")
    with CaptureQueriesContext(
        connection,
    ) as statements:
        change_profile(bob, bob, about="Hello")
    assert not any("audience" in each["sql"] for each in statements)


def test_one_persons_change_costs_the_same_whatever_the_number_of_rules(alice: Person) -> None:
    def cost() -> int:
        bob = person(f"p{Person.objects.count()}", department="Quality", country="FR")
        with CaptureQueriesContext(connection) as statements:
            change_profile(bob, bob, site="Douai")
        return len(statements)

    verbs.open_community(alice, name="One", audience={"any": [{"country": ["DE"]}]})
    before = cost()
    for i in range(8):
        verbs.open_community(alice, name=f"No {i}", audience={"any": [{"country": ["RO"]}]})
    assert cost() == before


def test_imports_are_quiet_and_one_call_follows(alice: Person) -> None:
    space = ruled(alice, QUALITY_FRANCE)
    for i in range(5):
        take_in(None, handle=f"q{i}", name="Q", department="Quality", country="FR", quiet=True)
    assert counted(space) == 1
    assert audience.apply_all().joined == 5
    assert counted(space) == 6
    assert audience.apply_all() == audience.apply_all()
    Person.objects.filter(handle__in=["q0", "q1"]).update(is_active=False)
    assert audience.apply_all().left == 2
    assert counted(space) == 4
    applied = Entry.objects.filter(verb="space.rule_applied", space=space)
    assert [entry.data for entry in applied] == [
        {"joined": 5, "left": 0},
        {"joined": 0, "left": 2},
    ]


def test_only_managers_set_rules(alice: Person, bob: Person) -> None:
    space = ruled(alice, None)
    verbs.join(bob, space)
    with pytest.raises(access.Forbidden):
        verbs.change_audience(bob, space, QUALITY_FRANCE)
    with pytest.raises(Refused):
        verbs.change_audience(alice, space, {"any": [{}]})
    assert counted(space) == 2
