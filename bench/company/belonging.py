"""Who is in what: followers and members alike, 82 each on average, some two thousand."""

from dataclasses import dataclass

import numpy as np

from bench.company.people import SPAN, Staff
from bench.company.places import OPEN, Places
from bench.company.shape import DAY, SUBSCRIPTIONS, Flags, Ints, Shape, power

STATES = ("active", "requested", "invited", "banned")
ROLES = ("follower", "member", "moderator", "manager")
LEVELS = ("all", "mentions", "nothing")
SOURCES = ("hand", "rule")
ACTIVE, FOLLOWER, MEMBER, MODERATOR, MANAGER = 0, 0, 1, 2, 3
ALL, MENTIONS, NOTHING = 0, 1, 2
HAND, BY_RULE = 0, 1

WALLS = 0.7  # of what one follows by hand
TEAM = 0.15  # of the walls one follows
ROUNDS = 12


@dataclass(frozen=True)
class Belonging:
    """One entry a subscription, in the order they were made; ``last_read`` is -1 for never."""

    person: Ints
    space: Ints
    state: Ints
    role: Ints
    level: Ints
    source: Ints
    comes_home: Flags
    created: Ints
    last_read: Ints


def join(shape: Shape, staff: Staff, places: Places) -> Belonging:
    """Draw all subscriptions."""
    dice = shape.dice("belonging")
    fixed = [
        _managers(places),
        *_everybody(staff, places),
        *_ruled(staff, places),
        _talks(dice, places),
    ]
    person = np.concatenate([each[0] for each in fixed])
    space = np.concatenate([each[1] for each in fixed])
    key = person * places.count + space
    key, first = np.unique(key, return_index=True)
    kind = np.repeat(np.arange(len(fixed)), [len(each[0]) for each in fixed])[first]
    managing, by_rule = (
        kind == 0,
        (kind >= len(fixed) - 1 - len(places.rules)) & (kind < len(fixed) - 1),
    )
    chosen = _by_hand(dice, shape, staff, places, key)
    keys = np.concatenate([key, chosen])
    managing = np.concatenate([managing, np.zeros(len(chosen), bool)])
    by_rule = np.concatenate([by_rule, np.zeros(len(chosen), bool)])
    return _rows(dice, shape, staff, places, keys, managing, by_rule)


type Pairs = tuple[Ints, Ints]


def _managers(places: Places) -> Pairs:
    communities = np.arange(places.people, places.people + places.communities)
    return places.owner[communities], communities


def _everybody(staff: Staff, places: Places) -> list[Pairs]:
    """The first person's wall, and two of the communities that everyone is in (one has a rule)."""
    meant = np.flatnonzero(staff.meant)
    spaces = [0, places.company_wide[0], places.company_wide[2]]
    return [(meant[meant != space], np.full(np.sum(meant != space), space)) for space in spaces]


def _ruled(staff: Staff, places: Places) -> list[Pairs]:
    found = [(np.flatnonzero(rule.meant), space) for space, rule in places.rules.items()]
    return [(meant, np.full(len(meant), space)) for meant, space in found]


def _talks(dice: np.random.Generator, places: Places) -> Pairs:
    """The people of each conversation: mostly two, up to eight, whoever opened it among them."""
    first = places.people + places.communities
    spaces = np.arange(first, places.count)
    guests = 1 + np.where(dice.random(len(spaces)) < 0.25, dice.integers(1, 7, len(spaces)), 0)
    others = dice.integers(0, places.people, guests.sum())
    person = np.concatenate([places.owner[spaces], others])
    return person, np.concatenate([spaces, np.repeat(spaces, guests)])


def _by_hand(
    dice: np.random.Generator, shape: Shape, staff: Staff, places: Places, taken: Ints
) -> Ints:
    """Draw what people chose themselves, until each has what they want; returns keys."""
    wanted = _wanted(dice, shape, staff, places)
    known = taken
    for _round in range(ROUNDS):
        have = np.bincount(known // places.count, minlength=shape.people)
        missing = np.maximum(wanted - have, 0)
        if missing.sum() <= wanted.sum() // 500:
            break
        person = np.repeat(np.arange(shape.people), missing)
        drawn = person * places.count + _choose(dice, staff, places, person)
        own = drawn // places.count == drawn % places.count
        known = np.union1d(known, drawn[~own])
    return np.setdiff1d(known, taken, assume_unique=True)


def _wanted(dice: np.random.Generator, shape: Shape, staff: Staff, places: Places) -> Ints:
    """How many each has altogether: lognormal; the few heavy and the few quiet apart."""
    spread, heavy = 0.8, np.exp(dice.uniform(np.log(500), np.log(2000), shape.people))
    ordinary = ~(staff.heavy | staff.quiet | staff.guest)
    rest = SUBSCRIPTIONS * shape.people - heavy[staff.heavy].sum() - 20 * staff.quiet.sum()
    mean = max(rest / max(ordinary.sum(), 1), 20)
    drawn = dice.lognormal(np.log(mean) - spread**2 / 2, spread, shape.people)
    wanted = np.select(
        [staff.heavy, staff.quiet, staff.guest],
        [heavy, dice.integers(12, 45, shape.people), dice.integers(1, 4, shape.people)],
        np.minimum(drawn, 450),
    )
    most = (places.people + places.communities) * (0.6 if places.people > 1000 else 0.4)
    numbers: Ints = np.minimum(wanted, most).astype(np.int64)
    return numbers


def _choose(dice: np.random.Generator, staff: Staff, places: Places, person: Ints) -> Ints:
    """Draw a place for each: popular ones more often, one's team, quiet ones for quiet people."""
    count = len(person)
    walls = places.popular_walls[power(dice, count, places.people, 2.0)]
    communities = places.popular_communities[power(dice, count, places.communities, 2.0)]
    above = staff.manager[person]
    team = np.minimum(above * SPAN + 1 + dice.integers(0, SPAN, count), places.people - 1)
    walls = np.where((dice.random(count) < TEAM) & (above >= 0), team, walls)
    takes_wall = (dice.random(count) < WALLS) & ~staff.guest[person]
    chosen = np.where(takes_wall, walls, communities)
    quiet_walls = np.flatnonzero(places.quiet[: places.people])
    quiet_communities = places.people + np.flatnonzero(
        places.quiet[places.people : places.people + places.communities]
    )
    asleep = np.concatenate([quiet_walls, np.repeat(quiet_communities, 5)])
    return np.where(staff.quiet[person], dice.choice(asleep, count), chosen)


def _rows(
    dice: np.random.Generator,
    shape: Shape,
    staff: Staff,
    places: Places,
    keys: Ints,
    managing: Flags,
    by_rule: Flags,
) -> Belonging:
    """Say what each row is, and put them in the order in which they were made."""
    count = len(keys)
    created = shape.begin + (dice.random(count) ** 0.7 * (shape.end - shape.begin)).astype(np.int64)
    order = np.argsort(created, kind="stable")
    keys, created, managing, by_rule = keys[order], created[order], managing[order], by_rule[order]
    person, space = keys // places.count, keys % places.count
    talk, wall = places.is_conversation(space), places.is_wall(space)
    community = ~talk & ~wall
    chance = dice.random(count)
    role = np.where(wall, FOLLOWER, np.where(community & (chance < 0.004), MODERATOR, MEMBER))
    role = np.where(managing, MANAGER, role)
    fixed = managing | by_rule | np.isin(space, [*places.rules, 0, *places.company_wide])
    waits = community & ~fixed & (places.visibility[space] != OPEN)
    state = np.select([waits & (chance > 0.99), waits & (chance > 0.98)], [1, 2], ACTIVE)
    state = np.where(community & ~fixed & (chance > 0.97) & (chance < 0.971), 3, state)
    role = np.where(state == ACTIVE, role, MEMBER)
    muted = (community & ~managing & (dice.random(count) < 0.02)) | (
        staff.quiet[person] & ~talk & ~places.quiet[space]
    )
    level = np.where(talk | managing, ALL, np.where(dice.random(count) < 0.01, ALL, MENTIONS))
    return Belonging(
        person, space, state, role,
        level=np.where(muted, NOTHING, level),
        source=np.where(by_rule & ~managing, BY_RULE, HAND),
        comes_home=~talk & ~muted,
        created=created,
        last_read=np.where(
            dice.random(count) < 0.7, _last_read(dice, shape, created), -1
        ),
    )  # fmt: skip


def _last_read(dice: np.random.Generator, shape: Shape, created: Ints) -> Ints:
    ago = (dice.exponential(6, len(created)) * DAY).astype(np.int64)
    return np.maximum(shape.end - ago, created)


class Members:
    """Who is in each place and writes there, the most active first, to be drawn from."""

    def __init__(self, staff: Staff, places: Places, belonging: Belonging) -> None:
        """Sort them once."""
        here = (belonging.state == ACTIVE) & staff.active[belonging.person]
        person, space = belonging.person[here], belonging.space[here]
        order = np.lexsort((staff.rank[person], space))
        self.people = person[order]
        self.sizes = np.bincount(space, minlength=places.count)
        self.starts = np.concatenate([[0], np.cumsum(self.sizes)[:-1]])

    def draw(self, dice: np.random.Generator, space: Ints, otherwise: Ints) -> Ints:
        """Draw somebody of each space, active people more often; ``otherwise`` where nobody is."""
        size = self.sizes[space]
        place = power(dice, len(space), np.maximum(size, 1), 2.2)
        found = self.people[np.minimum(self.starts[space] + place, len(self.people) - 1)]
        return np.where(size > 0, found, otherwise)

    def counted(self) -> Ints:
        """Return the number of people of each space, as it stands in its row."""
        return self.sizes
