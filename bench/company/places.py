"""The places: a wall each, communities (some by rule, closed, secret), conversations."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.utils.text import slugify

from bench.company.people import Staff, under
from bench.company.shape import COMPANY_WIDE, DAY, Flags, Ints, Shape
from bench.company.words import words

OPEN, CLOSED, SECRET = 0, 1, 2
VISIBILITY = ("open", "closed", "secret")
RULED = 0.04  # of communities


@dataclass(frozen=True)
class Rule:
    """An audience rule, and whom it means."""

    json: dict[str, Any]
    meant: Flags


@dataclass(frozen=True)
class Places:
    """One entry a space: first each person's wall, then communities, then conversations.

    Space i has key i + 1. ``popular_*`` list places by how many come there, most first.
    """

    people: int
    communities: int
    conversations: int
    visibility: Ints
    owner: Ints
    created: Ints
    quiet: Flags
    managed: Flags  # only managers may start a post
    popular_walls: Ints
    popular_communities: Ints
    names: list[str] = field(default_factory=list)  # of communities
    slugs: list[str] = field(default_factory=list)
    rules: dict[int, Rule] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many places there are."""
        return self.people + self.communities + self.conversations

    @property
    def company_wide(self) -> Ints:
        """The communities that everyone is in; the second one by its rule."""
        return np.arange(self.people, self.people + COMPANY_WIDE)

    def is_conversation(self, space: Ints) -> Flags:
        """Tell which of these are conversations."""
        return space >= self.people + self.communities

    def is_wall(self, space: Ints) -> Flags:
        """Tell which of these are walls."""
        return space < self.people


def found(shape: Shape, staff: Staff) -> Places:
    """Draw all places."""
    dice = shape.dice("places")
    people, communities, talks = shape.people, shape.communities, shape.conversations
    count = people + communities + talks
    visibility = np.full(count, OPEN)
    chance = dice.random(communities)
    visibility[people : people + communities] = np.select(
        [chance > 0.92, chance > 0.72], [SECRET, CLOSED], OPEN
    )
    visibility[people : people + COMPANY_WIDE] = OPEN
    visibility[people + communities :] = SECRET
    able = np.flatnonzero(staff.meant & ~staff.quiet)
    owner = np.concatenate([np.arange(people), dice.choice(able, communities + talks)])
    owner[people : people + COMPANY_WIDE] = 1
    quiet = dice.random(count) < 0.2
    quiet[[0, 1]] = False
    quiet[people : people + COMPANY_WIDE] = False
    managed = np.zeros(count, bool)
    managed[people : people + communities] = dice.random(communities) < 0.05
    managed[people] = True
    popular = people + COMPANY_WIDE + dice.permutation(communities - COMPANY_WIDE)
    names = _names(dice, communities)
    return Places(
        people,
        communities,
        talks,
        visibility,
        owner,
        created=shape.begin - dice.integers(DAY, 100 * DAY, count),
        quiet=quiet,
        managed=managed,
        popular_walls=np.argsort(staff.rank),
        popular_communities=np.concatenate([np.arange(people, people + COMPANY_WIDE), popular]),
        names=names,
        slugs=[slugify(name) for name in names],
        rules=_rules(dice, staff, people, communities),
    )


def _names(dice: np.random.Generator, communities: int) -> list[str]:
    everybody = ["Company news", "Everyone", "Questions to all"]
    topics, sites = words().subjects_of_communities, [s for w in words().languages for s in w.sites]
    taken: dict[str, int] = {}
    for topic, site in dice.integers(0, 1 << 30, (communities, 2)).tolist():
        name = f"{topics[topic % len(topics)]} {sites[site % len(sites)]}"
        taken[name] = number = taken.get(name, 0) + 1
        everybody.append(name if number == 1 else f"{name} {number}")
    return everybody[:communities]


def _rules(
    dice: np.random.Generator, staff: Staff, people: int, communities: int
) -> dict[int, Rule]:
    """Make rules by country, site with department, language and manager in turn."""
    country, site, department = (
        np.array(values) for values in (staff.country, staff.site, staff.department)
    )
    everywhere = sorted(set(staff.country))
    rules = {people + 1: Rule({"any": [{"country": everywhere}]}, staff.meant)}
    json: dict[str, Any]
    for number in range(round((communities - COMPANY_WIDE) * RULED) or 1):
        someone = int(dice.integers(0, people))
        if number % 4 == 0 and number < 40:
            boss = int(dice.integers(0, min(people // 8, 70) + 1))
            json, among = {"under": str(boss + 1)}, under(staff, boss)
        elif number % 4 == 1:
            json = {"country": [staff.country[someone]], "department": [staff.department[someone]]}
            among = (country == staff.country[someone]) & (department == staff.department[someone])
        elif number % 4 == 2:
            json, among = {"site": [staff.site[someone]]}, site == staff.site[someone]
        else:
            json = {"department": [staff.department[someone]]}
            among = department == staff.department[someone]
        rules[people + COMPANY_WIDE + number] = Rule({"any": [json]}, among & staff.meant)
    return rules
