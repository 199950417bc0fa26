"""How much one person may upload in a while; what is typed beside it stays."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parvis.files import pace, verbs
from parvis.files.models import File
from parvis.files.tests.samples import picture, png
from parvis.kernel.errors import Refused, TooFast
from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.spaces.models import Space
from parvis.spaces.verbs import open_conversation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "A_MINUTE", 2)
    monkeypatch.setattr(pace, "AN_HOUR", 3)


def shot() -> SimpleUploadedFile:
    return SimpleUploadedFile("shot.png", picture(), "image/png")


def hers(alice: Person) -> Client:
    client = Client(headers={"accept": "application/json"})
    client.force_login(alice)
    return client


def aged(**ago: float) -> None:
    File.objects.update(created_at=timezone.now() - timedelta(**ago))


def test_too_many_in_a_minute_or_an_hour_are_refused(alice: Person, bob: Person) -> None:
    client = hers(alice)
    assert [client.post("/files/", {"file": shot()}).status_code for _ in range(2)] == [201, 201]
    answer = client.post("/files/", {"file": shot()}, headers={"accept-language": "fr"})
    assert answer.status_code == 429
    assert "beaucoup de fichiers" in answer.json()["error"]
    assert File.objects.count() == 2
    assert hers(bob).post("/files/", {"file": shot()}).status_code == 201
    aged(minutes=2)
    assert client.post("/files/", {"file": shot()}).status_code == 201
    assert client.post("/files/", {"file": shot()}).status_code == 429
    aged(hours=2)
    assert client.post("/files/", {"file": shot()}).status_code == 201


def test_faces_and_covers_count_what_the_system_brings_does_not(alice: Person) -> None:
    for _ in range(2):
        verbs.keep(alice, png(), purpose="public")
    with pytest.raises(TooFast):
        verbs.keep(alice, png(), purpose="public")
    assert issubclass(TooFast, Refused)
    verbs.keep(alice, png(), quiet=True)
    verbs.keep(None, png(), purpose="public")


def test_a_browser_without_javascript_gets_a_page(alice: Person) -> None:
    client = hers(alice)
    for _ in range(2):
        verbs.keep(alice, png())
    answer = client.post("/files/", {"file": shot()}, headers={"accept": "text/html"})
    assert answer.status_code == 429
    assert "what you wrote is still there" in answer.text


def test_nothing_typed_is_lost(alice: Person, bob: Person) -> None:
    client = hers(alice)
    client.post("/posts/", {"text": "Before"})
    post = Post.objects.get()
    for _ in range(2):
        verbs.keep(alice, png())
    wall = Space.objects.get(owner=alice, kind="wall")
    talk = open_conversation(alice, [bob])
    forms = {
        "/posts/": {"space": wall.pk},
        f"/posts/{post.pk}/comments": {},
        f"/posts/{post.pk}/edit": {},
        f"/conversations/{talk.pk}/send": {},
        "/conversations/new": {"people": bob.pk},
    }
    for address, fields in forms.items():
        answer = client.post(address, {**fields, "text": "Typed with care", "upload": shot()})
        assert answer.status_code == 429, address
        assert "Typed with care" in answer.text, address
        assert "Please wait a minute" in answer.text, address
    assert Post.objects.count() == 1
    assert File.objects.count() == 2


def test_asking_costs_one_statement(alice: Person) -> None:
    with CaptureQueriesContext(connection) as seen:
        pace.check(alice)
    assert len(seen) == 1
