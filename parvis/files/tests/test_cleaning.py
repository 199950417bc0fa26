"""What goes at night, what stays; several people at once; a crash in the middle."""

import os
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import timezone

from parvis.files import cleaning, queries, shelf, verbs
from parvis.files.models import File
from parvis.files.tests.samples import picture, png
from parvis.files.verbs import Bytes
from parvis.people.models import Person
from parvis.people.verbs import take_in
from parvis.posts.models import LinkCard
from parvis.posts.verbs import publish
from parvis.spaces.models import Space


def age(root: Path) -> None:
    """Let everything be two days old."""
    then = timezone.now() - timedelta(days=2)
    File.objects.update(created_at=then)
    for path in root.rglob("*"):
        if path.is_file():
            os.utime(path, (then.timestamp(), then.timestamp()))


def picture_of(number: int) -> Bytes:
    return Bytes(f"{number}.png", picture(size=(20 + number, 20)))


@pytest.mark.django_db
def test_only_what_nobody_needs_is_thrown_away(alice: Person, files_root: Path) -> None:
    wall = Space.objects.get(owner=alice, kind="wall")
    forgotten = verbs.keep(alice, picture_of(1))
    published = verbs.keep(alice, picture_of(2))
    publish(alice, wall, "One", files=[published.pk])
    alice.photo = verbs.keep(alice, picture_of(3), purpose="public")
    alice.save()
    former_face = verbs.keep(alice, picture_of(4), purpose="public")
    card = LinkCard.objects.create(
        url="https://a.example", digest="x", image=verbs.keep(None, picture_of(5), purpose="public")
    )
    queries.stored(former_face, "face")
    queries.stored(published, "face")
    age(files_root)
    fresh = verbs.keep(alice, picture_of(6))
    assert cleaning.clean() == (2, 3)
    kept = {published.pk, alice.photo.pk, card.image_id, fresh.pk}
    assert set(File.objects.values_list("pk", flat=True)) == kept
    assert not shelf.path_of(forgotten.digest).exists()
    for file in File.objects.all():
        assert shelf.path_of(file.digest).exists()
    assert shelf.path_of(published.digest, "face").exists()
    assert cleaning.clean() == (0, 0)


@pytest.mark.django_db
def test_what_a_crash_left_is_swept_up(alice: Person, files_root: Path) -> None:
    verbs.keep(alice, png())
    (files_root / shelf.INCOMING / "tmpabc").write_bytes(b"half")
    stray = shelf.path_of("ab" * 32)
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"written, but the transaction never ended")
    assert cleaning.clean() == (0, 0)
    age(files_root)
    File.objects.update(created_at=timezone.now())
    assert cleaning.clean() == (0, 2)
    assert not stray.exists()


@pytest.mark.django_db
def test_a_failed_transaction_leaves_nothing_that_shows(alice: Person, files_root: Path) -> None:
    with transaction.atomic():
        verbs.keep(alice, png())
        transaction.set_rollback(True)
    assert not File.objects.exists()
    age(files_root)
    assert cleaning.clean() == (0, 1)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_keep_the_same_bytes_once(files_root: Path) -> None:
    alice = take_in(None, handle="alice", name="Alice")
    failures: list[BaseException] = []
    file = verbs.keep(alice, png())
    begin = threading.Barrier(6)

    def work(number: int) -> None:
        try:
            begin.wait()
            for _ in range(4):
                verbs.keep(alice, png())
                queries.stored(file, "face")
                cleaning.clean()
        except BaseException as error:  # noqa: BLE001
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert File.objects.count() == 25
    lying = sorted(path.name for path in files_root.rglob("*") if path.is_file())
    assert lying == [file.digest, f"{file.digest}.face"]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_thrown_away_while_its_row_is_being_written(files_root: Path) -> None:
    alice = take_in(None, handle="alice", name="Alice")
    verbs.discard(alice, verbs.keep(alice, png()))
    age(files_root)
    placed, cleaned = threading.Event(), threading.Event()

    def clean() -> None:
        placed.wait(10)
        cleaning.clean()
        cleaned.set()
        connection.close()

    thread = threading.Thread(target=clean)
    thread.start()
    with transaction.atomic():
        file = verbs.keep(alice, png())
        age(files_root)
        placed.set()
        assert cleaned.wait(10)
    thread.join()
    assert shelf.path_of(file.digest).exists()
