"""``bin/bench lighthouse``: five pages as somebody signed in sees them on a phone, some runs each.

Its own packages are installed into ``var/lighthouse`` when it is first run, so that neither the
site nor its tests need them.
"""

import argparse
import json
import os
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from bench.report import Report
from bench.server import running
from parvis.operations import runtime
from parvis.operations.runtime import ROOT, Stop

HERE: Final = Path(__file__).parent
KIT: Final = ROOT / "var" / "lighthouse"
EMPLOYEE: Final = "leo"
SCORE_AT_LEAST: Final = 95
# On "slow 4G" with a processor four times slower, Chromium really slowed down.
USABLE_AFTER: Final = 3000
SCORES: Final = ("performance", "accessibility", "best-practices")
FIGURES: Final = {
    "fcp": "ms", "lcp": "ms", "speed_index": "ms", "tbt": "ms", "interactive": "ms", "cls": "",
}  # fmt: skip

type Runs = dict[str, list[dict[str, Any]]]


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command's options."""
    made = commands.add_parser("lighthouse", help="how fast in a browser", description=__doc__)
    made.add_argument("--data", metavar="DIR", default="var/bench-lighthouse")
    made.add_argument("--runs", type=int, default=5, help="of each page; the median counts")
    made.add_argument("--only", default="", metavar="PAGES", help="such as home,thread")
    chromium = os.environ.get("PARVIS_CHROMIUM", "/usr/bin/chromium")
    made.add_argument("--chromium", default=chromium)
    made.add_argument("--json", type=Path, metavar="FILE", help="write the figures as JSON too")
    made.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Measure; returns 1 where a bar is not met."""
    _install()
    data = runtime.data_folder(options.data)
    report = Report()
    with runtime.database(data):
        runtime.set_up()
        runtime.migrate()
        from bench import crowd
        from parvis.people.models import Person
        from seeds.load import fill

        fill()
        cookies = crowd.signed_in(Person.objects.get(handle=EMPLOYEE)).cookies
        pages = _pages()
        wanted = options.only.split(",") if options.only else list(pages)
        if unknown := set(wanted) - set(pages):
            raise Stop(f"no such page: {', '.join(sorted(unknown))}")
        with running(data) as server:
            asked = {
                "address": f"http://127.0.0.1:{server.port}",
                "cookies": [pair.split("=", 1) for pair in cookies.split("; ")],
                "pages": {name: pages[name] for name in wanted},
                "runs": options.runs,
                "chromium": options.chromium,
                "flags": ["--disable-gpu", "--disable-background-networking", *_as_root()],
                "out": str(KIT),
            }
            _note(_measured(asked), report)
            if "home" in wanted:
                _note_slow(_measured(asked | {"pages": {"home": "/"}, "applied": True}), report)
    return report.conclude(options.json)


def _as_root() -> list[str]:
    """Chromium's sandbox does not start as root."""
    return ["--no-sandbox"] if os.geteuid() == 0 else []


def _install() -> None:
    """Have Lighthouse in ``var/lighthouse``, exactly as locked."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        raise Stop("Lighthouse needs Node.js (20 or newer) with npm on the PATH.")
    KIT.mkdir(parents=True, exist_ok=True)
    lock = HERE / "package-lock.json"
    kept = KIT / "installed.json"
    if not kept.exists() or kept.read_bytes() != lock.read_bytes():
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(HERE / name, KIT / name)
        quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
        subprocess.run(("npm", "ci", *quiet), cwd=KIT, check=True)  # noqa: S603, S607
        shutil.copyfile(lock, kept)
    shutil.copyfile(HERE / "measure.mjs", KIT / "measure.mjs")


def _pages() -> dict[str, str]:
    """The pages by name; of the threads that are open to everyone, the longest."""
    from parvis.posts.models import Post

    open_ones = Post.objects.filter(thread=None, removed_at=None, space__visibility="open")
    longest = open_ones.filter(space__kind="community").order_by("-comments_count", "pk")[0]
    return {
        "home": "/",
        "thread": longest.get_absolute_url(),
        "community": "/communities/qualite/",
        "profile": "/people/patrick/",
        "search": "/search?q=pompe",
    }


def _measured(asked: dict[str, Any]) -> Runs:
    """Run Lighthouse; returns its figures by page."""
    runs: Runs = defaultdict(list)
    for line in _lines(asked):
        found = json.loads(line)
        if found["error"] or "/account/" in found["address"]:
            raise Stop(f"{found['page']}: {found['error'] or 'was not signed in'}")
        runs[found["page"]].append(found)
    return runs


def _lines(asked: dict[str, Any]) -> Iterator[str]:
    command = ("node", str(KIT / "measure.mjs"), json.dumps(asked))
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as node:  # noqa: S603
        assert node.stdout is not None  # noqa: S101
        yield from node.stdout
    if node.returncode:
        raise Stop("Lighthouse could not go on.")


def _note(runs: Runs, report: Report) -> None:
    """Print each page's medians, and hold the scores against their bar."""
    table = Table(title="Lighthouse, as a phone on slow 4G")
    for column in ("page", *SCORES, *FIGURES):
        table.add_column(column, justify="left" if column == "page" else "right")
    for page, found in runs.items():
        middle = {name: median(one[name] for one in found) for name in (*SCORES, *FIGURES)}
        for name in SCORES:
            report.add_rate(f"{page}.{name}", middle[name], "points", SCORE_AT_LEAST)
        for name, unit in FIGURES.items():
            report.add(f"{page}.{name}", middle[name], unit)
        shown = (f"{middle[name]:.{2 if name == 'cls' else 0}f}" for name in (*SCORES, *FIGURES))
        table.add_row(page, *shown)
    Console(width=140).print(table)


def _note_slow(runs: Runs, report: Report) -> None:
    """Home with line and processor really slowed: when it can be used."""
    for name in ("lcp", "interactive"):
        value = median(one[name] for one in runs["home"])
        report.add(f"home.slowed.{name}", value, "ms", USABLE_AFTER)
