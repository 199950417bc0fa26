"""What is journalled carries the moment of what happened, whenever it is written down."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from parvis import journal
from parvis.files.tests.samples import png
from parvis.files.verbs import keep
from parvis.journal.models import Entry
from parvis.people.models import Person
from parvis.posts.verbs import History, comment, publish, react
from parvis.spaces.models import Space
from parvis.spaces.verbs import open_community

pytestmark = pytest.mark.django_db

THEN = datetime(2019, 3, 4, 10, 30, tzinfo=UTC)


def test_now_unless_it_is_told() -> None:
    before = timezone.now()
    with transaction.atomic():
        assert before <= journal.record(None, "x.now").at <= timezone.now()
        assert journal.record(None, "x.then", at=THEN).at == THEN


def test_a_stretch_of_history_has_its_moment() -> None:
    later = THEN + timedelta(hours=1)
    with transaction.atomic():
        with journal.as_of(THEN):
            assert journal.record(None, "x").at == THEN
            with journal.as_of(later):
                assert journal.record(None, "x").at == later
            assert journal.record(None, "x").at == THEN
            assert journal.record(None, "x", at=later).at == later
        assert journal.record(None, "x").at > later
        with pytest.raises(KeyError), journal.as_of(THEN):
            raise KeyError
        assert journal.record(None, "x").at > later


def test_what_has_a_history_is_journalled_there(
    alice: Person, settings: Settings, tmp_path: Path
) -> None:
    settings.FILES_ROOT = tmp_path / "files"
    wall = Space.objects.get(owner=alice, kind="wall")
    post = publish(alice, wall, "Long ago", history=History(THEN))
    comment(alice, post, "And then", history=History(THEN + timedelta(minutes=1)))
    react(alice, post, "like", history=History(THEN + timedelta(minutes=2)))
    space = open_community(alice, name="Old", created_at=THEN, quiet=True)
    keep(alice, png(), created_at=THEN, quiet=True)
    at = dict(Entry.objects.values_list("verb", "at"))
    assert at["post.published"] == at["community.opened"] == at["file.kept"] == THEN
    assert at["post.commented"] == THEN + timedelta(minutes=1)
    assert at["post.reacted"] == THEN + timedelta(minutes=2)
    assert space.created_at == THEN
    fresh = publish(alice, wall, "Now")
    assert Entry.objects.get(post_id=fresh.pk).at >= fresh.created_at
