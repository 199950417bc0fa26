"""A made company is exact, the same each time, and looks as if written here."""

import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from bench.company import activity, belonging, binary, places, sentences
from bench.company.people import hire
from bench.company.shape import HEAVY, PRESETS, Shape
from bench.tests.conftest import TINY, bench
from parvis.posts import text

SHAPE = Shape(60, 8, 800, 7, datetime(2026, 1, 31, 12, tzinfo=UTC))


def _drawn(shape: Shape) -> tuple[belonging.Belonging, activity.Activity]:
    staff = hire(shape)
    there = places.found(shape, staff)
    rows = belonging.join(shape, staff, there)
    return rows, activity.live(shape, there, belonging.Members(staff, there, rows))


@pytest.mark.slow
def test_every_counter_is_exact(tiny: Path) -> None:
    found = {row["name"]: row for row in json.loads(Path(f"{tiny}.json").read_text())}
    wrong = {name: row for name, row in found.items() if name.startswith("company.wrong.")}
    assert set(wrong) == {
        f"company.wrong.{what}"
        for what in ("spaces", "threads", "reactions", "comments", "authors", "rules")
    }
    assert all(row["value"] == 0 for row in wrong.values()), wrong
    assert found["company.rows.posts"]["value"] == 800
    assert found["company.rows.people"]["value"] == 60
    assert found["company.rows.reactions"]["value"] > 100


@pytest.mark.slow
def test_a_full_folder_is_left_alone(tiny: Path) -> None:
    again = bench("company", *TINY, "--data", str(tiny))
    assert "holds this company already" in " ".join(again.stdout.split())
    other = bench("company", *TINY[:-1], "8", "--data", str(tiny))
    assert other.returncode == 1
    assert "holds another company" in other.stderr


def test_the_same_seed_makes_the_same_company() -> None:
    (rows, posts), (rows_again, posts_again) = _drawn(SHAPE), _drawn(SHAPE)
    assert np.array_equal(rows.person, rows_again.person)
    assert np.array_equal(posts.id, posts_again.id)
    assert np.array_equal(posts.last_activity, posts_again.last_activity)


def test_ids_are_ordered_and_comments_come_after_their_root() -> None:
    _rows, posts = _drawn(SHAPE)
    assert np.all(np.diff(posts.id) > 0)
    comments = ~posts.is_root
    assert comments.sum() == SHAPE.comments
    assert np.all(posts.id[comments] > posts.id[posts.thread[comments]])
    assert posts.at.max() <= SHAPE.end
    assert np.all(posts.thread[posts.thread[comments]] < 0)


def test_subscriptions_average_eighty_two() -> None:
    people, communities, posts = PRESETS["start"]
    shape = Shape(people, communities, posts, 1, SHAPE.until)
    staff = hire(shape)
    there = places.found(shape, staff)
    rows = belonging.join(shape, staff, there)
    each = np.bincount(rows.person, minlength=people)
    assert 78 < each.mean() < 86
    assert 0.5 * HEAVY < staff.heavy.mean() < 2 * HEAVY
    assert each[staff.heavy].min() >= 490
    home = rows.comes_home & staff.quiet[rows.person]
    assert there.quiet[rows.space[home]].all()
    everybody = np.flatnonzero(staff.meant)[1:]
    assert set(everybody) <= set(rows.person[rows.space == 0])


def test_texts_are_as_parvis_would_have_made_them() -> None:
    library = sentences.library(SHAPE)
    for shelf in (library.short, library.long):
        for language in shelf:
            for paragraph in language[:20]:
                source = paragraph.source.replace("\\n", "\n")
                assert text.read(source, "text/markdown").html == paragraph.html.replace(
                    "\\n", "\n"
                )


def test_binary_rows() -> None:
    rows = binary.rows(
        (
            binary.Number(np.array([1, 2])),
            binary.Word(np.array([0, 1]), ("a", "bcd")),
            binary.Moment(np.array([946_684_800_001, -1])),
            binary.Flag(np.array([True, False])),
        )
    )
    first = b"\0\x04" + b"\0\0\0\x08" + (1).to_bytes(8) + b"\0\0\0\x01a"
    first += b"\0\0\0\x08" + (1000).to_bytes(8) + b"\0\0\0\x01\x01"
    second = b"\0\x04" + b"\0\0\0\x08" + (2).to_bytes(8) + b"\0\0\0\x03bcd"
    second += b"\xff\xff\xff\xff" + b"\0\0\0\x01\0"
    assert rows == first + second
