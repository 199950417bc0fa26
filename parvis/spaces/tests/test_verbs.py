"""Each deed, from both sides: who may, who may not, what stays true."""

import pytest

from parvis import access
from parvis.access import Forbidden, NotVisible
from parvis.journal.models import Entry
from parvis.kernel.errors import Refused
from parvis.people.models import Person
from parvis.people.verbs import take_in
from parvis.spaces import verbs
from parvis.spaces.models import Space, Subscription
from parvis.spaces.tests.conftest import person, staffed

pytestmark = pytest.mark.django_db


def row(space: Space, who: Person) -> Subscription | None:
    return Subscription.objects.filter(space=space, person=who).first()


def counted(space: Space) -> int:
    """The count as kept, having checked that it is true."""
    space.refresh_from_db()
    true = Subscription.objects.filter(space=space, state="active", person__is_active=True).count()
    assert space.members_count == true
    return true


def journalled(space: Space) -> list[str]:
    return list(Entry.objects.filter(space=space).order_by("pk").values_list("verb", flat=True))


# -- joining


def test_joining_an_open_community_is_immediate_and_twice_is_once(
    space: Space, dave: Person
) -> None:
    assert verbs.join(dave, space).state == "active"
    assert counted(space) == 4
    with pytest.raises(Forbidden):
        verbs.join(dave, space)
    assert counted(space) == 4
    assert journalled(space)[-1] == "space.joined"


def test_a_closed_community_is_asked_once_and_answers(
    alice: Person, bob: Person, carol: Person, dave: Person
) -> None:
    space = staffed(alice, bob, carol, visibility="closed")
    assert verbs.join(dave, space).state == "requested"
    assert verbs.join(dave, space).state == "requested"
    assert journalled(space).count("space.asked_to_join") == 1
    assert counted(space) == 3
    with pytest.raises(NotVisible):
        verbs.accept_request(carol, space, dave)
    with pytest.raises(Forbidden):
        verbs.accept_request(dave, space, dave)
    verbs.accept_request(bob, space, dave)
    assert counted(space) == 4
    assert access.can(dave, "read", space)
    with pytest.raises(Forbidden):
        verbs.accept_request(bob, space, dave)
    assert counted(space) == 4


def test_a_refused_request_is_gone_and_may_be_asked_again(
    alice: Person, bob: Person, carol: Person, dave: Person
) -> None:
    space = staffed(alice, bob, carol, visibility="closed")
    verbs.join(dave, space)
    verbs.refuse_request(alice, space, dave)
    assert row(space, dave) is None
    assert verbs.join(dave, space).state == "requested"
    verbs.decline(dave, space)
    assert row(space, dave) is None
    assert journalled(space)[-1] == "space.request_withdrawn"
    with pytest.raises(Forbidden):
        verbs.decline(dave, space)


def test_a_secret_community_is_entered_by_invitation_alone(
    alice: Person, bob: Person, carol: Person, dave: Person
) -> None:
    space = staffed(alice, bob, carol, visibility="secret")
    with pytest.raises(NotVisible):
        verbs.join(dave, space)
    with pytest.raises(Forbidden):
        verbs.invite(carol, space, dave)
    verbs.invite(alice, space, dave)
    assert access.can(dave, "see", space)
    assert not access.can(dave, "read", space)
    assert counted(space) == 3
    verbs.accept_invitation(dave, space)
    assert counted(space) == 4


def test_a_declined_or_withdrawn_invitation_leaves_no_trace_of_a_secret(
    alice: Person, bob: Person, carol: Person, dave: Person
) -> None:
    space = staffed(alice, bob, carol, visibility="secret")
    verbs.invite(alice, space, dave)
    verbs.decline(dave, space)
    assert not access.can(dave, "see", space)
    verbs.invite(alice, space, dave)
    with pytest.raises(NotVisible):
        verbs.withdraw_invitation(carol, space, dave)
    verbs.withdraw_invitation(bob, space, dave)
    assert not access.can(dave, "see", space)


def test_members_invite_to_open_communities_but_guests_are_the_managers_choice(
    space: Space, carol: Person, dave: Person, guest: Person, alice: Person
) -> None:
    verbs.invite(carol, space, dave)
    assert verbs.invite(carol, space, dave).state == "invited"
    assert journalled(space).count("space.invited") == 3  # Bob, Carol, Dave once
    verbs.join(carol, verbs.open_community(dave, name="Where guests are"))
    with pytest.raises((Forbidden, NotVisible)):
        verbs.invite(carol, space, guest)
    verbs.invite(alice, space, guest)
    assert access.can(guest, "see", space)
    assert not access.can(guest, "read", space)
    verbs.join(guest, space)
    assert access.can(guest, "read", space)
    with pytest.raises(Forbidden):
        verbs.invite(guest, space, carol)


def test_inviting_whoever_asked_lets_them_in(
    alice: Person, bob: Person, carol: Person, dave: Person
) -> None:
    space = staffed(alice, bob, carol, visibility="closed")
    verbs.join(dave, space)
    verbs.invite(alice, space, dave)
    assert counted(space) == 4


def test_members_banned_people_and_leavers_are_not_invited(
    space: Space, alice: Person, carol: Person, dave: Person
) -> None:
    with pytest.raises(Refused):
        verbs.invite(alice, space, carol)
    verbs.ban(alice, space, dave)
    with pytest.raises(Refused):
        verbs.invite(alice, space, dave)
    dave.is_active = False
    dave.save()
    with pytest.raises(Refused):
        verbs.invite(alice, space, dave)


def test_one_leaves_but_not_as_the_last_manager(space: Space, alice: Person, carol: Person) -> None:
    verbs.leave(carol, space)
    assert counted(space) == 2
    with pytest.raises(Forbidden):
        verbs.leave(carol, space)
    with pytest.raises(Refused):
        verbs.leave(alice, space)
    verbs.join(carol, space)
    verbs.set_role(alice, space, carol, "manager")
    verbs.leave(alice, space)
    assert counted(space) == 2


# -- roles, removals, bans


def test_roles_are_given_by_managers_to_members(
    any_space: Space, alice: Person, bob: Person, carol: Person, dave: Person
) -> None:
    for nobody in (bob, carol):
        with pytest.raises(Forbidden):
            verbs.set_role(nobody, any_space, carol, "moderator")
    with pytest.raises((Forbidden, NotVisible)):
        verbs.set_role(dave, any_space, carol, "moderator")
    with pytest.raises(Forbidden):
        verbs.set_role(alice, any_space, dave, "moderator")
    with pytest.raises(Refused):
        verbs.set_role(alice, any_space, carol, "emperor")
    with pytest.raises(Refused):
        verbs.set_role(alice, any_space, alice, "member")
    verbs.set_role(alice, any_space, carol, "manager")
    verbs.set_role(alice, any_space, alice, "member")
    with pytest.raises(Forbidden):
        verbs.set_role(alice, any_space, alice, "manager")
    last = Entry.objects.filter(space=any_space).latest("pk")
    assert (last.verb, last.person, last.data) == (
        "space.role_changed",
        alice,
        {"role": "member", "before": "manager"},
    )


def test_moderators_stand_over_members_managers_over_all(
    any_space: Space, alice: Person, bob: Person, carol: Person, dave: Person
) -> None:
    for deed in (verbs.remove_member, verbs.ban):
        for actor, target in ((bob, alice), (bob, bob), (carol, bob), (carol, carol)):
            with pytest.raises(Forbidden):
                deed(actor, any_space, target)
    with pytest.raises((Forbidden, NotVisible)):
        verbs.remove_member(dave, any_space, carol)
    verbs.remove_member(bob, any_space, carol)
    assert counted(any_space) == 2
    verbs.remove_member(alice, any_space, bob)
    assert counted(any_space) == 1
    with pytest.raises(Forbidden):
        verbs.remove_member(alice, any_space, bob)


def test_a_ban_silences_until_it_is_lifted(
    any_space: Space, alice: Person, bob: Person, carol: Person
) -> None:
    verbs.ban(bob, any_space, carol, reason="Spoke ill")
    assert counted(any_space) == 2
    assert not access.can(carol, "comment", any_space)
    assert access.can(carol, "read", any_space) is (any_space.visibility == "open")
    with pytest.raises((Forbidden, NotVisible)):
        verbs.join(carol, any_space)
    with pytest.raises(Forbidden):
        verbs.ban(bob, any_space, carol)
    verbs.unban(bob, any_space, carol)
    assert row(any_space, carol) is None
    assert counted(any_space) == 2
    with pytest.raises(Forbidden):
        verbs.unban(bob, any_space, carol)


def test_a_passer_by_in_an_open_community_can_be_banned(
    space: Space, bob: Person, dave: Person
) -> None:
    assert access.can(dave, "comment", space)
    verbs.ban(bob, space, dave)
    assert not access.can(dave, "comment", space)
    assert counted(space) == 3


def test_whom_one_keeps_off_ones_wall_cannot_come_back_by_unfollowing(
    alice: Person, bob: Person
) -> None:
    wall = Space.objects.get(kind="wall", owner=alice)
    verbs.follow(bob, alice)
    assert counted(wall) == 1
    verbs.ban(alice, wall, bob)
    assert counted(wall) == 0
    verbs.unfollow(bob, alice)
    verbs.follow(bob, alice)
    assert not access.can(bob, "post", wall)
    assert counted(wall) == 0


# -- settings


def test_managers_change_what_a_community_is(
    any_space: Space, alice: Person, bob: Person, carol: Person
) -> None:
    version = any_space.version
    for nobody in (bob, carol):
        with pytest.raises(Forbidden):
            verbs.change(nobody, any_space, name="Mine")
    changed = verbs.change(alice, any_space, name="  Better   name ", description=" Why ")
    assert (changed.name, changed.description) == ("Better name", "Why")
    assert changed.version == version + 1
    entry = Entry.objects.filter(verb="space.changed").latest("pk")
    assert entry.data == {"fields": ["name", "description"]}
    verbs.change(alice, any_space, name="Better name")
    assert Entry.objects.filter(verb="space.changed").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"name": "x" * 121},
        {"visibility": "half"},
        {"policy": "nobody"},
        {"description": "x" * 4001},
    ],
)
def test_wrong_settings_are_refused_and_nothing_changes(
    space: Space, alice: Person, wrong: dict[str, str]
) -> None:
    with pytest.raises(Refused):
        verbs.change(alice, space, **wrong)
    assert Entry.objects.filter(verb="space.changed").count() == 0


def test_opening_a_closed_community_lets_in_who_asked(
    alice: Person, bob: Person, carol: Person, dave: Person
) -> None:
    space = staffed(alice, bob, carol, visibility="closed")
    verbs.join(dave, space)
    verbs.change(alice, space, visibility="open")
    assert counted(space) == 4
    assert row(space, dave).state == "active"  # type: ignore[union-attr]


def test_an_archived_community_is_read_and_neither_written_nor_joined(
    any_space: Space, alice: Person, carol: Person, dave: Person
) -> None:
    with pytest.raises(Forbidden):
        verbs.archive(carol, any_space)
    verbs.archive(alice, any_space)
    verbs.archive(alice, any_space)
    assert journalled(any_space).count("space.archived") == 1
    assert access.can(carol, "read", any_space)
    assert not access.can(carol, "post", any_space)
    assert not access.can(carol, "comment", any_space)
    assert not access.can(dave, "join", any_space)
    assert not access.can(alice, "invite", any_space)
    verbs.leave(carol, any_space)
    verbs.unarchive(alice, any_space)
    assert access.can(alice, "post", any_space)


def test_levels_and_muting_are_ones_own(space: Space, carol: Person, dave: Person) -> None:
    verbs.set_level(carol, space, "nothing")
    verbs.mute(carol, space)
    mine = row(space, carol)
    assert mine is not None
    assert (mine.level, mine.comes_home) == ("nothing", False)
    verbs.unmute(carol, space)
    assert row(space, carol).comes_home  # type: ignore[union-attr]
    with pytest.raises(Refused):
        verbs.set_level(carol, space, "loud")
    with pytest.raises(Forbidden):
        verbs.set_level(dave, space, "all")
    with pytest.raises(Forbidden):
        verbs.mute(dave, space)


def test_read_marks_only_go_forward(space: Space, carol: Person, dave: Person) -> None:
    from django.utils import timezone

    now = timezone.now()
    verbs.mark_read(carol, space, now)
    verbs.mark_read(carol, space, now.replace(year=2020))
    assert row(space, carol).last_read == now  # type: ignore[union-attr]
    verbs.mark_read(dave, space)
    assert row(space, dave) is None


def test_an_orphaned_community_gets_a_manager_from_an_administrator(
    space: Space, admin: Person, alice: Person, dave: Person
) -> None:
    with pytest.raises(Refused):
        verbs.appoint_manager(admin, space, dave)
    Person.objects.filter(pk=alice.pk).update(is_active=False)
    with pytest.raises(Forbidden):
        verbs.appoint_manager(dave, space, dave)
    verbs.appoint_manager(admin, space, dave)
    assert access.can(dave, "manage", space)


# -- opening, conversations


def test_opening_a_community(alice: Person, guest: Person) -> None:
    first = verbs.open_community(alice, name="Les cafés")
    second = verbs.open_community(alice, name="Les cafés")
    new = verbs.open_community(alice, name="New")
    assert (first.slug, second.slug, new.slug) == ("les-cafes", "les-cafes-2", "new-2")
    assert verbs.open_community(alice, name="品質").slug == "品質"
    for empty in ("", "   ", "!!!"):
        with pytest.raises(Refused):
            verbs.open_community(alice, name=empty)
    with pytest.raises(Forbidden):
        verbs.open_community(guest, name="Guests' place")
    assert access.can(alice, "manage", first)


def test_a_group_conversation_grows_is_renamed_and_left(
    alice: Person, bob: Person, carol: Person, dave: Person
) -> None:
    group = verbs.open_conversation(alice, [bob, carol])
    assert verbs.add_people(alice, group, [bob]) == group
    with pytest.raises(NotVisible):
        verbs.add_people(dave, group, [dave])
    verbs.add_people(bob, group, [dave])
    assert counted(group) == 4
    assert access.can(dave, "read", group)
    verbs.rename(dave, group, " Friday ")
    group.refresh_from_db()
    assert group.name == "Friday"
    verbs.leave(dave, group)
    assert counted(group) == 3
    with pytest.raises(NotVisible):
        verbs.rename(dave, group, "Mine")


def test_what_two_said_stays_between_them(alice: Person, bob: Person, carol: Person) -> None:
    pair = verbs.open_conversation(alice, [bob])
    other = verbs.add_people(alice, pair, [carol])
    assert other != pair
    assert not access.can(carol, "see", pair)
    assert counted(other) == 3
    with pytest.raises(Refused):
        verbs.leave(bob, pair)


def test_a_conversation_of_three_is_not_that_of_two_when_one_has_left_the_company(
    alice: Person, bob: Person, carol: Person
) -> None:
    trio = verbs.open_conversation(alice, [bob, carol])
    Person.objects.filter(pk=carol.pk).update(is_active=False)
    from parvis.spaces.audience import recount

    recount()
    assert verbs.open_conversation(alice, [bob]) != trio


def test_a_conversation_has_fifty_people_at_most(alice: Person) -> None:
    crowd = [take_in(None, handle=f"p{i}", name=f"P {i}") for i in range(50)]
    with pytest.raises(Refused):
        verbs.open_conversation(alice, crowd)
    full = verbs.open_conversation(alice, crowd[:49])
    with pytest.raises(Refused):
        verbs.add_people(alice, full, [crowd[49]])


def test_a_leaver_is_not_counted_and_counted_again_on_return(
    space: Space, carol: Person, admin: Person
) -> None:
    from parvis.people.verbs import let_go, welcome_back

    let_go(admin, carol)
    assert counted(space) == 2
    welcome_back(admin, carol)
    assert counted(space) == 3


def test_moderators_see_requests_invitations_and_bans_others_do_not(
    space: Space, alice: Person, bob: Person, carol: Person, dave: Person
) -> None:
    erin = person("erin")
    verbs.invite(alice, space, dave)
    verbs.ban(alice, space, erin)
    rows = Subscription.objects.filter(space=space)
    assert access.visible(rows, bob).count() == 5
    assert access.visible(rows, carol).count() == 3
    assert access.visible(rows, dave).count() == 4
    for viewer in (alice, bob, carol, dave, erin):
        seen = set(access.visible(rows, viewer))
        assert seen == {each for each in rows if access.can(viewer, "see", each)}


def test_all_rights_at_once_are_those_asked_one_by_one(
    any_space: Space, alice: Person, bob: Person, carol: Person, dave: Person, guest: Person
) -> None:
    from parvis.access.actions import SPACE

    for viewer in (alice, bob, carol, dave, guest):
        one_by_one = {action for action in SPACE if access.can(viewer, action, any_space)}
        assert access.rights(viewer, any_space) == one_by_one
    assert access.rights(None, any_space) == frozenset()
