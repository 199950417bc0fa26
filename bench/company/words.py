"""The words of seven languages, as they stand in words.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Language:
    """One language: who speaks it where, and what its sentences are made of."""

    code: str
    weight: int
    countries: list[str]
    sites: list[str]
    first: list[str]
    last: list[str]
    openings: list[str]
    subjects: list[str]
    verbs: list[str]
    when: list[str]
    ends: list[str]


@dataclass(frozen=True)
class Words:
    """Everything in the list."""

    tags: list[str]
    departments: list[str]
    titles: list[str]
    subjects_of_communities: list[str]
    languages: list[Language]


@cache
def words() -> Words:
    """Read the list."""
    found = tomllib.loads(Path(__file__).with_name("words.toml").read_text())
    languages = [
        Language(code, **lists) for code, lists in found.items() if isinstance(lists, dict)
    ]
    return Words(languages=languages, **{k: v for k, v in found.items() if isinstance(v, list)})
