"""A small archive with everything wrong in it: what comes in, what does not, and what is told."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from parvis.directory.report import Report
from parvis.directory.tests.conftest import archive, zipped
from parvis.journal.models import Entry
from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.spaces.models import Space, Subscription

type Bring = Callable[..., Report]

QUOTED = "Fired twice.\n\nOn Monday, Ann wrote:\n> How often is it fired?\n> And how hot?\n"


def _post(id_: str, author: object, created: str, body: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "author": author, "created": created, "body": body, **more}


def _comment(id_: str, post: str, parent: str | None, day: int, author: int) -> dict[str, Any]:
    created = f"2020-02-{day:02}T10:00:00Z"
    return _post(id_, author, created, f"Comment {id_}", post=post, parent=parent)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The archive."""
    html = '<p onclick="steal()">Hello <b>all</b><script>steal()</script></p>'
    return archive(
        tmp_path / "kiln",
        people=[
            {"id": 1, "name": "Zoé", "handle": "zoe", "manager": 2, "shoe": 38},
            '{"id": 3, "name": "broken',
            {"id": 2, "name": "René", "handle": "rene"},
            {"name": "Nobody"},
        ],
        communities=[{"id": "c1", "name": "Kiln", "members": [1, 9], "flavour": "salt"}],
        posts=[
            _post("p1", 1, "2020-01-02T10:00:00", html, format="text/html", community="c1",
                  reactions={"like": 3, "heart": 1, "no such thing": 2}, mood="good"),
            "[1, 2]",
            _post("p2", 99, "2020-01-03T12:00:00+02:00", QUOTED, format="text/plain",
                  community="c1"),
            _post("p3", 2, "2020-01-04T10:00:00Z", "Where am I?", community="gone"),
        ],
        comments=[
            _comment("c", "p1", "b", 3, 2),
            _comment("b", "p1", "a", 2, 1),
            _comment("a", "p1", None, 1, 2),
            _comment("d", "p1", "nowhere", 4, 2),
            _comment("e", "nowhere", None, 5, 2),
            {"id": "f", "post": "p2", "author": 1, "body": "No time"},
        ],
    )  # fmt: skip


def _created(report: Report) -> dict[str, int]:
    return {kind: n for kind in report.counts if (n := report.of(kind, "created"))}


def _skipped(report: Report) -> dict[str, int]:
    return {kind: n for kind in report.counts if (n := report.of(kind, "skipped"))}


def _of(id_: str, kind: str = "post") -> Post:
    return Post.objects.get(origin=f"kiln:{kind}:{id_}")


def _at(month: int, day: int) -> datetime:
    return datetime(2020, month, day, 10, tzinfo=UTC)


@pytest.mark.django_db
def test_everything_is_counted(small: Path, bring: Bring) -> None:
    report = bring(small)
    assert _created(report) == {
        "people": 3, "communities": 2, "members": 4, "posts": 3, "comments": 5
    }  # fmt: skip
    assert _skipped(report) == {"people": 1, "comments": 1}
    told = {(kind, reason): met.count for (kind, reason), met in report.reasons.items()}
    assert told == {
        ("lines", "a line that is no JSON"): 1,
        ("lines", "a line that is no JSON object"): 1,
        ("people", "no id"): 1,
        ("people", "an author of whom nothing is told: someone stands in"): 1,
        ("unknown keys", "people.jsonl: shoe"): 1,
        ("unknown keys", "communities.jsonl: flavour"): 1,
        ("unknown keys", "posts.jsonl: mood"): 1,
        ("members", "not in the archive"): 1,
        ("communities", "not described: made secret, of its authors"): 1,
        ("posts", "a reaction we do not know: left out"): 1,
        ("comments", "no time that can be read: that of what it answers taken"): 1,
        ("comments", "its post is not in the archive"): 1,
        ("comments", "its parent is no comment of the archive: under the post"): 1,
    }


@pytest.mark.django_db
def test_the_journal_tells_when_it_happened(small: Path, bring: Bring) -> None:
    bring(small)
    written = Entry.objects.filter(verb__in=("post.published", "post.commented"))
    moments = {entry.post_id: entry.at for entry in written}
    assert moments == {post.pk: post.created_at for post in Post.objects.all()}
    for entry in Entry.objects.filter(verb="community.opened").select_related("space"):
        assert entry.space is not None
        assert entry.at == entry.space.created_at
    for entry in Entry.objects.filter(verb="person.taken_in").select_related("person"):
        assert entry.person is not None
        assert entry.at == entry.person.joined_at


@pytest.mark.django_db
def test_bodies_are_made_safe_and_quotes_folded(small: Path, bring: Bring) -> None:
    bring(small)
    page, mail = _of("p1"), _of("p2")
    assert "<b>all</b>" in page.html or "<strong>all</strong>" in page.html
    assert "script" not in page.html
    assert "steal" not in page.html
    assert page.reactions == {"like": 3, "love": 1}
    before, folded, inside = mail.html.partition('<details class="quoted">')
    assert folded
    assert "Fired twice." in before
    assert "How often is it fired?" in inside


@pytest.mark.django_db
def test_times_without_a_zone_are_utc(small: Path, bring: Bring) -> None:
    bring(small)
    assert _of("p1").created_at == _at(1, 2)
    assert _of("p2").created_at == _at(1, 3)
    assert _of("f", "comment").created_at == _at(1, 3)


@pytest.mark.django_db
def test_comments_hang_where_they_belong(small: Path, bring: Bring) -> None:
    bring(small)
    post = _of("p1")
    first, second, third, stray = (_of(id_, "comment") for id_ in "abcd")
    assert {one.thread_id for one in (first, second, third, stray)} == {post.pk}
    assert [first.reply_to_id, stray.reply_to_id] == [None, None]
    assert [second.reply_to_id, third.reply_to_id] == [first.pk, first.pk]


@pytest.mark.django_db
def test_heads_are_exact(small: Path, bring: Bring) -> None:
    bring(small)
    heads = Post.objects.filter(thread=None).order_by("pk")
    assert list(heads.values_list("comments_count", "last_activity")) == [
        (4, _at(2, 4)), (1, _at(1, 3)), (0, _at(1, 4))
    ]  # fmt: skip
    kiln, gone = (Space.objects.get(origin=f"kiln:community:{id_}") for id_ in ("c1", "gone"))
    assert (kiln.posts_count, kiln.members_count, kiln.last_activity) == (2, 2, _at(2, 4))
    assert (gone.posts_count, gone.members_count, gone.last_activity) == (1, 1, _at(1, 4))
    assert (kiln.visibility, gone.visibility) == ("open", "secret")
    assert Person.objects.get(handle="zoe").manager == Person.objects.get(handle="rene")
    stand_in = Person.objects.get(origin="kiln:person:99")
    assert (stand_in.name, stand_in.is_active) == ("Unknown 99", False)


@pytest.mark.django_db
@pytest.mark.parametrize("again_as", ["folder", "zip"])
def test_a_second_run_creates_nothing(small: Path, bring: Bring, again_as: str) -> None:
    bring(small)
    models = (Person, Space, Subscription, Post, Entry)
    before = [list(model._default_manager.order_by("pk").values()) for model in models]
    again = bring(small if again_as == "folder" else zipped(small))
    assert (again.changed, again.of("posts", "unchanged")) == (0, 3)
    assert again.of("comments", "unchanged") == 5
    after = [list(model._default_manager.order_by("pk").values()) for model in models]
    assert after == before


@pytest.mark.django_db
def test_what_was_added_since_comes_on_top(small: Path, bring: Bring) -> None:
    bring(small)
    with (small / "comments.jsonl").open("a") as file:
        file.write('{"id": "g", "post": "p3", "author": 1, "created": "2020-03-01T10:00:00Z"}\n')
    assert _created(bring(small)) == {"members": 1, "comments": 1}
    post = _of("p3")
    assert (post.comments_count, post.last_activity) == (1, _at(3, 1))
    assert post.space.last_activity == _at(3, 1)


@pytest.mark.django_db(transaction=True)
def test_a_trial_run_writes_nothing(small: Path, bring: Bring) -> None:
    trial = bring(small, dry_run=True)
    for model in (Person, Space, Subscription, Post, Entry):
        assert not model._default_manager.exists()
    assert bring(small).as_dict()["counts"] == trial.as_dict()["counts"]


@pytest.mark.django_db
def test_what_is_no_archive_is_refused(tmp_path: Path, bring: Bring) -> None:
    (tmp_path / "torn.zip").write_bytes(b"PK\x03\x04 torn")
    with pytest.raises(ValueError, match="neither a folder nor a readable zip"):
        bring(tmp_path / "torn.zip")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ValueError, match="is no archive"):
        bring(tmp_path / "empty")
