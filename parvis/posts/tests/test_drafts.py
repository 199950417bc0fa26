"""Drafts on the server: one's own alone, at a quiet pace, gone when it is sent."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parvis.files import cleaning
from parvis.files.models import File
from parvis.files.tests.samples import picture as png
from parvis.files.verbs import keep_bytes
from parvis.kernel.errors import Refused, TooFast
from parvis.people.models import Person
from parvis.people.verbs import take_in
from parvis.posts import text
from parvis.posts.models import Draft, Post
from parvis.posts.verbs import drafting, publish
from parvis.spaces.models import Space

pytestmark = pytest.mark.django_db
HOME = "composer-home"


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def a_while_ago(**age: int) -> None:
    """Let time go by."""
    Draft.objects.update(at=timezone.now() - timedelta(**(age or {"seconds": 5})))


def test_what_one_begins_is_found_again_and_nobody_elses(alice: Person) -> None:
    bob = take_in(None, handle="bob", name="Bob")
    words = {"text": "Half a th", "title": "", "question": "1", "space": "7", "other": "x"}
    assert signed_in(alice).post(f"/drafts/{HOME}", words).status_code == 204
    found = signed_in(alice).get(f"/drafts/{HOME}").json()
    assert found["words"] == {"text": "Half a th", "question": "1", "space": "7"}
    assert signed_in(bob).get(f"/drafts/{HOME}").status_code == 204
    assert Client().get(f"/drafts/{HOME}").status_code == 302
    assert Client().post(f"/drafts/{HOME}", words).status_code == 302


def test_it_is_kept_anew_and_emptied(alice: Person) -> None:
    drafting.keep_draft(alice, HOME, {"text": "One"})
    a_while_ago()
    drafting.keep_draft(alice, HOME, {"text": "One two"})
    assert [one.words["text"] for one in Draft.objects.all()] == ["One two"]
    drafting.keep_draft(alice, HOME, {"text": "  ", "question": "1"})
    assert not Draft.objects.exists()


def test_a_second_saving_in_a_second_waits(alice: Person) -> None:
    drafting.keep_draft(alice, HOME, {"text": "One"})
    with pytest.raises(TooFast):
        drafting.keep_draft(alice, "composer-8", {"text": "Two"})
    assert signed_in(alice).post(f"/drafts/{HOME}", {"text": "On"}).status_code == 429
    bob = take_in(None, handle="bob", name="Bob")
    drafting.keep_draft(bob, HOME, {"text": "His own"})
    a_while_ago()
    drafting.keep_draft(alice, "composer-8", {"text": "Two"})
    assert Draft.objects.filter(person=alice).count() == 2


@pytest.mark.parametrize("place", ["composer", "edit-7-1", "composer-" + "9" * 20, "comment-home"])
def test_other_forms_keep_none(alice: Person, place: str) -> None:
    assert signed_in(alice).get(f"/drafts/{place}").status_code == 404
    assert signed_in(alice).post(f"/drafts/{place}", {"text": "x"}).status_code == 404
    with pytest.raises(Refused):
        drafting.keep_draft(alice, place, {"text": "x"})


def test_what_no_post_could_hold_is_refused(alice: Person) -> None:
    answer = signed_in(alice).post(f"/drafts/{HOME}", {"text": "x" * (text.LONGEST + 2_000)})
    assert answer.status_code == 422
    assert signed_in(alice).post(f"/drafts/{HOME}", {"text": "a\x00b"}).status_code == 204


def test_published_it_is_gone_and_refused_it_stays(alice: Person) -> None:
    client = signed_in(alice)
    drafting.keep_draft(alice, HOME, {"text": "Hello"})
    client.post("/posts/", {"text": " ", "draft": HOME})
    assert Draft.objects.exists()
    client.post("/posts/", {"text": "Hello", "draft": HOME})
    assert not Draft.objects.exists()
    post = Post.objects.get()
    drafting.keep_draft(alice, f"comment-{post.pk}", {"text": "And"})
    client.post(f"/posts/{post.pk}/comments", {"text": "And", "draft": f"comment-{post.pk}"})
    assert not Draft.objects.exists()


def test_a_draft_of_somebody_else_is_not_let_go(alice: Person) -> None:
    bob = take_in(None, handle="bob", name="Bob")
    drafting.keep_draft(bob, HOME, {"text": "His"})
    signed_in(alice).post("/posts/", {"text": "Hello", "draft": HOME})
    assert Draft.objects.filter(person=bob).exists()


def test_few_are_kept_and_not_for_ever(alice: Person) -> None:
    def draft(number: int) -> None:
        drafting.keep_draft(alice, f"composer-{number}", {"text": "x"})
        Draft.objects.filter(place=f"composer-{number}").update(
            at=timezone.now() - timedelta(hours=100 - number)
        )

    for number in range(drafting.MOST + 3):
        draft(number)
    places = set(Draft.objects.values_list("place", flat=True))
    assert len(places) == drafting.MOST
    assert "composer-0" not in places
    assert f"composer-{drafting.MOST + 2}" in places
    a_while_ago(days=91)
    drafting.forget_old_drafts()
    assert not Draft.objects.exists()


def test_one_saving_is_a_statement_or_two(alice: Person) -> None:
    drafting.keep_draft(alice, HOME, {"text": "One"})
    a_while_ago()
    with CaptureQueriesContext(connection) as captured:
        drafting.keep_draft(alice, HOME, {"text": "One two"})
    assert len(captured) == 1


def test_who_never_saved_one_publishes_without_a_statement_more(alice: Person) -> None:
    wall = Space.objects.get(kind="wall", owner=alice)
    publish(alice, wall, "Warm")
    client = signed_in(alice)

    def deletes(data: dict[str, Any]) -> int:
        with CaptureQueriesContext(connection) as captured:
            client.post("/posts/", data)
        return sum("posts_draft" in query["sql"] for query in captured)

    assert deletes({"text": "Plain"}) == 0
    assert deletes({"text": "Kept", "draft": HOME}) == 1


def waiting(person: Person, name: str = "plan.txt") -> File:
    return keep_bytes(person, name, name.encode())


def test_files_wait_with_the_words_and_come_back_in_their_order(alice: Person) -> None:
    bob = take_in(None, handle="bob", name="Bob")
    picture = keep_bytes(alice, "gate.png", png())
    files = [waiting(alice, "z.txt"), picture, waiting(alice, "a.txt")]
    client = signed_in(alice)
    shown = [files[1], files[2], files[0]]
    form = {"text": "See", "files": [one.pk for one in shown], f"alt-{picture.pk}": " The  gate "}
    assert client.post(f"/drafts/{HOME}", form).status_code == 204
    found = client.get(f"/drafts/{HOME}").json()["files"]
    assert [one["id"] for one in found] == [str(one.pk) for one in shown]
    assert [(one["kind"], one["alt"]) for one in found[:2]] == [("image", "The gate"), ("file", "")]
    assert client.get(found[0]["url"]).status_code == 200
    assert signed_in(bob).get(found[0]["url"]).status_code == 404
    a_while_ago()
    client.post(f"/drafts/{HOME}", {"files": [files[0].pk]})
    assert [one["name"] for one in client.get(f"/drafts/{HOME}").json()["files"]] == ["z.txt"]


def test_only_ones_own_uploads_wait_in_a_draft(alice: Person) -> None:
    bob = take_in(None, handle="bob", name="Bob")
    his, published = waiting(bob), waiting(alice)
    publish(alice, Space.objects.get(kind="wall", owner=alice), "Out", files=[published.pk])
    face = keep_bytes(alice, "face.png", png(), purpose=File.Purpose.PUBLIC)
    taken = [his.pk, published.pk, face.pk, 10**17]
    drafting.keep_draft(alice, HOME, {"text": "x"}, dict.fromkeys(taken, "Stolen"))
    assert signed_in(alice).get(f"/drafts/{HOME}").json()["files"] == []
    his.refresh_from_db()
    assert his.alt == ""


def test_what_was_published_elsewhere_no_longer_waits(alice: Person) -> None:
    file = waiting(alice)
    drafting.keep_draft(alice, HOME, {"text": "x"}, {file.pk: ""})
    publish(alice, Space.objects.get(kind="wall", owner=alice), "Out", files=[file.pk])
    assert signed_in(alice).get(f"/drafts/{HOME}").json()["files"] == []


def test_files_live_as_long_as_their_draft(alice: Person) -> None:
    file, loose = waiting(alice), waiting(alice, "loose.txt")
    File.objects.update(created_at=timezone.now() - timedelta(days=3))
    drafting.keep_draft(alice, HOME, {"text": "x"}, {file.pk: ""})
    cleaning.clean()
    assert set(File.objects.all()) == {file}
    drafting.forget_draft(alice, HOME)
    cleaning.clean()
    assert not File.objects.filter(pk__in=[file.pk, loose.pk]).exists()


def test_a_published_draft_leaves_its_files_to_the_post(alice: Person) -> None:
    file = waiting(alice)
    drafting.keep_draft(alice, HOME, {"text": "x"}, {file.pk: ""})
    signed_in(alice).post("/posts/", {"text": "x", "files": [file.pk], "draft": HOME})
    assert not Draft.objects.exists()
    assert File.objects.get().post == Post.objects.get()


def test_with_files_the_number_of_statements_stays(alice: Person) -> None:
    def statements(count: int) -> list[int]:
        files = {waiting(alice, f"{count}-{number}.txt").pk: "" for number in range(count)}
        drafting.keep_draft(alice, HOME, {"text": "x"})
        a_while_ago()
        client = signed_in(alice)
        found = []
        for deed in (
            lambda: drafting.keep_draft(alice, HOME, {"text": "x"}, files),
            lambda: client.get(f"/drafts/{HOME}"),
            lambda: drafting.forget_draft(alice, HOME),
        ):
            with CaptureQueriesContext(connection) as captured:
                deed()
            found.append(len(captured))
        return found

    assert statements(1) == statements(9)
    assert statements(2)[2] == 1
