"""Everything out, into an empty network, and out again: the same bytes."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from parvis import access
from parvis.directory import shapes
from parvis.directory.export import writing
from parvis.directory.report import Report
from parvis.directory.tests.world import build
from parvis.journal.models import Entry
from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.spaces.models import Space
from seeds.load import fill

Export = Callable[[Path], Path]
Bring = Callable[..., Report]


def _heads() -> list[Any]:
    spaces = Space.objects.order_by("pk").values_list(
        "kind", "name", "posts_count", "members_count", "last_activity"
    )
    posts = Post.objects.order_by("pk").values_list("pk", "comments_count", "last_activity")
    return [*sorted(map(str, spaces)), *posts]


def _words() -> dict[int, str]:
    """What the posts look like, with the addresses of the people and places they name."""
    return dict(Post.objects.values_list("pk", "html"))


def _empty() -> None:
    with connection.cursor() as cursor:
        tables = ", ".join(f'"{name}"' for name in connection.introspection.table_names(cursor)
                           if name.split("_")[0] in APPS)  # fmt: skip
        cursor.execute(f"TRUNCATE {tables} CASCADE")


APPS = ("people", "spaces", "posts", "files", "company", "directory", "journal", "notifications")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ending", ["", ".zip"])
def test_the_same_bytes_after_a_round_trip(
    tmp_path: Path, export: Export, bring: Bring, settings: Any, ending: str
) -> None:
    things = build()
    before = _heads()
    one = export(tmp_path / f"one{ending}")
    assert Entry.objects.filter(verb="archive.exported").count() == 1
    _empty()
    settings.FILES_ROOT = tmp_path / "other shelf"
    report = bring(one)
    assert not [r for r in report.as_dict()["reasons"] if "administrator" not in r["reason"]]
    assert _heads() == before
    two = export(tmp_path / f"two{ending}")
    assert _bytes(one) == _bytes(two)
    again = bring(one)
    assert again.changed == 0
    alice = Person.objects.get(handle="alice")
    assert access.can(alice, "read", Post.objects.get(pk=things["first"].pk))
    rule = Space.objects.get(slug="qualite").audience
    assert rule == {"any": [{"country": ["FR"], "under": str(alice.pk)}]}


@pytest.mark.django_db(transaction=True)
def test_the_sample_company_makes_the_round_trip(
    tmp_path: Path, export: Export, bring: Bring, settings: Any
) -> None:
    fill()
    heads, words = _heads(), _words()
    one = export(tmp_path / "one.zip")
    _empty()
    settings.FILES_ROOT = tmp_path / "other shelf"
    bring(one)
    assert _heads() == heads
    assert _words() == words
    assert _bytes(export(tmp_path / "two.zip")) == _bytes(one)


@pytest.mark.django_db(transaction=True)
def test_our_own_export_changes_nothing_here(tmp_path: Path, export: Export, bring: Bring) -> None:
    build()
    one = export(tmp_path / "one.zip")
    report = bring(one)
    created = {kind: counter["created"] for kind, counter in report.counts.items()}
    assert {k: n for k, n in created.items() if n} == {}
    assert _bytes(export(tmp_path / "two.zip")) == _bytes(one)


@pytest.mark.django_db(transaction=True)
def test_without_private_messages(tmp_path: Path, export: Export, bring: Bring) -> None:
    build()
    one = export(tmp_path / "one")
    assert "Between us" not in "".join(f.read_text() for f in one.glob("*.jsonl"))
    call_command("flush", interactive=False, verbosity=0)
    for file in sorted((one / "conversations").rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()
    (one / "conversations").rmdir()
    bring(one)
    assert not Space.objects.filter(kind="conversation").exists()
    assert Post.objects.filter(thread__isnull=True).count() == 5


@pytest.mark.django_db
def test_nothing_is_overwritten(tmp_path: Path, export: Export) -> None:
    (tmp_path / "there.zip").write_text("mine")
    with pytest.raises(ValueError, match="already"):
        export(tmp_path / "there.zip")
    assert (tmp_path / "there.zip").read_text() == "mine"


# What an export leaves out, and why.
LEFT_OUT = {
    "people.Person": {"id", "password", "last_login", "version"},  # secrets, numbers, counters
    "spaces.Space": {"id", "last_activity", "members_count", "posts_count", "version"},
    "posts.Post": {"id", "html", "comments_count", "last_activity", "version"},  # worked out anew
    "posts.Revision": {"id", "html"},
}


def test_every_column_is_exported_or_named_here() -> None:
    told = {
        "people.Person": writing._PEOPLE.split(),
        "spaces.Space": writing._SPACES.split(),
        "posts.Post": [*writing._POSTS.split(), "link_id"],
    }
    for shape in (*shapes.HANGING, shapes.FILES, shapes.LINKS):
        told[shape.model._meta.label] = [name for name, _kind in shape.columns.values()]
    for label, columns in told.items():
        model = next(m for m in (Person, Space, Post, *_models()) if m._meta.label == label)
        for field in (f for f in model._meta.concrete_fields if not f.generated):
            known = {field.name, field.attname} & {*columns, *LEFT_OUT.get(label, {"id"})}
            assert known, f"{label}.{field.name} is neither exported nor left out on purpose"


def _models() -> list[Any]:
    return [shape.model for shape in (*shapes.HANGING, shapes.FILES, shapes.LINKS)]


def _bytes(path: Path) -> dict[str, bytes] | bytes:
    if path.is_file():
        assert zipfile.is_zipfile(path)
        return path.read_bytes()
    return {str(f.relative_to(path)): f.read_bytes() for f in path.rglob("*") if f.is_file()}
