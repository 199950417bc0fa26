"""Fill an empty database with the company, all at once; what was made is noted beside it."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

import psycopg
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from bench.company import belonging, rebuild, writing
from bench.company.activity import heads, live
from bench.company.people import hire
from bench.company.places import found
from bench.company.shape import Shape
from parvis.operations.runtime import Stop

NOTE = "company.json"


@dataclass
class Steps:
    """What has been done, and how long it took."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, bar: Progress, name: str, total: int | None = None) -> Iterator[int]:
        """Time a step, shown as a bar."""
        task = bar.add_task(name, total=total)
        began = time.perf_counter()
        yield int(task)
        self.seconds[name] = time.perf_counter() - began
        bar.update(task, total=total or 1, completed=total or 1)


def make(url: str, data: Path, shape: Shape, console: Console) -> Steps | None:
    """Fill the database at ``url``; None where it holds this very company already.

    Raises Stop for a database that holds anything else, or was left half filled.
    """
    note = data / NOTE
    wanted = _described(shape)
    with psycopg.connect(url, autocommit=True) as connection:
        if note.exists():
            known = json.loads(note.read_text())
            if all(known.get(k) == v for k, v in wanted.items() if k != "until"):
                return None
            raise Stop(f"{data} holds another company: {known}. Choose another --data.")
        if connection.execute("SELECT 1 FROM people_person LIMIT 1").fetchone():
            raise Stop(f"{data} is not empty. Choose another --data, or delete that folder.")
        steps = Steps()
        _fill(connection, url, shape, steps, console)
    note.write_text(json.dumps(wanted | {"seconds": steps.seconds}, indent=1) + "\n")
    return steps


def until_of(data: Path) -> datetime | None:
    """Return until when the company of a data folder has lived; None where there is none."""
    note = data / NOTE
    return datetime.fromisoformat(json.loads(note.read_text())["until"]) if note.exists() else None


def _described(shape: Shape) -> dict[str, object]:
    return asdict(shape) | {"until": shape.until.isoformat()}


def _fill(
    connection: psycopg.Connection, url: str, shape: Shape, steps: Steps, console: Console
) -> None:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as bar:

        def rebuilt(name: str, number: int, total: int) -> None:
            bar.update(task, total=total, completed=number, description=f"indexes  {name[:40]}")

        task = bar.add_task("indexes", total=None, visible=False)
        began = 0.0
        with rebuild.bare(connection, rebuilt):
            _rows(bar, url, shape, steps)
            bar.update(task, visible=True)
            began = time.perf_counter()
        steps.seconds["indexes and keys"] = time.perf_counter() - began
        with steps.step(bar, "statistics"):
            rebuild.settle(connection)
            connection.execute(
                "INSERT INTO company_company"
                " (id, name, tagline, brand, language, time_zone, set_up_at)"
                " VALUES (1, 'Very Large Company', '', '', 'en', 'Europe/Paris', now())"
            )


def _rows(bar: Progress, url: str, shape: Shape, steps: Steps) -> None:
    with steps.step(bar, "people"):
        staff = hire(shape)
        writing.people(url, shape, staff)
    with steps.step(bar, "subscriptions"):
        places = found(shape, staff)
        rows = belonging.join(shape, staff, places)
        writing.subscriptions(url, rows)
        members = belonging.Members(staff, places, rows)
        del rows
    with steps.step(bar, "drawing two years"):
        activity = live(shape, places, members)
    with steps.step(bar, "posts and reactions", shape.posts) as task:
        writing.posts(
            url,
            shape,
            staff,
            activity,
            members,
            lambda done: bar.update(task, completed=done),  # type: ignore[arg-type]
        )
    with steps.step(bar, "spaces, notifications"):
        writing.spaces(url, places, members, heads(places, activity))
        writing.notifications(url, shape, staff, places, activity)
        writing.visits(url, shape)
