"""Audience rules: a community whose members follow the directory by themselves."""

from parvis.spaces.audience.facts import matches
from parvis.spaces.audience.follow import (
    apply,
    apply_all,
    apply_to,
    count_in,
    count_out,
    follow_directory,
    recount,
)
from parvis.spaces.audience.rule import read
from parvis.spaces.audience.sql import condition, count, preview
from parvis.spaces.audience.words import describe, reason

__all__ = [
    "apply",
    "apply_all",
    "apply_to",
    "condition",
    "count",
    "count_in",
    "count_out",
    "describe",
    "follow_directory",
    "matches",
    "preview",
    "read",
    "reason",
    "recount",
]
