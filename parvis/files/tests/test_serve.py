"""Who may fetch a file, and how it is sent."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from parvis.files import shelf, verbs
from parvis.files.models import File
from parvis.files.tests.samples import picture, png
from parvis.files.verbs import Bytes
from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.posts.verbs import comment, publish, remove
from parvis.spaces.models import Space, Subscription
from parvis.spaces.verbs import join, open_community, open_conversation

pytestmark = pytest.mark.django_db


def client(person: Person | None) -> Client:
    client = Client()
    if person:
        client.force_login(person)
    return client


def status(person: Person | None, file: File, variant: str = "original") -> int:
    return client(person).get(f"/files/{file.pk}/{variant}").status_code


def post_with(author: Person, space: Space, file: File) -> Post:
    return publish(author, space, "See", files=[file.pk])


def test_an_unpublished_upload_is_its_owners_alone(alice: Person, bob: Person) -> None:
    file = verbs.keep(alice, png())
    assert [status(who, file) for who in (None, bob, alice)] == [404, 404, 200]


@pytest.mark.parametrize(
    ("visibility", "of_a_colleague", "of_an_invited"),
    [("open", 200, 200), ("closed", 404, 404), ("secret", 404, 404)],
)
def test_the_ladder_of_a_community(
    alice: Person,
    bob: Person,
    carol: Person,
    visibility: str,
    of_a_colleague: int,
    of_an_invited: int,
) -> None:
    space = open_community(alice, name="Quality", visibility=visibility)
    Subscription.objects.create(person=bob, space=space, state="invited")
    file = verbs.keep(alice, png())
    post = post_with(alice, space, file)
    assert [status(who, file) for who in (None, carol, bob, alice)] == [
        404, of_a_colleague, of_an_invited, 200,
    ]  # fmt: skip
    join(bob, space)
    assert status(bob, file, "preview") == 200
    Subscription.objects.filter(person=bob).update(state="banned")
    assert status(bob, file) == (200 if visibility == "open" else 404)
    remove(alice, post)
    assert status(alice, file) == 404


def test_a_removed_thread_takes_its_comments_files_along(alice: Person, bob: Person) -> None:
    root = publish(alice, Space.objects.get(owner=alice, kind="wall"), "One")
    file = verbs.keep(bob, png())
    comment(bob, root, "Two", files=[file.pk])
    assert status(alice, file) == 200
    remove(alice, root)
    assert status(bob, file) == 404


def test_conversations_are_private_and_leavers_lose_them(
    alice: Person, bob: Person, carol: Person
) -> None:
    space = open_conversation(alice, [bob])
    file = verbs.keep(alice, png())
    post_with(alice, space, file)
    carol.is_admin = True
    carol.save()
    assert [status(who, file) for who in (None, carol, bob, alice)] == [404, 404, 200, 200]
    Subscription.objects.filter(person=bob, space=space).delete()
    assert status(bob, file) == 404


def test_a_guest_reads_only_what_lies_in_their_spaces(alice: Person) -> None:
    guest = Person.objects.create(handle="guest", name="Guest", kind="guest")
    space = open_community(alice, name="Quality")
    cover = verbs.keep(alice, png(), purpose="space", space=space)
    face = verbs.keep(alice, png(), purpose="public")
    file = verbs.keep(alice, png())
    post_with(alice, space, file)
    assert [status(guest, f) for f in (cover, face, file)] == [404, 200, 404]
    Subscription.objects.create(person=guest, space=space)
    assert [status(guest, f) for f in (cover, face, file)] == [200, 200, 200]
    assert status(None, face) == 404


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("page.html", b"<!doctype html><script>alert(1)</script>"),
        ("page.txt", b"\xef\xbb\xbf  <html><script>alert(1)</script>"),
        ("page.xhtml", b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"></html>'),
        ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("drawing.xml", b'<?xml version="1.0"?><!-- x --><svg onload="alert(1)"></svg>'),
        ("script.js", b"alert(document.cookie)"),
        ("style.css", b"body { display: none }"),
        ("notes.pdf", b"%PDF-1.7 <script>"),
        ("mail.mht", b"MIME-Version: 1.0\nContent-Type: text/html\n\n<script>"),
    ],
)
def test_nothing_that_runs_is_sent_to_be_shown(alice: Person, name: str, data: bytes) -> None:
    file = verbs.keep(alice, Bytes(name, data))
    answer = client(alice).get(f"/files/{file.pk}/original")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Type"] in (
        "application/octet-stream",
        "application/pdf",
        "text/plain",
    )
    assert b"".join(answer.streaming_content) == data  # type: ignore[attr-defined]
    for variant in ("face", "preview", "nonsense"):
        assert status(alice, file, variant) == 404


def test_pictures_are_shown_in_place(alice: Person) -> None:
    file = verbs.keep(alice, Bytes("view “1”.png", picture()))
    answer = client(alice).get(f"/files/{file.pk}/face")
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_faces_are_cheap_and_kept_for_ever(
    alice: Person, bob: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    face = verbs.keep(alice, png(), purpose="public")
    browser = client(bob)
    first = browser.get(f"/files/{face.pk}/face")
    assert first.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    from parvis.files import queries

    with django_assert_num_queries(1):
        queries.fetch(bob, face.pk)
    again = browser.get(f"/files/{face.pk}/face", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    attachment = verbs.keep(alice, png())
    post_with(alice, Space.objects.get(owner=alice, kind="wall"), attachment)
    with django_assert_num_queries(3):
        queries.fetch(bob, attachment.pk)
    answer = browser.get(f"/files/{attachment.pk}/original")
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_a_known_etag_opens_no_door(alice: Person, bob: Person) -> None:
    file = verbs.keep(alice, png())
    etag = client(alice).get(f"/files/{file.pk}/original").headers["ETag"]
    answer = client(bob).get(f"/files/{file.pk}/original", headers={"If-None-Match": etag})
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("asked", "code", "content_range", "body"),
    [
        ("bytes=0-3", 206, "bytes 0-3/10", b"0123"),
        ("bytes=8-", 206, "bytes 8-9/10", b"89"),
        ("bytes=-2", 206, "bytes 8-9/10", b"89"),
        ("bytes=5-500", 206, "bytes 5-9/10", b"56789"),
        ("bytes=10-", 416, "bytes */10", b""),
        ("bytes=-0", 416, "bytes */10", b""),
        ("bytes=5-2", 200, None, b"0123456789"),
        ("bytes=0-1,3-4", 200, None, b"0123456789"),
        ("bytes=x", 200, None, b"0123456789"),
    ],
)
def test_parts_of_a_file(
    alice: Person, asked: str, code: int, content_range: str | None, body: bytes
) -> None:
    file = verbs.keep(alice, Bytes("ten.txt", b"0123456789"))
    answer = client(alice).get(f"/files/{file.pk}/original", headers={"Range": asked})
    assert answer.status_code == code
    assert answer.headers.get("Content-Range") == content_range
    assert b"".join(answer) == body
    if code != 416:
        assert answer.headers["Content-Length"] == str(len(body))


def test_a_part_of_an_older_version_gets_the_whole(alice: Person) -> None:
    file = verbs.keep(alice, Bytes("ten.txt", b"0123456789"))
    answer = client(alice).get(
        f"/files/{file.pk}/original", headers={"Range": "bytes=0-1", "If-Range": '"other"'}
    )
    assert answer.status_code == 200


def test_paths_lead_nowhere(alice: Person) -> None:
    file = verbs.keep(alice, png())
    for path in (
        f"/files/{file.pk}/..%2f..%2fsecret",
        f"/files/{file.pk}/../../config/settings.py",
        "/files/../../../etc/passwd",
        f"/files/{file.pk}/original/..",
        "/files/99999999999999999999999999/original",
        "/files/-1/original",
        "/files/0/face",
    ):
        assert client(alice).get(path).status_code == 404, path


def test_missing_bytes_are_not_found(alice: Person) -> None:
    file = verbs.keep(alice, png())
    shelf.path_of(file.digest).unlink()
    assert status(alice, file) == 404


def test_an_upload_answers_with_what_the_composer_needs(alice: Person) -> None:
    upload = SimpleUploadedFile("été.png", picture(), content_type="text/html")
    answer = client(alice).post("/files/", {"file": upload, "alt": "The sea"})
    assert answer.status_code == 201
    told = json.loads(answer.content)
    file = File.objects.get()
    assert told == {
        "id": str(file.pk), "url": f"/files/{file.pk}/preview", "name": "été.png", "kind": "image",
        "width": 40, "height": 30, "alt": "The sea",
    }  # fmt: skip
    assert client(alice).get(told["url"]).status_code == 200


def test_a_refused_upload_says_why(alice: Person, settings: Settings) -> None:
    browser = client(alice)
    upload = SimpleUploadedFile("cat.jpg", b"not a cat at all")
    answer = browser.post("/files/", {"file": upload})
    assert answer.status_code == 400
    assert "cat.jpg" in json.loads(answer.content)["error"]
    upload = SimpleUploadedFile("cat.jpg", b"not a cat at all")
    page = browser.post("/files/", {"file": upload}, headers={"Accept": "text/html"})
    assert page.status_code == 400
    assert "cat.jpg" in page.content.decode()
    assert browser.post("/files/", {}).status_code == 400
    assert browser.get("/files/").status_code == 405
    settings.UPLOAD_LIMIT = 10
    upload = SimpleUploadedFile("long.txt", b"x" * 11)
    assert browser.post("/files/", {"file": upload}).status_code == 400


def test_strangers_and_forgers_upload_nothing(alice: Person) -> None:
    upload = SimpleUploadedFile("a.png", picture())
    assert client(None).post("/files/", {"file": upload}).status_code in (302, 403)
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(alice)
    assert forged.post("/files/", {"file": upload}).status_code == 403
    assert not File.objects.exists()
