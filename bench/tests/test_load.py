"""A tiny company is driven for a moment: every part runs, nothing is answered wrongly."""

import json
from pathlib import Path
from typing import Any

import pytest

from bench.load.deeds import writes
from bench.tests.conftest import bench

FEW = ("--people", "30", "--seconds", "0.2", "--mix-seconds", "1", "--streams", "20")


def _figures(data: Path, tmp_path: Path, *parts: str) -> dict[str, dict[str, Any]]:
    path = tmp_path / "figures.json"
    done = bench("load", "--data", str(data), *FEW, "--only", *parts, "--json", str(path))
    assert path.exists(), done.stderr
    return {row["name"]: row for row in json.loads(path.read_text())}


@pytest.mark.slow
def test_the_mix_and_the_hard_moments(tiny: Path, tmp_path: Path) -> None:
    found = _figures(tiny, tmp_path, "mix", "everybody", "writers", "rule", "streams")
    assert found["mix.8.rate"]["value"] > 0
    assert found["mix.8.cpu.web"]["value"] > 0
    assert found["memory.worker"]["value"] > 10
    right = (
        "mix.8.wrong", "everybody.homes_without_it", "busiest.lost", "busiest.deadlocks",
        "streams.not_heard", "streams.storm.lost",
    )  # fmt: skip
    assert {name: found[name]["value"] for name in right} == dict.fromkeys(right, 0)
    assert found["rule.people"]["value"] > 40
    assert found["everybody.transaction.p50"]["bar"] == "<= 3"


@pytest.mark.slow
def test_each_page_alone(tiny: Path, tmp_path: Path) -> None:
    found = _figures(tiny, tmp_path, "pages")
    wrong = {name: row["value"] for name, row in found.items() if name.endswith(".wrong")}
    assert len(wrong) > 40
    # So few people write faster than anybody may, and are refused.
    assert not any(number for name, number in wrong.items() if name.split(".")[0] not in writes())
    assert found["home.1.statements"]["value"] >= 3
    assert found["home.1.floor"]["value"] > 0
    assert found["reaction.1.statements"]["value"] > 5
    assert found["home, page 50.1.p99"]["bar"] == "<= 80"
