"""An import that is killed in the middle goes on where it was, and ends with the same counts."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from django.db import connection

from parvis.directory.tests.conftest import archive
from parvis.operations.runtime import ROOT
from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.spaces.models import Space, Subscription

PEOPLE: Final = 40
POSTS: Final = 3000
WAIT: Final = 60.0


def _big(folder: Path) -> Path:
    people = [{"id": n, "name": f"Person {n}"} for n in range(PEOPLE)]
    posts, comments = [], []
    for n in range(POSTS):
        told = {"author": n % PEOPLE, "body": f"Number {n}", "created": 1_600_000_000 + n * 60}
        posts.append(told | {"id": n, "community": n % 3})
        comments.append(told | {"id": n, "post": n})
    communities: list[Any] = [{"id": n, "name": f"Kiln {n}"} for n in range(3)]
    return archive(folder, people=people, communities=communities, posts=posts, comments=comments)


def _start(path: Path, data: Path) -> subprocess.Popen[str]:
    """Start the command itself, upon this test's database."""
    server = urlsplit(os.environ["PARVIS_DATABASE_URL"])
    url = server._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    told = ["import", "archive", str(path), "--json", "--data", str(data)]
    return subprocess.Popen(
        [sys.executable, "-m", "parvis", *told],
        cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "PARVIS_DATABASE_URL": url, "PARVIS_DATA": str(data)},
    )  # fmt: skip


def _killed_in_the_middle(process: subprocess.Popen[str]) -> int:
    """Kill it once some posts are here and not all; returns how many were."""
    end = time.monotonic() + WAIT
    while not Post.objects.exists():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end, "nothing was written"
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    _until_the_lock_is_free()
    return Post.objects.count()


def _until_the_lock_is_free() -> None:
    """The server notices a moment later that nobody is there any more."""
    end = time.monotonic() + WAIT
    others = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = ("
    others += "SELECT oid FROM pg_database WHERE datname = current_database())"
    while time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(others)
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.05)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_and_begun_again(tmp_path: Path) -> None:
    path, data = _big(tmp_path / "kilns"), tmp_path / "data"
    data.mkdir(mode=0o700)
    before = _killed_in_the_middle(_start(path, data))
    assert 0 < before < 2 * POSTS
    again = _start(path, data)
    said, error = again.communicate(timeout=WAIT)
    assert again.returncode == 0, error
    counts = json.loads(said.splitlines()[-1])["counts"]
    done = {kind: counts[kind]["created"] + counts[kind]["unchanged"] for kind in counts}
    assert (done["people"], done["posts"], done["comments"]) == (PEOPLE, POSTS, POSTS)
    assert sum(counts[kind]["unchanged"] for kind in ("posts", "comments")) == before
    _everything_is_here_once()


def _everything_is_here_once() -> None:
    roots = Post.objects.filter(thread=None)
    assert (Person.objects.count(), roots.count()) == (PEOPLE, POSTS)
    assert Post.objects.count() == 2 * POSTS
    assert roots.filter(comments_count=1).count() == POSTS
    spaces = Space.objects.filter(kind="community").order_by("name")
    assert [space.posts_count for space in spaces] == [POSTS // 3] * 3
    members = [Subscription.objects.filter(space=space).count() for space in spaces]
    assert [space.members_count for space in spaces] == members == [PEOPLE] * 3
