"""Every page of a community, climbed by the ladder: stranger … guest, administrator."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from parvis.people.models import Person
from parvis.posts.verbs import publish
from parvis.spaces import queries, verbs
from parvis.spaces.models import Space, Subscription
from parvis.spaces.suggestions import suggested_communities
from parvis.spaces.tests.conftest import person, staffed

pytestmark = pytest.mark.django_db


def signed_in(who: Person | None) -> Client:
    client = Client()
    if who is not None:
        client.force_login(who)
    return client


def at(name: str, space: Space | None = None, *more: str) -> str:
    return reverse(f"spaces:{name}", args=[*([space.slug] if space else []), *more])


@pytest.fixture
def cast(
    alice: Person, bob: Person, carol: Person, dave: Person, guest: Person, admin: Person
) -> dict[str, Any]:
    """Everybody on the ladder, by what they are to the community."""
    return {
        "stranger": None,
        "employee": dave,
        "requested": person("rita"),
        "invited": person("ivan"),
        "invited guest": guest,
        "guest": person("gus", kind="guest"),
        "member": carol,
        "moderator": bob,
        "manager": alice,
        "banned": person("bad"),
        "administrator": admin,
    }


def world(visibility: str, cast: dict[str, Any]) -> Space:
    space = staffed(cast["manager"], cast["moderator"], cast["member"], visibility=visibility)
    Subscription.objects.create(space=space, person=cast["requested"], state="requested")
    verbs.invite(cast["manager"], space, cast["invited"])
    verbs.invite(cast["manager"], space, cast["invited guest"])
    verbs.ban(cast["manager"], space, cast["banned"])
    publish(cast["member"], space, "Words that only readers read")
    return space


IN = {"member", "moderator", "manager"}
EMPLOYEES = {"employee", "requested", "invited", "banned", "administrator"} | IN
SEES = {
    "open": EMPLOYEES | {"invited guest"},
    "closed": EMPLOYEES | {"invited guest"},
    "secret": IN | {"invited", "invited guest"},
}
READS = {"open": EMPLOYEES, "closed": IN, "secret": IN}


@pytest.mark.parametrize("visibility", ["open", "closed", "secret"])
def test_the_ladder_on_every_page(visibility: str, cast: dict[str, Any]) -> None:
    space = world(visibility, cast)
    pages = {
        "community": SEES[visibility],
        "members": READS[visibility],
        "files": READS[visibility],
        "photos": READS[visibility],
        "about": SEES[visibility],
        "to_invite": {"member", "moderator", "manager"} if visibility == "open" else {"manager"},
        "settings": {"manager"},
        "rule": {"manager"},
    }
    for name, allowed in pages.items():
        for role, who in cast.items():
            answer = signed_in(who).get(at(name, space))
            if role == "stranger":
                expected = 302
            elif role in allowed:
                expected = 200
            else:
                expected = 403 if role in SEES[visibility] else 404
            assert answer.status_code == expected, (name, role)
    for role, who in cast.items():
        if role != "stranger" and role in SEES[visibility]:
            page = signed_in(who).get(at("community", space)).content.decode()
            assert ("Words that only readers read" in page) is (role in READS[visibility]), role


@pytest.mark.parametrize("show", ["requests", "invitations", "bans"])
def test_who_waits_is_shown_to_moderators(show: str, cast: dict[str, Any]) -> None:
    space = world("closed", cast)
    for role, who in cast.items():
        if role in IN:
            answer = signed_in(who).get(at("members", space), {"show": show})
            assert answer.status_code == (403 if role == "member" else 200)
    name = {"requests": "Rita", "invitations": "Ivan", "bans": "Bad"}[show]
    page = signed_in(cast["moderator"]).get(at("members", space), {"show": show}).content.decode()
    assert name in page


@pytest.mark.parametrize("visibility", ["open", "closed", "secret"])
def test_deeds_by_whoever_may_not_change_nothing(visibility: str, cast: dict[str, Any]) -> None:
    space = world(visibility, cast)
    before = set(Subscription.objects.filter(space=space).values_list("person", "state", "role"))
    target = cast["member"].handle
    for role in ("stranger", "employee", "requested", "guest", "banned", "administrator"):
        client = signed_in(cast[role])
        for address, data in (
            (at("deed", space, target, "ban"), {}),
            (at("deed", space, target, "remove"), {}),
            (at("deed", space, target, "role"), {"role": "manager"}),
            (at("deed", space, cast["requested"].handle, "accept"), {}),
            (at("invite", space, cast["employee"].handle), {}),
            (at("archive", space), {}),
            (at("settings", space), {"name": "Mine"}),
            (at("rule", space), {"do": "save", "g0-country": ["FR"]}),
            (at("leave", space), {}),
            (at("level", space), {"level": "all"}),
        ):
            answer = client.post(address, data)
            assert answer.status_code in (302, 403, 404)
            if answer.status_code == 302:
                assert role == "stranger"
    assert before == set(
        Subscription.objects.filter(space=space).values_list("person", "state", "role")
    )
    space.refresh_from_db()
    assert (space.name, space.archived_at, space.audience) == ("Quality circle", None, None)


def test_no_deed_happens_by_following_a_link(cast: dict[str, Any]) -> None:
    space = world("open", cast)
    client = signed_in(cast["manager"])
    for name in ("join", "leave", "decline", "level", "mute", "archive"):
        assert client.get(at(name, space)).status_code == 405
    assert client.get(at("deed", space, "carol", "ban")).status_code == 405


def test_joining_and_leaving_by_the_buttons(space: Space, dave: Person) -> None:
    client = signed_in(dave)
    assert "Join" in client.get(at("community", space)).content.decode()
    page = client.post(at("join", space), follow=True).content.decode()
    assert "Welcome to Quality circle." in page
    client.post(at("level", space), {"level": "nothing"})
    client.post(at("mute", space), {"on": "1"})
    row = Subscription.objects.get(space=space, person=dave)
    assert (row.level, row.comes_home) == ("nothing", False)
    client.post(at("mute", space), {"on": "0"})
    client.post(at("leave", space))
    assert not Subscription.objects.filter(space=space, person=dave).exists()
    tile = client.post(at("join", space), headers={"HX-Request": "true"}).content.decode()
    assert "Member" in tile
    assert 'id="my-communities" hx-swap-oob="true"' in tile
    assert "<html" not in tile


def test_the_last_manager_reads_why_they_cannot_leave(space: Space, alice: Person) -> None:
    page = signed_in(alice).post(at("leave", space), follow=True).content.decode()
    assert "name another one first" in page


def test_a_closed_community_is_asked_and_answers(
    alice: Person, bob: Person, carol: Person, dave: Person
) -> None:
    space = staffed(alice, bob, carol, visibility="closed", description="What we found")
    asking = signed_in(dave)
    page = asking.get(at("community", space)).content.decode()
    assert "What we found" in page
    assert "Ask to join" in page
    asking.post(at("join", space))
    assert "Your request is waiting" in asking.get(at("community", space)).content.decode()
    answering = signed_in(bob)
    assert "1 colleague asks to join." in answering.get(at("community", space)).content.decode()
    answering.post(at("deed", space, "dave", "accept"))
    assert asking.get(at("members", space)).status_code == 200


def test_opening_one_keeps_what_was_typed(alice: Person, guest: Person) -> None:
    client = signed_in(alice)
    page = client.post(at("new"), {"name": "!!!", "description": "Why", "visibility": "open"})
    assert "a name with letters" in page.content.decode()
    assert "Why" in page.content.decode()
    answer = client.post(
        at("new"), {"name": "Vélo à Douai", "description": "", "visibility": "closed"}
    )
    space = Space.objects.get(slug="velo-a-douai")
    assert answer.headers["Location"] == at("community", space)
    assert space.visibility == "closed"
    assert signed_in(guest).get(at("new")).status_code == 403


def test_a_name_in_any_script_has_an_address(alice: Person) -> None:
    space = verbs.open_community(alice, name="品質の輪")
    assert signed_in(alice).get(space.get_absolute_url()).status_code == 200


def test_the_directory_finds_without_accents_and_with_mistakes(alice: Person, dave: Person) -> None:
    for name, told in (("Vélo à Douai", ""), ("Qualité", "Les pièces"), ("Cuisine", "")):
        verbs.open_community(alice, name=name, description=told)
    verbs.open_community(alice, name="Vélo secret", visibility="secret")
    for words, expected in (
        ("velo", ["Vélo à Douai"]),
        ("PIECES", ["Qualité"]),
        ("cuisin", ["Cuisine"]),
        ("qualitee", ["Qualité"]),
        ("%", []),
        ("nothing\x00 such", []),
    ):
        assert [s.name for s in queries.communities(dave, words)] == expected, words
        page = signed_in(dave).get(at("communities"), {"q": words})
        assert page.status_code == 200
    found = signed_in(dave).get(at("complete"), {"q": "velo"}).json()
    assert [(one["text"], one["label"]) for one in found] == [("@velo-a-douai", "Vélo à Douai")]
    assert found[0]["hint"] == "1 member"


def test_tabs_of_the_directory(space: Space, alice: Person, carol: Person, dave: Person) -> None:
    other = verbs.open_community(dave, name="Other")
    verbs.invite(dave, other, carol)
    client = signed_in(carol)

    def names(show: str) -> list[str]:
        return [one.name for one in client.get(at("communities"), {"show": show}).context["spaces"]]

    assert names("mine") == ["Quality circle"]
    assert set(names("all")) == {"Quality circle", "Other"}
    assert names("invitations") == ["Other"]
    verbs.archive(alice, space)
    assert names("mine") == ["Quality circle"]
    assert names("all") == ["Other"]


def test_each_list_page_costs_the_same_whatever_it_lists(
    alice: Person, bob: Person, carol: Person
) -> None:
    space = staffed(alice, bob, carol)
    rule = {"any": [{"country": ["FR"]}]}
    client = signed_in(alice)
    addresses = [
        at("communities"),
        at("communities") + "?show=mine&q=circle",
        at("community", space),
        at("members", space),
        at("members", space) + "?q=p",
        at("members", space) + "?show=requests",
        at("members", space) + "?show=bans",
        at("to_invite", space) + "?q=p",
    ]

    def costs() -> list[int]:
        counted = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as statements:
                assert client.get(address).status_code == 200
            counted.append(len(statements))
        return counted

    for number in range(3):
        _more(alice, space, number, rule)
    before = costs()
    for number in range(3, 15):
        _more(alice, space, number, rule)
    assert costs() == before
    assert max(before) <= 24


def _more(alice: Person, space: Space, number: int, rule: dict[str, Any]) -> None:
    """One more of everything that the pages list."""
    here = person(f"p{number}", title="Fitter", site="Douai")
    verbs.join(here, space)
    Subscription.objects.create(
        space=space, person=person(f"asks{number}"), state="requested", invited_by=here
    )
    verbs.ban(alice, space, person(f"banned{number}"))
    verbs.open_community(alice, name=f"Circle {number}", audience=rule)
    publish(here, space, "Words")


def test_my_communities_in_the_navigation(
    space: Space, alice: Person, carol: Person, dave: Person
) -> None:
    quiet = verbs.open_community(alice, name="Quiet place")
    verbs.join(carol, quiet)
    assert [(one.name, one.unread) for one in queries.belonging(carol).communities] == [
        ("Quality circle", False),
        ("Quiet place", False),
    ]
    publish(alice, quiet, "News")
    assert [(one.name, one.unread) for one in queries.belonging(carol).communities] == [
        ("Quiet place", True),
        ("Quality circle", False),
    ]
    client = signed_in(carol)
    assert 'class="unread-mark"' in client.get(at("communities")).content.decode()
    client.get(at("community", quiet))
    assert not any(one.unread for one in queries.belonging(carol).communities)
    publish(alice, quiet, "More news")
    verbs.mute(carol, quiet)
    assert not any(one.unread for one in queries.belonging(carol).communities)
    assert queries.belonging(dave).communities == ()
    with CaptureQueriesContext(connection) as statements:
        queries.belonging(carol)
    assert len(statements) == 1


def test_members_are_found_and_paged(space: Space, carol: Person) -> None:
    for number in range(queries.PAGE + 5):
        verbs.join(person(f"m{number:02}", title="Fitter"), space)
    first = queries.members(carol, space)
    assert [row.person.handle for row in first.leaders] == ["alice", "bob"]
    assert len(first.rows) == queries.PAGE
    second = queries.members(carol, space, before=first.before)
    assert second.leaders == []
    assert len({row.pk for row in (*first.rows, *second.rows)}) == queries.PAGE + 6
    assert second.before is None
    found = queries.members(carol, space, "M07").rows
    assert [row.person.handle for row in found] == ["m07"]
    client = signed_in(carol)
    for odd in ("x", "-1", "9" * 30, "٣"):
        assert client.get(at("members", space), {"before": odd}).status_code == 200


def test_suggestions_say_why(alice: Person) -> None:
    space = verbs.open_community(alice, name="Paint shop")
    me = person("me", site="Valladolid", country="ES")
    colleagues = [person(f"v{i}", site="Valladolid", country="ES") for i in range(4)]
    for colleague in colleagues[:3]:
        verbs.join(colleague, space)
    verbs.open_community(colleagues[0], name="Hidden", visibility="secret")
    (one,) = suggested_communities(me)
    assert one.space == space
    assert one.reason == "3 of your 4 colleagues in Valladolid are here"
    verbs.join(me, space)
    assert suggested_communities(me) == []
    assert suggested_communities(None) == []
    assert suggested_communities(person("gus", kind="guest", site="Valladolid")) == []


def test_settings_keep_what_was_typed_and_say_what_is_wrong(space: Space, alice: Person) -> None:
    client = signed_in(alice)
    good = {"name": "Circle", "description": "Why", "visibility": "secret", "policy": "managers"}
    page = client.post(at("settings", space), {**good, "name": ""}).content.decode()
    assert "Why" in page
    answer = client.post(at("settings", space), {**good, "visibility": "half"})
    assert answer.status_code == 200
    assert client.post(at("settings", space), good).status_code == 302
    space.refresh_from_db()
    assert (space.name, space.visibility, space.policy) == ("Circle", "secret", "managers")


def test_pictures_are_put_up_and_taken_away(space: Space, alice: Person) -> None:
    from io import BytesIO

    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    data = BytesIO()
    Image.new("RGB", (80, 40), "teal").save(data, "PNG")
    form = {"name": space.name, "visibility": "open", "policy": "members"}
    client = signed_in(alice)
    client.post(
        at("settings", space),
        {**form, "picture": SimpleUploadedFile("a.png", data.getvalue(), "image/png")},
    )
    space.refresh_from_db()
    assert space.picture is not None
    assert space.picture.space == space
    page = client.post(
        at("settings", space), {**form, "cover": SimpleUploadedFile("a.png", b"no picture")}
    )
    assert "Please choose a picture" in page.content.decode()
    client.post(at("settings", space), {**form, "no_picture": "on"})
    space.refresh_from_db()
    assert space.picture is None


def test_the_rule_is_made_with_boxes_previewed_and_lifted(space: Space, alice: Person) -> None:
    boss = person("boss")
    for number in range(3):
        person(f"f{number}", country="FR", department="Quality", manager=boss)
    client = signed_in(alice)
    form = {"g0-country": ["FR"], "g0-department": ["Quality"], "g1-under": "@boss"}
    page = client.post(at("rule", space), {**form, "do": "preview"}).content.decode()
    assert "3 colleagues fit" in page
    assert "Quality department in France; or employees under Boss" in page
    assert re.search(r'name="g0-country" value="FR" checked', page)
    space.refresh_from_db()
    assert space.audience is None
    page = client.post(at("rule", space), {**form, "do": "add"}).content.decode()
    assert 'name="g2-under"' in page
    client.post(at("rule", space), {**form, "do": "save"})
    space.refresh_from_db()
    assert space.members_count == 6
    page = client.get(at("rule", space)).content.decode()
    assert 'value="boss"' in page
    member = signed_in(Person.objects.get(handle="f0")).get(at("community", space))
    assert "You are here because your department is Quality" in member.content.decode()
    page = client.post(at("rule", space), {"g0-under": "nobody", "do": "save"}).content.decode()
    assert "Nobody is called “nobody” here." in page
    page = client.post(at("rule", space), {"do": "save"}).content.decode()
    assert "Choose at least one condition." in page
    client.post(at("rule", space), {"do": "lift"})
    space.refresh_from_db()
    assert space.members_count == 3


def test_archiving_by_the_button(space: Space, alice: Person, carol: Person) -> None:
    client = signed_in(alice)
    client.post(at("archive", space))
    page = signed_in(carol).get(at("community", space)).content.decode()
    assert "This community is archived" in page
    client.post(at("archive", space), {"on": "0"})
    space.refresh_from_db()
    assert space.archived_at is None


def test_inviting_by_the_page(space: Space, carol: Person, dave: Person) -> None:
    client = signed_in(carol)
    page = client.get(at("to_invite", space), {"q": "dav"}).content.decode()
    assert "Invite Dave" in page
    typed = client.get(at("to_invite", space), {"q": "da"}, headers={"HX-Request": "true"})
    part = typed.content.decode()
    assert "Invite Dave" in part
    assert part.startswith('<div class="stack" id="to-invite">')
    answer = client.post(at("invite", space, "dave"), headers={"HX-Request": "true"})
    assert "Invited" in answer.content.decode()
    answer = client.post(at("invite", space, "alice"), headers={"HX-Request": "true"})
    assert answer.headers["HX-Refresh"] == "true"
    assert client.post(at("invite", space, "nobody")).status_code == 404


def test_an_open_tag_in_a_name_stays_a_word(alice: Person) -> None:
    name = "<script>alert(1)</script>"
    space = verbs.open_community(alice, name=name, description=name)
    for address in (at("communities"), at("community", space), at("settings", space)):
        assert name not in signed_in(alice).get(address).content.decode()
