"""Real directories and a real archive, where they are at hand: the known figures come out."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from parvis.directory.report import Report
from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.spaces.models import Space

DATA: Final = Path(__file__).parents[4] / "shared" / "data"
R_SIG: Final = {"people": 2772, "communities": 16, "posts": 5614, "comments": 7879}

type Bring = Callable[..., Report]


def _real(name: str) -> Path:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"{name} is not here (optional, from ../shared/data)")
    return path


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "people", "managed"),
    [("Example", 150, 149), ("Ace", 150, None), ("European", 353, None)],
)
def test_a_real_directory(bring_people: Bring, name: str, people: int, managed: int | None) -> None:
    path = _real(f"directory/{name}.ldif")
    report = bring_people(path)
    assert report.of("people", "created") == people
    assert Person.objects.count() == people
    assert not Person.objects.filter(name="").exists()
    if managed is not None:
        assert Person.objects.filter(manager__isnull=False).count() == managed
    again = bring_people(path)
    assert (again.changed, again.of("people", "unchanged")) == (0, people)


@pytest.mark.slow
@pytest.mark.django_db
def test_a_real_archive(bring: Bring) -> None:
    path = _real("archives/r-sig-lists.zip")
    report = bring(path)
    here = {
        "people": Person.objects.count(),
        "communities": Space.objects.filter(kind="community").count(),
        "posts": Post.objects.filter(thread__isnull=True).count(),
        "comments": Post.objects.filter(thread__isnull=False).count(),
    }
    assert here == R_SIG
    assert {kind: report.of(kind, "created") for kind in R_SIG} == R_SIG
    again = bring(path)
    assert again.changed == 0
    assert {kind: again.of(kind, "unchanged") for kind in R_SIG} == R_SIG
