"""Beginning a conversation, adding people, naming it, leaving it."""

import pytest

from parvis.conversations import finding, queries
from parvis.conversations.tests.conftest import As
from parvis.people.models import Person
from parvis.people.verbs import take_in
from parvis.posts.models import Post
from parvis.posts.verbs import publish
from parvis.spaces.models import Space, Subscription

pytestmark = pytest.mark.django_db


def inside(space: Space) -> set[str]:
    return set(Subscription.objects.filter(space=space).values_list("person__handle", flat=True))


def test_choosing_people_without_javascript(
    as_: As, alice: Person, bob: Person, carol: Person
) -> None:
    browser = as_(alice)
    page = browser.get("/conversations/new").content.decode()
    assert "Bob Keller" in page
    assert f'value="{alice.pk}"' not in page
    page = browser.get(f"/conversations/new?q=nunez&people={bob.pk}").content.decode()
    assert f'name="people" value="{bob.pk}" checked' in page
    assert f'name="people" value="{carol.pk}">' in page
    found = browser.get("/conversations/new", {"q": "carol"}, headers={"HX-Request": "true"})
    assert b"<html" not in found.content
    answer = browser.post("/conversations/new", {"people": [bob.pk, carol.pk], "text": "Hello"})
    space = Space.objects.get(kind="conversation")
    assert answer.headers["Location"] == f"/conversations/{space.pk}/"
    assert inside(space) == {"alice", "bob", "carol"}
    assert Post.objects.get().source == "Hello"
    assert queries.unread(alice) == 0
    assert queries.unread(bob) == 1


def test_nobody_chosen_is_said_and_nothing_typed_is_lost(as_: As, alice: Person) -> None:
    page = as_(alice).post("/conversations/new", {"text": "Precious words", "name": "Circle"})
    assert page.status_code == 422
    assert "Precious words" in page.content.decode()
    assert 'value="Circle"' in page.content.decode()
    assert not Space.objects.filter(kind="conversation").exists()


def test_a_first_line_that_is_refused_opens_nothing(as_: As, alice: Person, bob: Person) -> None:
    page = as_(alice).post("/conversations/new", {"people": bob.pk, "text": "x" * 50_001})
    assert page.status_code == 422
    assert not Space.objects.filter(kind="conversation").exists()


def test_the_same_people_come_back_to_the_same_conversation(
    as_: As, alice: Person, bob: Person, talk: Space
) -> None:
    answer = as_(bob).post("/conversations/new", {"people": alice.pk})
    assert answer.headers["Location"] == f"/conversations/{talk.pk}/"
    assert (
        as_(bob).get("/conversations/with/alice/").headers["Location"]
        == f"/conversations/{talk.pk}/"
    )


def test_writing_to_a_person_one_may_see(as_: As, alice: Person, carol: Person) -> None:
    answer = as_(alice).get("/conversations/with/carol/")
    assert answer.headers["Location"] == f"/conversations/new?people={carol.pk}"
    assert as_(alice).get("/conversations/with/nobody/").status_code == 404
    assert as_(alice).get("/conversations/with/alice/").status_code in (403, 404)
    carol.is_active = False
    carol.save()
    assert as_(alice).get("/conversations/with/carol/").status_code in (403, 404)


def test_guests_find_only_the_people_of_their_spaces(
    as_: As, alice: Person, bob: Person, talk: Space
) -> None:
    guest = take_in(None, handle="guest", name="Guest", kind="guest")
    assert finding.candidates(guest, "") == []
    assert finding.chosen(guest, [str(alice.pk)]) == []
    page = as_(guest).post("/conversations/new", {"people": alice.pk, "text": "Hi"})
    assert page.status_code == 422
    Subscription.objects.create(person=guest, space=talk)
    assert set(finding.candidates(guest, "")) == {alice, bob}


@pytest.mark.parametrize("words", ["keller", "BOB", "@bob", "bób k"])
def test_finding_by_letters(alice: Person, bob: Person, words: str) -> None:
    assert bob in finding.candidates(alice, words)
    assert finding.candidates(alice, "%") == []
    assert finding.candidates(alice, "zzzz\x00") == []
    assert bob not in finding.candidates(alice, words, exclude=[bob])


def test_the_nearest_come_first(alice: Person) -> None:
    take_in(None, handle="aaa", name="Aaa")
    boss = take_in(None, handle="zoe", name="Zoe")
    alice.manager = boss
    alice.save()
    assert finding.candidates(alice, "")[0] == boss


def test_adding_people_to_a_group(as_: As, alice: Person, bob: Person, group: Space) -> None:
    dave = take_in(None, handle="dave", name="Dave")
    page = as_(bob).get(f"/conversations/{group.pk}/people?q=dave").content.decode()
    assert f'value="{dave.pk}"' in page
    answer = as_(bob).post(f"/conversations/{group.pk}/add", {"people": dave.pk})
    assert answer.headers["Location"] == f"/conversations/{group.pk}/"
    assert inside(group) == {"alice", "bob", "carol", "dave"}
    assert queries.unread(dave) == 0


def test_adding_to_two_opens_another(
    as_: As, alice: Person, bob: Person, carol: Person, talk: Space
) -> None:
    publish(alice, talk, "Between us")
    answer = as_(alice).post(f"/conversations/{talk.pk}/add", {"people": carol.pk})
    other = Space.objects.filter(kind="conversation").exclude(pk=talk.pk).get()
    assert answer.headers["Location"] == f"/conversations/{other.pk}/"
    assert inside(talk) == {"alice", "bob"}
    assert "Between us" not in as_(carol).get(f"/conversations/{other.pk}/").content.decode()


def test_naming(as_: As, alice: Person, bob: Person, group: Space) -> None:
    as_(bob).post(f"/conversations/{group.pk}/rename", {"name": "  Line   4 "})
    group.refresh_from_db()
    assert group.name == "Line 4"
    assert "Line 4" in as_(alice).get("/conversations/").content.decode()
    as_(bob).post(f"/conversations/{group.pk}/rename", {"name": "x" * 130})
    group.refresh_from_db()
    assert group.name == "Line 4"
    as_(bob).post(f"/conversations/{group.pk}/rename", {"name": ""})
    page = as_(alice).get("/conversations/").content.decode()
    assert "Bob Keller and Çarol Núñez" in page


def test_leaving(as_: As, alice: Person, bob: Person, group: Space) -> None:
    publish(alice, group, "Goodbye")
    browser = as_(bob)
    answer = browser.post(f"/conversations/{group.pk}/leave", follow=True)
    assert "You have left the conversation." in answer.content.decode()
    assert "Line 3" not in browser.get("/conversations/").content.decode()
    assert browser.get(f"/conversations/{group.pk}/").status_code == 404
    assert queries.unread(bob) == 0


def test_two_do_not_leave_each_other_but_may_have_quiet(
    as_: As, alice: Person, bob: Person, talk: Space
) -> None:
    browser = as_(bob)
    assert "/leave" not in browser.get(f"/conversations/{talk.pk}/people").content.decode()
    browser.post(f"/conversations/{talk.pk}/leave")
    assert inside(talk) == {"alice", "bob"}
    publish(alice, talk, "Psst")
    browser.post(f"/conversations/{talk.pk}/tune", {"level": "nothing"})
    assert queries.unread(bob) == 0
    browser.post(f"/conversations/{talk.pk}/tune", {"level": "all"})
    assert queries.unread(bob) == 1
    browser.post(f"/conversations/{talk.pk}/tune", {"level": "loud"})
    assert Subscription.objects.get(person=bob, space=talk).level == "all"


@pytest.mark.parametrize(
    ("name", "names", "members", "title"),
    [
        ("Named", ["A"], 2, "Named"), ("", [], 1, "Just you"), ("", ["A"], 2, "A"),
        ("", ["A", "B"], 3, "A and B"), ("", ["A", "B", "C"], 4, "A, B and C"),
        ("", ["A", "B", "C", "D"], 5, "A, B, C and 1 more"),
        ("", ["A", "B", "C", "D"], 9, "A, B, C and 5 more"),
    ],
)  # fmt: skip
def test_titles(name: str, names: list[str], members: int, title: str) -> None:
    people = [queries.Face(i, n, n.lower(), None, True, None) for i, n in enumerate(names)]
    assert queries.title(name, people, members) == title
