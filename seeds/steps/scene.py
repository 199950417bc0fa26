"""What the steps share: the clock, and who and what is already there."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from random import Random
from typing import Final

from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.spaces.models import Space
from seeds import texts
from seeds.moments import Calendar
from seeds.texts import Said

# Since when invitations and requests wait that nobody has answered yet.
WAITING_SINCE: Final = "-1d 16:40"


@dataclass
class Scene:
    """The company while it is being filled in."""

    calendar: Calendar
    people: dict[str, Person] = field(default_factory=dict)
    communities: dict[str, Space] = field(default_factory=dict)
    # Everything written, with its post and its moment.
    written: list[tuple[Said, Post, datetime]] = field(default_factory=list)
    # How often one person turned to another (reacted, answered).
    ties: dict[tuple[str, str], int] = field(default_factory=dict)

    def tie(self, one: str, other: str, weight: int = 1) -> None:
        """Keep that one person turned to another."""
        if one != other:
            self.ties[one, other] = self.ties.get((one, other), 0) + weight

    @cached_property
    def opened(self) -> datetime:
        """Return when the network opened its doors: the day before anybody wrote."""
        posts = [*(post for one in texts.communities() for post in one.posts), *texts.walls()]
        lines = [line for talk in texts.conversations() for line in talk.lines]
        first = min(self.calendar.moment(said.at) for said in (*posts, *lines))
        return first - timedelta(days=1)

    @property
    def administrator(self) -> Person:
        """Return the person who administers the network."""
        return next(person for person in self.people.values() if person.is_admin)


def chance(*names: object) -> Random:
    """Return a source of chance that gives the same for the same names."""
    return Random(hashlib.sha256(repr(names).encode()).digest())
