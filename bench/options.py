"""Options that several commands have."""

import argparse
from collections.abc import Sequence
from pathlib import Path


def of_a_company(
    made: argparse.ArgumentParser, parts: Sequence[str], people: int, seconds: float
) -> None:
    """Add what a command takes that measures ``parts`` of a made company, with its defaults."""
    made.add_argument(
        "--data", metavar="DIR", default="var/bench-company",
        help="what `bench company` filled (default: %(default)s)",
    )  # fmt: skip
    made.add_argument("--people", type=int, default=people, help="how many are signed in")
    made.add_argument("--seconds", type=float, default=seconds, help="how long each run counts")
    made.add_argument(
        "--only", nargs="+", choices=parts, default=list(parts), metavar="PART",
        help=f"some parts of it: {', '.join(parts)}",
    )  # fmt: skip
    made.add_argument("--json", type=Path, metavar="FILE", help="write the figures as JSON too")
