"""How a command shows itself: a progress bar while it works, tables at the end."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from parvis.directory.report import OUTCOMES, Report
from parvis.kernel.console import figure, said, said_of, translated

# The words under which things are counted, as they are shown.
NAMES: Final = {
    str(name): name
    for name in (
        *(said("people"), said("communities"), said("conversations"), said("walls")),
        *(said("members"), said("posts"), said("comments"), said("links"), said("files")),
        *(said("subscriptions"), said("reactions"), said("revisions"), said("mentions")),
        *(said("saved"), said("company"), said("archive"), said("lines"), said("columns")),
        *(said("attributes"), said("other entries"), said("unknown keys")),
        *(said("created"), said("updated"), said("unchanged"), said("skipped"), said("written")),
    )
}
# Where something was met begins with these words, perhaps after a file's name.
_LINE: Final = re.compile(r"^((?:\S+ )?)line (\d+)\b")


class Steps:
    """The steps of a command, each with a bar of its own; silent without a terminal."""

    def __init__(self, progress: Progress | None = None) -> None:
        self._progress = progress
        self._task: TaskID | None = None

    def begin(self, name: str, total: int | None = None) -> None:
        """Start the next step; ``total`` is how much there is to do, if known."""
        if self._progress is None:
            return
        if self._task is not None:
            task = self._progress.tasks[-1]
            self._progress.update(self._task, total=task.completed, refresh=True)
        self._task = self._progress.add_task(_named(name), total=total)

    def advance(self, done: int = 1) -> None:
        """Say that so much more is done."""
        if self._progress is not None and self._task is not None:
            self._progress.advance(self._task, done)


@contextmanager
def steps(*, silent: bool = False) -> Iterator[Steps]:
    """Show bars on the error stream while the block runs, if it is a terminal."""
    console = Console(stderr=True)
    if silent or not console.is_terminal:
        yield Steps()
        return
    with Progress(
        TextColumn("{task.description:<24}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
    ) as progress:
        yield Steps(progress)


def show(report: Report, *, as_json: bool = False) -> None:
    """Print the report: one line of JSON, or tables for people."""
    if as_json:
        sys.stdout.write(report.as_json() + "\n")
        return
    wide = None if sys.stdout.isatty() else 120
    console = Console(width=wide, highlight=False)
    if report.error:
        wrong = escape(translated(report.error))
        Console(stderr=True, highlight=False).print(f"[bold]{wrong}[/bold]")
    if not report.counts and report.error:
        return
    console.print(_counts(report))
    if report.reasons:
        console.print(_reasons(report))
    console.print(_verdict(report))


def _named(name: str) -> str:
    """Return a word of the report, or a said text, in the console's language."""
    return translated(NAMES.get(name, name))


def _counts(report: Report) -> Table:
    table = Table(title=escape(translated(report.what)))
    table.add_column("")
    outcomes = OUTCOMES[:1] if report.exported else OUTCOMES
    for outcome in outcomes:
        table.add_column(_named("written" if report.exported else outcome), justify="right")
    for kind, counter in report.counts.items():
        table.add_row(_named(kind), *(figure(counter[outcome]) for outcome in outcomes))
    return table


def _reasons(report: Report) -> Table:
    table = Table(title=translated(said("What to know")))
    table.add_column("")
    table.add_column(translated(said("times")), justify="right")
    table.add_column(translated(said("what")), overflow="fold")
    table.add_column(translated(said("for instance")), overflow="fold")
    for (kind, reason), met in report.reasons.items():
        examples = escape(" · ".join(map(_example, met.examples)))
        table.add_row(_named(kind), figure(met.count), escape(translated(reason)), examples)
    return table


def _example(text: str) -> str:
    return _LINE.sub(lambda at: at[1] + translated(said("line %(number)s", number=at[2])), text)


def _verdict(report: Report) -> str:
    if report.error:
        return translated(said("Stopped before the end."))
    if report.exported:
        return translated(said("Everything is written."))
    if report.dry_run:
        return translated(said("A trial run: nothing was changed."))
    if not report.changed:
        return translated(said("Nothing changed."))
    return translated(said_of("%(n)s change.", "%(n)s changes.", report.changed))
