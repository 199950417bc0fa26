"""Deeds on people, each allowed and refused."""

import pytest

from parvis import access
from parvis.journal.models import Entry
from parvis.kernel.errors import Refused
from parvis.people import verbs
from parvis.people.models import Person, Session, SignInKey
from parvis.people.tests.conftest import signed_in
from parvis.posts.models import Post
from parvis.posts.verbs import publish
from parvis.spaces.models import Space


def test_only_administrators_take_in_and_invite(ada: Person, eve: Person) -> None:
    person = verbs.invite(ada, name="Zoé Ünlü", email="zu@example.com", title="Welder")
    assert (person.handle, person.title) == ("zoe.unlu", "Welder")
    assert Space.objects.filter(owner=person, kind="wall").exists()
    assert verbs.invite(ada, name="Zoé Ünlü").handle == "zoe.unlu2"
    with pytest.raises(access.Forbidden):
        verbs.invite(eve, name="X", email="x@example.com")
    with pytest.raises(Refused, match=r"ZU@example\.com"):
        verbs.invite(ada, name="X", email="ZU@example.com")


@pytest.mark.parametrize(
    ("name", "handle"), [("Ólafur Jón", "olafur.jon"), ("李小龍", "person"), ("!!", "person")]
)
def test_handles(db: None, name: str, handle: str) -> None:
    assert verbs.free_handle(name) == handle


def test_letting_go_cuts_off_and_keeps_the_words(ada: Person, eve: Person) -> None:
    wall = Space.objects.get(owner=eve, kind="wall")
    post = publish(eve, wall, "My last word")
    signed_in(eve)
    verbs.sign_in_link(eve)
    verbs.let_go(ada, eve)
    assert (eve.is_active, eve.left_at is None) == (False, False)
    assert not Session.objects.filter(person=eve).exists()
    assert not SignInKey.objects.filter(person=eve, used_at=None).exists()
    assert access.visible(Post.objects.all(), ada).filter(pk=post.pk).exists()
    assert Entry.objects.filter(verb="person.left", person=eve).count() == 1
    verbs.let_go(ada, eve)
    assert Entry.objects.filter(verb="person.left", person=eve).count() == 1
    back = verbs.welcome_back(ada, eve)
    assert (back.is_active, back.left_at) == (True, None)
    assert Entry.objects.filter(verb="person.came_back", person=eve).count() == 1


def test_who_lets_go_whom(ada: Person, eve: Person, zoe: Person, max_: Person) -> None:
    for actor in (eve, max_):
        with pytest.raises(access.Forbidden):
            verbs.let_go(actor, zoe)
        with pytest.raises(access.Forbidden):
            verbs.welcome_back(actor, zoe)
    with pytest.raises(Refused):
        verbs.let_go(ada, ada)
    with pytest.raises(Refused):
        verbs.let_go(None, ada)
    assert not verbs.let_go(None, zoe).is_active


def test_there_is_always_an_administrator(ada: Person, eve: Person, gus: Person) -> None:
    with pytest.raises(Refused):
        verbs.appoint_administrator(ada, ada, admin=False)
    with pytest.raises(access.Forbidden):
        verbs.appoint_administrator(eve, eve)
    with pytest.raises(Refused):
        verbs.appoint_administrator(ada, gus)
    verbs.appoint_administrator(ada, eve)
    verbs.appoint_administrator(eve, ada, admin=False)
    assert set(Person.objects.filter(is_admin=True)) == {eve}


def test_who_changes_a_profile(ada: Person, eve: Person, zoe: Person) -> None:
    verbs.change_profile(zoe, zoe, title="Fitter", skills=["welding"])
    verbs.change_profile(ada, zoe, email="zoe@example.com")
    with pytest.raises(access.Forbidden):
        verbs.change_profile(eve, zoe, title="Boss")
    with pytest.raises(access.Forbidden):
        verbs.change_profile(zoe, zoe, email="other@example.com")
    with pytest.raises(ValueError, match="is_admin"):
        verbs.change_profile(zoe, zoe, is_admin=True)
    zoe.refresh_from_db()
    assert (zoe.title, zoe.email, zoe.is_admin) == ("Fitter", "zoe@example.com", False)
    assert zoe.version == 3


def test_nobody_manages_themselves(zoe: Person, max_: Person, ada: Person) -> None:
    for person, manager in ((zoe, zoe), (max_, zoe)):
        with pytest.raises(Refused):
            verbs.change_profile(ada, person, manager=manager)


def test_passwords_are_ones_own(ada: Person, eve: Person) -> None:
    with pytest.raises(access.Forbidden):
        verbs.set_password(ada, eve, "a very long password")


def test_codes_for_ones_people_only(ada: Person, eve: Person, zoe: Person, max_: Person) -> None:
    verbs.give_code(max_, zoe)
    verbs.give_code(ada, zoe)
    for actor, person in ((eve, zoe), (max_, eve), (max_, ada), (ada, ada), (zoe, zoe)):
        with pytest.raises(access.Forbidden):
            verbs.give_code(actor, person)


def test_invitation_links_make_no_way_into_an_administrators_place(
    ada: Person, eve: Person
) -> None:
    other = verbs.take_in(None, handle="root", name="Root", is_admin=True)
    with pytest.raises(access.Forbidden):
        verbs.invitation_link(ada, other)
    with pytest.raises(Refused):
        verbs.invite_again(ada, other)
    assert verbs.invitation_link(ada, eve).startswith("/enter/")
