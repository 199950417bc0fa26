"""Whether memory stands still is told from thirds of what was seen."""

from bench.load.memory import Memory


def test_growth_is_from_the_second_third_to_the_last() -> None:
    grows = Memory([{"web": 100.0 + number} for number in range(9)])
    assert grows.growth("web") == 3
    assert grows.settled() == {"web": 107}


def test_filling_at_first_and_one_moment_do_not_count() -> None:
    held = [10.0, 90, 150, 200, 201, 200, 200, 260, 200]
    memory = Memory([{"web": one} for one in held])
    assert memory.growth("web") == 0
    assert memory.settled() == {"web": 200}


def test_from_beginning_to_end_all_processes_count() -> None:
    assert Memory([{"web": 100.0, "worker": 60.0}, {"web": 112.0, "worker": 61.0}]).grown() == 13


def test_what_was_seen_too_seldom_does_not_grow() -> None:
    assert Memory([{"web": 100.0}, {"web": 110.0}]).growth("web") == 0
