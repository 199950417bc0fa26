"""``bin/bench people``: a directory of a given size is imported, as a spreadsheet and as LDIF.

The files are made from the staff that ``bench company`` draws: managers, places, groups. Each is
brought in by the command that people use, into a data folder of its own, and then once more.
"""

import argparse
import base64
import csv
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from rich.console import Console

from bench.company.people import Staff, hire
from bench.company.shape import Shape, this_hour
from bench.company.words import words
from bench.report import Report
from parvis.operations.postgres import home

FIRST, AGAIN = 60.0, 20.0  # seconds
COLUMNS: Final = (
    *("employee number", "handle", "name", "email", "title", "department", "site", "country"),
    *("languages", "manager number"),
)
BASE: Final = "dc=example,dc=com"
# RFC 2849, SAFE-STRING: anything else is written in base64.
SAFE: Final = re.compile(r"(?![ :<])[\x01-\x09\x0b\x0c\x0e-\x7f]*(?<! )")
LINE: Final = 76


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command's options."""
    made = commands.add_parser("people", help="import a directory", description=__doc__)
    made.add_argument("--people", type=int, default=128_322, help="how many are in it")
    made.add_argument("--json", type=Path, metavar="FILE", help="write the figures as JSON too")
    made.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Import both files, each twice; returns 1 where a bar is not met."""
    staff = hire(Shape(options.people, 0, 0, 1, this_hour()))
    report, console = Report(), Console()
    with tempfile.TemporaryDirectory(prefix="parvis-bench-") as place:
        folder = Path(place)
        write_csv(staff, folder / "people.csv")
        write_ldif(staff, folder / "people.ldif")
        for kind in ("csv", "ldif"):
            try:
                for name, bar in (("first", FIRST), ("again", AGAIN)):
                    seconds = _imported(folder / f"people.{kind}", folder / kind)
                    report.add(f"import.{kind}.{name}", seconds, "s", bar)
                    console.print(f"{options.people:,} people from {kind}, {name}: {seconds:.1f} s")
            finally:
                home.remove(folder / kind)
    return report.conclude(options.json)


def _imported(path: Path, data: Path) -> float:
    """Run the command; return its seconds, the database's start included."""
    command = [sys.executable, "-m", "parvis", "import", "people", str(path), "--data", str(data)]
    ours = ("PARVIS_DATABASE_URL", "PARVIS_DATA")
    environment = {k: v for k, v in os.environ.items() if k not in ours}
    began = time.perf_counter()
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)  # noqa: S603
    return time.perf_counter() - began


def write_csv(staff: Staff, path: Path) -> None:
    """Write the staff as a spreadsheet with semicolons, as a personnel department exports it."""
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        sheet = csv.writer(file, delimiter=";")
        sheet.writerow(COLUMNS)
        for i, one in enumerate(_entries(staff)):
            above = int(staff.manager[i])
            sheet.writerow([one[column] for column in COLUMNS[:-1]] + [_number(above)])


def write_ldif(staff: Staff, path: Path) -> None:
    """Write the staff as a directory does: people with their managers, and groups of them."""
    groups: dict[str, list[str]] = defaultdict(list)
    names: list[str] = []
    with path.open("w", encoding="ascii", newline="\n") as file:
        file.write("version: 1\n")
        for i, one in enumerate(_entries(staff)):
            names.append(f"uid={one['handle']},ou=people,{BASE}")
            groups[one["site"]].append(names[i])
            groups[one["department"]].append(names[i])
            above = int(staff.manager[i])
            file.writelines(_entry(names[i], one, names[above] if above >= 0 else ""))
        for name, members in groups.items():
            listed = [("member", dn) for dn in members]
            lines = [("objectClass", "groupOfNames"), ("cn", name), *listed]
            file.writelines(_lines(f"cn={name},ou=groups,{BASE}", lines))


def _entries(staff: Staff) -> Iterator[dict[str, str]]:
    """What both files say of each person, by the spreadsheet's heads."""
    for i, (name, handle) in enumerate(zip(staff.names, staff.handles, strict=True)):
        yield {
            "employee number": _number(i),
            "handle": handle,
            "name": name,
            "email": f"{handle}@example.com",
            "title": staff.department[i],
            "department": staff.department[i],
            "site": staff.site[i],
            "country": staff.country[i],
            "languages": words().languages[int(staff.language[i])].code,
        }


def _number(person: int) -> str:
    return f"A{person:06}" if person >= 0 else ""


def _entry(dn: str, one: dict[str, str], manager: str) -> Iterator[str]:
    given, _, family = one["name"].partition(" ")
    return _lines(
        dn,
        [
            *(("objectClass", name) for name in ("top", "person", "inetOrgPerson")),
            ("cn", one["name"]),
            ("givenName", given),
            ("sn", family),
            ("uid", one["handle"]),
            ("mail", one["email"]),
            ("employeeNumber", one["employee number"]),
            ("title", one["title"]),
            ("departmentNumber", one["department"]),
            ("l", one["site"]),
            ("c", one["country"]),
            ("preferredLanguage", one["languages"]),
            *(("manager", dn) for dn in [manager] if dn),
        ],
    )


def _lines(dn: str, values: list[tuple[str, str]]) -> Iterator[str]:
    """An entry of RFC 2849: a blank line, its name, its attributes, folded."""
    yield "\n"
    for attribute, value in [("dn", dn), *values]:
        safe = SAFE.fullmatch(value)
        told = f": {value}" if safe else f":: {base64.b64encode(value.encode()).decode()}"
        line = attribute + told
        yield line[:LINE] + "\n"
        for at in range(LINE, len(line), LINE - 1):
            yield " " + line[at : at + LINE - 1] + "\n"
