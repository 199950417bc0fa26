"""Fragments: taken apart at their slots, put together again, kept within a bound."""

from sys import getsizeof

import pytest

from parvis.posts.fragments import Kept, fill, packed, slot


def test_what_is_taken_apart_is_put_together_with_its_slots_filled() -> None:
    apart = packed(f"<p>{slot('face')}{slot('words')}</p>{slot('face')}")
    assert fill(apart, {"face": b"A", "words": "é".encode()}) == "<p>Aé</p>A".encode()
    assert fill(packed("without any"), {}) == b"without any"
    with pytest.raises(KeyError, match="words"):
        fill(apart, {"face": b"A"})


def test_no_piece_is_larger_than_what_leaves_no_holes_in_memory() -> None:
    long = "é🙂x" * 700  # cut within letters of two and four bytes too
    apart = packed(f"{long}{slot('words')}{long}")
    assert max(map(getsizeof, apart)) == 512
    assert fill(apart, {"words": b"-"}).decode() == f"{long}-{long}"


def test_the_longest_unused_go_when_there_are_too_many() -> None:
    kept = Kept(bound=20_000)
    for number in range(10):
        kept.keep({(number,): packed("x" * 4_000)})
        kept.find([(0,)])
    assert 2 <= len(kept) <= 4
    assert set(kept.find([(0,), (1,), (9,)])) == {(0,), (9,)}
