"""The staff: names, places, managers, who is busy, who has left."""

from dataclasses import dataclass

import numpy as np
from django.utils.text import slugify

from bench.company.shape import GUESTS, HEAVY, LEAVERS, QUIET, Flags, Ints, Shape
from bench.company.words import words

SPAN = 8  # people a manager has
TURKISH = str.maketrans({"ı": "i", "İ": "I"})


@dataclass(frozen=True)
class Staff:
    """One entry a person, in the order of their keys: person i has key i + 1.

    ``manager`` is -1 for the first one, who is followed by everybody. ``rank`` tells how active
    one is (0: most). ``quiet`` people follow only quiet places, ``heavy`` ones a thousand.
    """

    names: list[str]
    handles: list[str]
    language: Ints
    country: list[str]
    site: list[str]
    department: list[str]
    manager: Ints
    rank: Ints
    active: Flags
    guest: Flags
    quiet: Flags
    heavy: Flags

    @property
    def meant(self) -> Flags:
        """Whom audience rules mean."""
        return self.active & ~self.guest


def hire(shape: Shape) -> Staff:
    """Draw everybody."""
    dice = shape.dice("people")
    count = shape.people
    weights = np.array([language.weight for language in words().languages], float)
    language = dice.choice(len(weights), count, p=weights / weights.sum())
    manager = (np.arange(count) - 1) // SPAN
    manager[0] = -1
    country, site, department = _teams(dice, language, manager)
    names = _names(dice, language)
    chance = dice.random(count)
    leads = np.arange(count) < 2  # the one followed by everybody, and the administrator
    leaver = ~leads & (chance < LEAVERS)
    guest = ~leads & (chance > 1 - GUESTS)
    kind = dice.random(count)
    ordinary = ~leads & ~leaver & ~guest
    return Staff(
        names=names,
        handles=_handles(names),
        language=language,
        country=country,
        site=site,
        department=department,
        manager=manager,
        rank=dice.permutation(count),
        active=~leaver,
        guest=guest,
        quiet=_some(ordinary & (kind < QUIET * 1.04), ordinary, 2),
        heavy=_some(ordinary & (kind > 1 - HEAVY * 1.04), ordinary, 3),
    )


def _some(found: Flags, among: Flags, place: int) -> Flags:
    """Return those found; in a company too small for any, one that is in place."""
    if not found.any():
        found[np.flatnonzero(among)[place]] = True
    return found


def _teams(
    dice: np.random.Generator, language: Ints, manager: Ints
) -> tuple[list[str], list[str], list[str]]:
    """Give each the department of their manager from the fourth level on, and mostly their site.

    Changes ``language`` to what is spoken at the site.
    """
    all_, count = words(), len(manager)
    stays, picks = dice.random(count), dice.integers(0, 1 << 30, (count, 3)).tolist()
    country, site, department = [""] * count, [""] * count, [""] * count
    for i in range(count):
        above = manager[i]
        pick = picks[i]
        if i > 600 and stays[i] < 0.8:
            site[i], country[i], language[i] = site[above], country[above], language[above]
        else:
            spoken = all_.languages[language[i]]
            place = pick[0] % len(spoken.sites)
            site[i], country[i] = (
                spoken.sites[place],
                spoken.countries[place % len(spoken.countries)],
            )
        department[i] = (
            department[above] if i > 600 else all_.departments[pick[1] % len(all_.departments)]
        )
    return country, site, department


def _names(dice: np.random.Generator, language: Ints) -> list[str]:
    picks = dice.integers(0, 1 << 30, (len(language), 3)).tolist()
    names = []
    for spoken, (first, last, second) in zip(language.tolist(), picks, strict=True):
        known = words().languages[spoken]
        name = f"{known.first[first % len(known.first)]} {known.last[last % len(known.last)]}"
        if second % 3 == 0:  # two family names, so that names are not all the same few
            name += f"-{known.last[second // 3 % len(known.last)]}"
        names.append(name)
    return names


def _handles(names: list[str]) -> list[str]:
    taken: dict[str, int] = {}
    handles = []
    for name in names:
        base = slugify(name.translate(TURKISH)).replace("-", ".", 1)
        taken[base] = number = taken.get(base, 0) + 1
        handles.append(base if number == 1 else f"{base}{number}")
    return handles


def under(staff: Staff, person: int) -> Flags:
    """Return who reports to a person, directly or not."""
    inside = np.zeros(len(staff.names), bool)
    for i in range(person + 1, len(inside)):  # managers come before their people
        above = staff.manager[i]
        inside[i] = above == person or inside[above]
    return inside
