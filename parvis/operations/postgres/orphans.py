"""Databases outside their data folder whose data folder is no more."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from parvis.operations.postgres.home import SYSTEM_STATE


def find() -> Iterator[tuple[Path, str]]:
    """Each folder of an embedded database that nothing points to, with its former owner."""
    for place in sorted(SYSTEM_STATE.glob("parvis-*")):
        try:
            owner = (place / "belongs-to").read_text().strip()
        except OSError:
            continue
        if _home_of(Path(owner)) != place:
            yield place, owner


def _home_of(data: Path) -> Path | None:
    try:
        return Path(json.loads((data / "database.json").read_text())["home"])
    except (OSError, ValueError, KeyError):
        return None
