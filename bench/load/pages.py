"""The mix, then each page and deed alone, with one client and with several."""

from itertools import cycle
from random import Random
from statistics import median

from bench import floor
from bench.client import Request
from bench.load import mix
from bench.load.deeds import Targets, reads, writes
from bench.load.driver import drive
from bench.load.memory import measuring
from bench.load.page import Page
from bench.load.processes import Watched
from bench.load.table import Floor, Lines
from bench.load.visitors import Visitor, Visitors, deep
from bench.report import Report

LOOKED_AT = 5  # visitors whose statements are counted
ROUNDS = 60
# Pages of posts, which cost more where a process has not yet rendered these posts: told apart.
OF_POSTS = frozenset({"home", "community", "wall", "thread of 50"})
LOOKED_AROUND = 3  # times the seconds of a run, until everybody has come by
LEFT_OPEN = 300  # pages that listen while the mix runs
MEMORY = 250.0
SAMPLES = 60
LONG = 600  # seconds after which memory has settled
GROWTH = 5.0  # of a process, in megabytes: what it differs by between two moments


def mixed(
    port: int, visitors: Visitors, targets: Targets, clients: int, seconds: float,
    watched: Watched, report: Report,
) -> None:  # fmt: skip
    """Let everybody do what they do, and print what it took."""
    lines = Lines(f"A mix like real life: {len(visitors.everybody)} people, {seconds:g} s", report)
    requests = mix.requests(visitors.everybody, targets)
    report.add("memory.idle", sum(watched.memory().values()), "MB", MEMORY)
    left_open = [Page(one.signed.cookies, "") for one in visitors.everybody[:LEFT_OPEN]]
    drive(port, requests, clients, seconds / 5, pages=left_open)
    with measuring(watched, every=seconds / SAMPLES) as memory:
        run = drive(port, requests, clients, seconds, watched, pages=left_open)
    lines.add("mix", clients, run.together, run.used, Floor())
    for name in mix.WEIGHTS:
        if name in run.by_name:
            lines.add(f"mix: {name}", clients, run.by_name[name], None, Floor())
    lines.print()
    for name, megabytes in memory.settled().items():
        report.add(f"memory.{name}", megabytes, "MB")
        report.add(
            f"memory.{name}.growth", memory.growth(name), "MB", GROWTH if seconds >= LONG else None
        )
    report.add("memory.under_load", sum(memory.samples[-1].values()), "MB", MEMORY)
    report.add("memory.growth", memory.grown(), "MB", MEMORY / 20 if seconds >= LONG else None)


def alone(
    port: int, visitors: Visitors, targets: Targets, clients: list[int], seconds: float,
    watched: Watched, report: Report,
) -> None:  # fmt: skip
    """Each page and deed by itself; home also for those who follow most, and what is quiet."""
    lines = Lines(f"Each alone: {len(visitors.everybody)} people, {seconds:g} s", report)
    for name in reads(targets):
        at_best = _floor(name, visitors.everybody, targets, seconds)
        requests = mix.alone(name, visitors.everybody, targets)
        if name in OF_POSTS:
            run = drive(port, requests, 1, seconds, watched, warm=5)
            lines.add(f"{name}, first look", 1, run.together, run.used, at_best)
            drive(port, requests, max(clients), seconds * LOOKED_AROUND)
        for number in clients:
            requests = mix.alone(name, visitors.everybody, targets)
            run = drive(port, requests, number, seconds, watched, warm=_warm(seconds))
            lines.add(name, number, run.together, run.used, at_best)
    for name, paths in _corners(visitors).items():
        requests = cycle([(name, Request("GET", path, one.signed.cookies)) for one, path in paths])
        at_best = _floor_of(paths, seconds)
        run = drive(port, requests, 1, seconds, watched, warm=_warm(seconds))
        lines.add(name, 1, run.together, run.used, at_best)
    for name in writes():
        _, request = next(mix.alone(name, visitors.everybody, targets))
        statements = len(floor.statements_of_deed(visitors.everybody[0].signed.client, request))
        for number in clients:
            requests = mix.alone(name, visitors.everybody, targets)
            run = drive(port, requests, number, seconds, watched, warm=5)
            lines.add(name, number, run.together, run.used, Floor(statements))
    lines.print()


def _warm(seconds: float) -> int:
    """Requests on each connection that do not count: fewer where the run is a short one."""
    return int(min(60, 30 * seconds))


def _corners(visitors: Visitors) -> dict[str, list[tuple[Visitor, str]]]:
    """The pages that must not be slow either: heavy and quiet people's, the fiftieth."""
    found = {
        "home, heavy": [(one, "/") for one in visitors.heavy],
        "home, quiet": [(one, "/") for one in visitors.quiet],
        "home, page 50": [(one, deep(one)) for one in visitors.everybody[:20]],
        "home, page 50, heavy": [(one, deep(one)) for one in visitors.heavy[:10]],
        "home by time, heavy": [(one, "/?order=time") for one in visitors.heavy],
        "side, heavy": [(one, "/home/side") for one in visitors.heavy],
    }
    return {name: paths for name, paths in found.items() if paths}


def _floor(name: str, visitors: list[Visitor], targets: Targets, seconds: float) -> Floor:
    dice, make = Random(3), reads(targets)[name]  # noqa: S311
    able = [one for one in visitors if one.threads and one.top][:LOOKED_AT]
    return _floor_of([(one, make(one, dice).path) for one in able], seconds)


def _floor_of(paths: list[tuple[Visitor, str]], seconds: float) -> Floor:
    """Return the middle of some visitors' statements and of their time alone."""
    found = []
    rounds = int(min(ROUNDS, 12 * seconds + 5))
    for one, path in paths[: LOOKED_AT if seconds >= 1 else 1]:
        statements = floor.statements_of(one.signed.client, path)
        found.append((len(statements), floor.seconds_for(statements, rounds) * 1000))
    return Floor(int(median(n for n, _ in found)), median(ms for _, ms in found))
