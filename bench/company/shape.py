"""How large the company is, and until when it has lived."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt

type Ints = npt.NDArray[np.int64]
type Floats = npt.NDArray[np.float64]
type Flags = npt.NDArray[np.bool_]

DAY = 86_400_000  # milliseconds, as in post ids
YEARS = timedelta(days=730)

COMMENTS = 0.60  # of all posts
CHAT_LINES = 0.10
SUBSCRIPTIONS = 82  # a person, on average
HEAVY, QUIET = 0.005, 0.01  # shares of people
LEAVERS, GUESTS = 0.03, 0.005
COMPANY_WIDE = 3  # communities that everyone is in


@dataclass(frozen=True)
class Shape:
    """What is asked for; the same shape makes the same company."""

    people: int
    communities: int
    posts: int  # roots, comments and chat lines together
    seed: int
    until: datetime

    @property
    def comments(self) -> int:
        """How many of the posts are comments."""
        return round(self.posts * COMMENTS)

    @property
    def lines(self) -> int:
        """How many of the posts are lines in conversations."""
        return round(self.posts * CHAT_LINES)

    @property
    def conversations(self) -> int:
        """How many conversations there are."""
        return max(self.people * 6 // 10, 1)

    @property
    def end(self) -> int:
        """Until when, in milliseconds since 1970."""
        return int(self.until.timestamp() * 1000)

    @property
    def begin(self) -> int:
        """Since when, in milliseconds since 1970."""
        return int((self.until - YEARS).timestamp() * 1000)

    def dice(self, what: str) -> np.random.Generator:
        """Return the random numbers for one step, whatever the other steps use."""
        return np.random.default_rng([self.seed, *what.encode()])


PEOPLE, COMMUNITIES = 128_322, 5_000
PRESETS: dict[str, tuple[int, int, int]] = {
    "start": (3_500, round(COMMUNITIES * 3_500 / PEOPLE), 100_000),
    "group": (PEOPLE, COMMUNITIES, 2_000_000),
    "renault": (PEOPLE, COMMUNITIES, 10_000_000),
}


def this_hour() -> datetime:
    """Return when the hour began, so that a second run soon after makes the same company."""
    return datetime.now(UTC).replace(minute=0, second=0, microsecond=0)


def power(dice: np.random.Generator, count: int, size: Ints | int, exponent: float) -> Ints:
    """Draw ranks below ``size``: rank r comes with a chance of about r to the 1/exponent - 1."""
    drawn = np.floor(dice.random(count) ** exponent * size).astype(np.int64)
    ranks: Ints = np.minimum(drawn, np.maximum(np.asarray(size) - 1, 0))
    return ranks
