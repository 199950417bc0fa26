"""What was written when, where and by whom: everything of a post but its words."""

from dataclasses import dataclass

import numpy as np

from bench.company.belonging import Members
from bench.company.places import OPEN, Places
from bench.company.shape import COMPANY_WIDE, DAY, Flags, Floats, Ints, Shape, power

SEQUENCE_BITS = 20  # as in parvis.kernel.ids
WALLS = 0.45  # of roots
ASLEEP = 180 * DAY  # for how long nothing came in quiet places
HOURS = np.array(
    [1, 1, 1, 1, 1, 2, 6, 14, 40, 60, 62, 50, 30, 52, 58, 54, 46, 34, 18, 10, 8, 6, 4, 2]
)
SIXTY_DAYS = 60 * DAY


@dataclass(frozen=True)
class Activity:
    """One entry a post, in the order of time, and so of keys.

    ``thread``, ``reply_to``, ``shares`` are places in these arrays, -1 for none. Times are in
    milliseconds; ``removed_at`` and ``pinned_at`` are -1 for never.
    """

    id: Ints
    at: Ints
    space: Ints
    author: Ints
    thread: Ints
    reply_to: Ints
    shares: Ints
    question: Flags
    accepted: Flags
    removed_at: Ints
    pinned_at: Ints
    comments: Ints
    last_activity: Ints

    @property
    def shown(self) -> Flags:
        """Which have not been removed."""
        return self.removed_at < 0

    @property
    def is_root(self) -> Flags:
        """Which are posts or chat lines, not comments."""
        return self.thread < 0


@dataclass(frozen=True)
class Heads:
    """What each space's row says of its posts; ``last_activity`` is -1 for none."""

    last_activity: Ints
    posts: Ints


def live(shape: Shape, places: Places, members: Members) -> Activity:
    """Draw two years of posts, comments and chat lines."""
    dice = shape.dice("activity")
    space, author, at = _roots(dice, shape, places, members)
    root, writer, when = _comments(dice, shape, places, members, space, at)
    all_at = np.concatenate([at, when])
    order = np.argsort(all_at, kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    thread = np.concatenate([np.full(len(at), -1), place[root]])[order]
    spaces = np.concatenate([space, space[root]])[order]
    authors, moments = np.concatenate([author, writer])[order], all_at[order]
    return _finished(dice, shape, places, spaces, authors, moments, thread)


def heads(places: Places, activity: Activity) -> Heads:
    """Work out what the spaces' rows must say."""
    roots = activity.is_root & activity.shown
    newest = np.full(places.count, -1)
    np.maximum.at(newest, activity.space[roots], activity.last_activity[roots])
    return Heads(newest, np.bincount(activity.space[roots], minlength=places.count))


def _roots(
    dice: np.random.Generator, shape: Shape, places: Places, members: Members
) -> tuple[Ints, Ints, Ints]:
    count = shape.posts - shape.comments
    walls = places.popular_walls[power(dice, count, places.people, 2.0)]
    walls = np.where(dice.random(count) < 0.0004, 0, walls)
    communities = places.popular_communities[
        COMPANY_WIDE + power(dice, count, places.communities - COMPANY_WIDE, 2.0)
    ]
    communities = np.where(
        dice.random(count) < 0.02,
        places.people + dice.integers(0, COMPANY_WIDE, count),
        communities,
    )
    space = np.where(dice.random(count) < WALLS, walls, communities)
    talks = places.people + places.communities + power(dice, shape.lines, places.conversations, 2.5)
    space[: shape.lines] = talks
    owner = places.owner[space]
    author = members.draw(dice, space, owner)
    own = places.is_wall(space) & (dice.random(count) < 0.92)
    author = np.where(own | places.managed[space] | (space == 0), owner, author)
    at = _moments(dice, shape, count)
    asleep = places.quiet[space] & ~places.is_conversation(space)
    awake = (shape.end - ASLEEP - shape.begin) / (shape.end - shape.begin)
    at = np.where(asleep, shape.begin + ((at - shape.begin) * awake).astype(np.int64), at)
    return space, author, at


def _moments(dice: np.random.Generator, shape: Shape, count: int) -> Ints:
    """Draw moments: ever more as time goes on, on working days, by day."""
    days = np.arange((shape.end - shape.begin) // DAY)
    weekday = (shape.begin // DAY + days + 3) % 7
    weight = (days + 60.0) ** 0.9 * np.where(weekday >= 5, 0.15, 1.0)
    day = np.searchsorted(np.cumsum(weight), dice.random(count) * weight.sum())
    hour = np.searchsorted(np.cumsum(HOURS), dice.random(count) * HOURS.sum())
    within = (hour * 3_600_000) + dice.integers(0, 3_600_000, count)
    midnight = shape.begin - shape.begin % DAY + day * DAY
    at: Ints = np.maximum(midnight + within, shape.begin)
    return np.where(at >= shape.end, at - DAY, at)  # today is not over yet


def _comments(
    dice: np.random.Generator, shape: Shape, places: Places, members: Members, space: Ints, at: Ints
) -> tuple[Ints, Ints, Ints]:
    """Hang comments below roots, very many below few; returns root, author, moment of each."""
    weight: Floats = np.minimum(dice.pareto(1.2, len(space)), 4_000)
    weight *= np.maximum(members.sizes[space], 1) ** 0.25
    weight[places.is_conversation(space)] = 0
    counts = dice.multinomial(shape.comments, weight / weight.sum())
    root = np.repeat(np.arange(len(space)), counts)
    minutes = np.minimum(dice.lognormal(np.log(120), 2.0, len(root)), 100_000)
    latest = np.where(places.quiet[space[root]], shape.end - ASLEEP + DAY, shape.end)
    when = at[root] + 1_000 + (minutes * 60_000).astype(np.int64)
    left = np.maximum(latest - at[root] - 2_000, 1_000)
    late = at[root] + 1_000 + (dice.random(len(root)) * left).astype(np.int64)
    when = np.where(when < latest, when, late)
    there = space[root]
    writer = members.draw(dice, there, places.owner[there])
    owns = places.is_wall(there) & (dice.random(len(root)) < 0.25)
    return root, np.where(owns, places.owner[there], writer), when


def _finished(
    dice: np.random.Generator,
    shape: Shape,
    places: Places,
    space: Ints,
    author: Ints,
    at: Ints,
    thread: Ints,
) -> Activity:
    count = len(at)
    numbers = np.arange(count)
    root = thread < 0
    reply_to = _second_level(dice, thread)
    gone = (dice.random(count) < 0.003) & ~places.is_conversation(space)
    removed_at = np.where(gone, np.minimum(at + 3_600_000, shape.end), -1)
    counted = ~root & ~gone
    comments = np.bincount(thread[counted], minlength=count)
    newest = at.copy()
    np.maximum.at(newest, thread[counted], at[counted])
    community = root & ~places.is_wall(space) & ~places.is_conversation(space)
    question = community & (dice.random(count) < 0.05)
    pinned = (
        community
        & ~gone
        & (dice.random(count) < places.communities / max(int(community.sum()), 1) / 3)
    )
    return Activity(
        id=(at << SEQUENCE_BITS) | (numbers & ((1 << SEQUENCE_BITS) - 1)),
        at=at,
        space=space,
        author=author,
        thread=thread,
        reply_to=reply_to,
        shares=_shared(dice, places, space, root, gone),
        question=question,
        accepted=_accepted(dice, question, thread, reply_to, counted),
        removed_at=removed_at,
        pinned_at=np.where(pinned, at, -1),
        comments=comments,
        last_activity=newest,
    )


def _second_level(dice: np.random.Generator, thread: Ints) -> Ints:
    """Let a third of the comments answer the last first-level one before them."""
    comments = np.flatnonzero(thread >= 0)
    comments = comments[np.argsort(thread[comments], kind="stable")]
    begins = np.ones(len(comments), bool)
    begins[1:] = thread[comments][1:] != thread[comments][:-1]
    first_level = begins | (dice.random(len(comments)) > 0.33)
    last = np.maximum.accumulate(np.where(first_level, np.arange(len(comments)), 0))
    reply_to = np.full(len(thread), -1)
    reply_to[comments] = np.where(first_level, -1, comments[last])
    return reply_to


def _shared(
    dice: np.random.Generator, places: Places, space: Ints, root: Flags, gone: Flags
) -> Ints:
    """Let one root in a hundred show an earlier post of an open place."""
    numbers = np.arange(len(space))
    shares = np.full(len(space), -1)
    good = np.flatnonzero(root & ~gone & (places.visibility[space] == OPEN))
    sharing = numbers[root & ~places.is_conversation(space) & (dice.random(len(space)) < 0.01)]
    before = np.searchsorted(good, sharing)
    sharing, before = sharing[before > 0], before[before > 0]
    shares[sharing] = good[(dice.random(len(sharing)) * before).astype(np.int64)]
    return shares


def _accepted(
    dice: np.random.Generator, question: Flags, thread: Ints, reply_to: Ints, counted: Flags
) -> Flags:
    """Accept the first answer to every second question."""
    answers = np.flatnonzero(counted & (reply_to < 0))
    answers = answers[question[thread[answers]]]
    _, first = np.unique(thread[answers], return_index=True)
    accepted = np.zeros(len(thread), bool)
    accepted[answers[first[dice.random(len(first)) < 0.5]]] = True
    return accepted
