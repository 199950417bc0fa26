"""A community's and a wall's files and photos: what one may read, page by page, nothing else."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from parvis.files.lists import PAGE, documents, photos
from parvis.files.models import File
from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.posts.verbs import comment, publish, remove
from parvis.spaces.models import Space
from parvis.spaces.tests.conftest import staffed
from parvis.spaces.verbs import open_conversation

pytestmark = pytest.mark.django_db


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def attach(post: Post, name: str) -> File:
    """Put a file on a post, a picture if its name says so."""
    size = 40 if name.endswith(".png") else None
    return File.objects.create(
        owner=post.author, post=post, name=name, alt=name if size else "", digest="0" * 64,
        content_type="image/png" if size else "application/pdf", size=1234, width=size, height=size,
    )  # fmt: skip


def test_they_gather_from_posts_and_comments(space: Space, alice: Person, carol: Person) -> None:
    post = publish(alice, space, "Plans")
    attach(post, "plan.pdf")
    attach(comment(carol, post, "Mine"), "answer.pdf")
    attach(post, "photo.png")
    assert [f.name for f in documents(carol, space).files] == ["answer.pdf", "plan.pdf"]
    assert [f.name for f in photos(carol, space).files] == ["photo.png"]
    page = signed_in(carol).get(f"{space.get_absolute_url()}files/").content.decode()
    assert "plan.pdf" in page
    assert "photo.png" not in page
    assert f"/posts/{post.pk}/" in page
    page = signed_in(carol).get(f"{space.get_absolute_url()}photos/").content.decode()
    assert 'alt="photo.png"' in page
    assert "plan.pdf" not in page


def test_what_is_removed_or_elsewhere_is_not_there(
    space: Space, alice: Person, carol: Person
) -> None:
    gone, other = publish(alice, space, "Gone"), publish(alice, space, "Kept")
    attach(gone, "gone.pdf")
    attach(comment(carol, gone, "Below"), "below.pdf")
    own = Space.objects.get(kind="wall", owner=carol)
    attach(publish(carol, own, "On my wall"), "wall.pdf")
    attach(publish(carol, open_conversation(carol, [alice]), "Between us"), "secret.pdf")
    File.objects.create(
        owner=carol, name="draft.pdf", digest="0" * 64, content_type="application/pdf", size=1
    )
    attach(other, "kept.pdf")
    remove(alice, gone)
    assert [f.name for f in documents(carol, space).files] == ["kept.pdf"]
    page = signed_in(alice).get("/people/carol/?tab=files").content.decode()
    assert "wall.pdf" in page
    assert "secret.pdf" not in page
    assert "draft.pdf" not in signed_in(carol).get("/people/carol/?tab=files").content.decode()


@pytest.mark.parametrize("visibility", ["open", "closed", "secret"])
def test_the_ladder(
    visibility: str, alice: Person, bob: Person, carol: Person, dave: Person, guest: Person
) -> None:
    space = staffed(alice, bob, carol, visibility=visibility)
    attach(publish(carol, space, "Plans"), "plan.pdf")
    attach(publish(carol, space, "Look"), "look.png")
    for person in (alice, bob, carol, dave, guest):
        reads = person in (alice, bob, carol) or (person == dave and visibility == "open")
        for lists in (documents, photos):
            assert bool(lists(person, space).files) is reads, person
        for tab in ("files", "photos"):
            answer = signed_in(person).get(f"/communities/{space.slug}/{tab}/")
            assert (answer.status_code == 200) is reads
            assert b"plan.pdf" not in answer.content or reads
        about = signed_in(person).get(f"/communities/{space.slug}/about/").content.decode()
        assert ("They run it" in about) is reads
    assert documents(None, space).files == []
    assert signed_in(guest).get("/people/carol/?tab=files").status_code == 404


def test_pages_turn_without_a_gap(space: Space, carol: Person) -> None:
    post = publish(carol, space, "Many")
    names = {attach(post, f"a{n}.pdf").name for n in range(PAGE + 3)}
    names |= {attach(publish(carol, space, str(n)), f"b{n}.pdf").name for n in range(PAGE)}
    seen: list[str] = []
    cursor, browser = "", signed_in(carol)
    while True:
        shelf = documents(carol, space, cursor)
        seen += [file.name for file in shelf.files]
        page = browser.get(f"{space.get_absolute_url()}files/?after={cursor}").content.decode()
        assert (f"?after={shelf.following}" in page) is bool(shelf.following)
        cursor = shelf.following
        if not cursor:
            break
    assert len(seen) == len(set(seen))
    assert set(seen) == names
    for nonsense in ("x", "1-", "-", "9" * 38 + "-1", "²-²"):
        assert browser.get(f"{space.get_absolute_url()}files/?after={nonsense}").status_code == 200


def statements(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("tab", ["files", "photos", "about"])
def test_constant_statements(tab: str, space: Space, carol: Person, dave: Person) -> None:
    attach(publish(carol, space, "One"), "one.pdf")
    attach(publish(carol, space, "One"), "one.png")
    browser = signed_in(dave)
    path, wall = f"{space.get_absolute_url()}{tab}/", f"/people/carol/?tab={tab}"
    before, on_wall = statements(browser, path), statements(browser, wall)
    home = Space.objects.get(kind="wall", owner=carol)
    for n in range(15):
        for place in (space, home):
            attach(publish(carol, place, str(n)), f"{n}.pdf")
            attach(publish(carol, place, str(n)), f"{n}.png")
    assert statements(browser, path) == before
    assert statements(browser, wall) == on_wall
