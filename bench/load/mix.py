"""A working day in a minute: what people ask for, as often as they do."""

from collections.abc import Iterator
from random import Random

from bench.load.deeds import Targets, everything
from bench.load.driver import Sent
from bench.load.visitors import Visitor

# Per thousand requests. Presence and polling make 360, as published of the nearest system; posts 5.
WEIGHTS = {
    "badges": 230, "news": 130,
    "home": 230, "home, page 2": 50, "side": 30,
    "community": 80, "wall": 35, "profile": 15, "thread": 75, "thread of 50": 10,
    "notifications": 25, "communities": 8, "people": 7, "conversations": 12, "conversation": 15,
    "search, rare": 8, "search, common": 7,
    "reaction": 20, "comment": 8, "post": 5,
}  # fmt: skip


def requests(visitors: list[Visitor], targets: Targets, seed: int = 1) -> Iterator[Sent]:
    """Return requests without end, each by somebody else."""
    dice = Random(seed)  # noqa: S311
    known = everything(targets)
    names, weights = list(WEIGHTS), list(WEIGHTS.values())
    while True:
        for name in dice.choices(names, weights, k=500):
            one = dice.choice(visitors)
            if one.threads and (one.top or name != "news"):
                yield name, known[name](one, dice)


def alone(name: str, visitors: list[Visitor], targets: Targets, seed: int = 2) -> Iterator[Sent]:
    """Return one page or deed again and again, each time by the next of the visitors."""
    dice, make = Random(seed), everything(targets)[name]  # noqa: S311
    able = [one for one in visitors if one.threads and one.top]
    while True:
        for one in able:
            yield name, make(one, dice)
