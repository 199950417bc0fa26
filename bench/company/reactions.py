"""Who reacted to what, drawn a stretch of posts at a time."""

from dataclasses import dataclass

import numpy as np

from bench.company.activity import Activity
from bench.company.belonging import Members
from bench.company.shape import DAY, Ints, Shape

EMOJI = ("like", "love", "thanks", "laugh", "wow", "sad", "🎉", "💡")
SHARES = np.array([0.62, 0.12, 0.1, 0.05, 0.03, 0.02, 0.04, 0.02])
MOST = 2_000


@dataclass(frozen=True)
class Reactions:
    """The reactions to a stretch of posts: a row each, and how many of each kind a post has."""

    post: Ints  # place in the activity
    person: Ints
    emoji: Ints
    at: Ints
    counts: Ints  # posts of the stretch × emoji


def draw(
    dice: np.random.Generator, shape: Shape, activity: Activity, members: Members, stretch: slice
) -> Reactions:
    """Draw the reactions to some posts: about one a post, many for few, each by somebody else."""
    space = activity.space[stretch]
    count = len(space)
    size = members.sizes[space]
    liking = np.where(activity.is_root[stretch], 0.62, 0.22) * dice.pareto(1.6, count) * 1.5
    numbers = np.floor(liking * np.maximum(size, 1) ** 0.08 + dice.random(count) * 0.6)
    numbers = np.minimum(np.minimum(numbers, size), MOST).astype(np.int64)
    numbers[~activity.shown[stretch]] = 0
    post = np.repeat(np.arange(count), numbers)
    # Neighbours in the list of members, from a random place on: so nobody comes twice.
    within = np.arange(len(post)) - np.repeat(np.cumsum(numbers) - numbers, numbers)
    offset = np.repeat((dice.random(count) ** 2 * size).astype(np.int64), numbers)
    there = space[post]
    person = members.people[members.starts[there] + (offset + within) % np.maximum(size[post], 1)]
    emoji = np.searchsorted(np.cumsum(SHARES), dice.random(len(post)) * SHARES.sum())
    moment = activity.at[stretch][post]
    later = (dice.exponential(0.5, len(post)) * DAY).astype(np.int64)
    counts = np.bincount(post * len(EMOJI) + emoji, minlength=count * len(EMOJI))
    return Reactions(
        post=post + (stretch.start or 0),
        person=person,
        emoji=emoji,
        at=np.minimum(moment + later, shape.end),
        counts=counts.reshape(count, len(EMOJI)),
    )
