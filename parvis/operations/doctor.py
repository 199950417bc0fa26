"""`doctor`: looks at configuration and services; each finding says what to do about it."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from parvis.kernel.console import said, said_of, translated
from parvis.operations import mail_doors, runtime
from parvis.operations.finding import Finding, Level
from parvis.operations.postgres import account, orphans
from parvis.operations.postgres.errors import PostgresError

MIB = 1024 * 1024
OLDEST_POSTGRES = 160000
NEEDED_EXTENSIONS = {"pg_trgm", "unaccent"}


def run(data: Path) -> int:
    """Look at everything and print the findings; 1 where something must be fixed, else 0."""
    findings = list(examine(data))
    marks = {level: translated(level.value) for level in Level}
    wide = max(map(len, marks.values())) + 1
    for finding in findings:
        print(f"{marks[finding.level]:>{wide}}  {translated(finding.what)}")
        if finding.advice:
            print(f"{'':>{wide}}  → {translated(finding.advice)}")
    bad = sum(finding.level is Level.BAD for finding in findings)
    looked = said_of("%(n)s thing looked at", "%(n)s things looked at", len(findings))
    fix = said_of("%(n)s to fix", "%(n)s to fix", bad)
    print(f"\n{translated(looked)}, {translated(fix)}.")
    return 1 if bad else 0


def examine(data: Path) -> Iterator[Finding]:
    """All findings. The database is started for the look where it does not run."""
    yield from _program()
    yield from _folder(data)
    yield from _embedded(data)
    try:
        with runtime.django(data):
            for look in (_settings, _database, _people, _worker, mail_doors.look):
                yield from look()
    except runtime.Stop as stop:
        yield Finding(
            Level.BAD, stop.args[0], said("Nothing else can be looked at before this is fixed.")
        )


def _program() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding(Level.GOOD, f"Python {version}")
    if not (runtime.ROOT / "parvis/ui/static/vendor/htmx.js").exists():
        yield Finding(
            Level.BAD, said("The browser libraries are missing."), said("Run bin/environment.")
        )
    for path in runtime.ROOT.glob("locale/*/LC_MESSAGES/*.po"):
        if not path.with_suffix(".mo").exists():
            yield Finding(
                Level.BAD,
                said("%(name)s is not compiled.", name=path.name),
                said("Run bin/environment."),
            )


def _folder(data: Path) -> Iterator[Finding]:
    mode = stat.S_IMODE(data.stat().st_mode)
    if mode & 0o066:
        yield Finding(
            Level.BAD,
            said("Others may read or write %(data)s (mode %(mode)s).", data=data, mode=f"{mode:o}"),
            f"chmod go-rw {data}",
        )
    else:
        yield Finding(Level.GOOD, said("%(data)s is closed to others", data=data))
    open_to_others = [path.name for path in data.iterdir() if _is_open(path)]
    if open_to_others:
        names = ", ".join(sorted(open_to_others))
        yield Finding(
            Level.BAD,
            said("Others may read %(names)s in %(data)s.", names=names, data=data),
            f"chmod -R go= {data}/…",
        )
    free = shutil.disk_usage(data).free // MIB
    if free < 1024:
        yield Finding(
            Level.BAD,
            said("%(free)s MB are free for %(data)s.", free=free, data=data),
            said("Make room, or move the folder to a disk."),
        )
    else:
        yield Finding(Level.GOOD, said("%(free)s GB are free", free=free // 1024))


def _is_open(path: Path) -> bool:
    found = path.lstat()
    return not stat.S_ISLNK(found.st_mode) and bool(found.st_mode & 0o077)


def _embedded(data: Path) -> Iterator[Finding]:
    if os.environ.get("PARVIS_DATABASE_URL"):
        yield Finding(Level.GOOD, said("The database is your own (PARVIS_DATABASE_URL)"))
        return
    try:
        lender = account.choose()
    except PostgresError as error:
        yield Finding(Level.BAD, said("The embedded database cannot run."), error.message)
        return
    yield Finding(
        Level.GOOD, said("The embedded database runs under the account %(name)s", name=lender.name)
    )
    if lender.borrowed and lender.name == "nobody":
        yield Finding(
            Level.NOTE,
            said("Other services may run as nobody too, and could then read the database."),
            said(
                "useradd --system parvis, then move the data: export, and import into a new folder."
            ),
        )
    for place, owner in orphans.find():
        yield Finding(
            Level.NOTE,
            said(
                "%(place)s held the database of %(owner)s, which is gone.", place=place, owner=owner
            ),
            said("If it is not needed any more: rm -r %(place)s", place=place),
        )


def _settings() -> Iterator[Finding]:
    from django.conf import settings

    if settings.DEBUG:
        yield Finding(
            Level.BAD, said("PARVIS_DEBUG is on: errors show secrets."), said("Unset it.")
        )
    if settings.HTTPS:
        yield Finding(Level.GOOD, said("The address is %(url)s", url=settings.SITE_URL))
    elif "127.0.0.1" in settings.SITE_URL or "localhost" in settings.SITE_URL:
        yield Finding(
            Level.NOTE,
            said(
                "The address is %(url)s: links in mails lead nowhere else.", url=settings.SITE_URL
            ),
            said("Set PARVIS_URL to what colleagues type, https://… in front of a proxy."),
        )
    else:
        yield Finding(
            Level.BAD,
            said(
                "%(url)s is not encrypted: anyone on the way reads passwords.",
                url=settings.SITE_URL,
            ),
            said(
                "Put a proxy with a certificate in front, set PARVIS_URL to https://… and "
                "PARVIS_BEHIND_PROXY=1."
            ),
        )
    if settings.HTTPS and not settings.BEHIND_PROXY:
        yield Finding(
            Level.BAD,
            said("The address is https, but no proxy is said to be in front."),
            said(
                "Set PARVIS_BEHIND_PROXY=1 (and PARVIS_TRUSTED_PROXIES, if it is another machine)."
            ),
        )


def _database() -> Iterator[Finding]:
    from django.db import DatabaseError, connection

    from parvis.operations.health import pending_migrations

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('server_version_num')::int, version()")
            number, version = cursor.fetchone()
            cursor.execute("SELECT name FROM pg_available_extensions")
            there = {name for (name,) in cursor.fetchall()}
        pending = pending_migrations()
    except DatabaseError as error:
        yield Finding(
            Level.BAD,
            said("The database does not answer: %(error)s", error=str(error).strip()),
            said("Check PARVIS_DATABASE_URL, and that PostgreSQL runs and lets us in."),
        )
        return
    yield Finding(Level.GOOD, " ".join(version.split()[:2]))
    if number < OLDEST_POSTGRES:
        yield Finding(Level.BAD, said("PostgreSQL is too old."), said("Use version 16 or newer."))
    for extension in sorted(NEEDED_EXTENSIONS - there):
        yield Finding(
            Level.BAD,
            said("PostgreSQL lacks the extension %(name)s.", name=extension),
            said("Install its contrib package (Debian: postgresql-contrib)."),
        )
    if pending:
        yield Finding(
            Level.BAD,
            said_of(
                "%(n)s migration is not applied.", "%(n)s migrations are not applied.", len(pending)
            ),
            said("Run ./bin/parvis migrate."),
        )
    else:
        yield Finding(Level.GOOD, said("All migrations are applied"))


def _people() -> Iterator[Finding]:
    from django.db import DatabaseError

    from parvis.people.models import Person

    try:
        active = Person.objects.filter(is_active=True)
        count, admins = active.count(), active.filter(is_admin=True).count()
    except DatabaseError:
        return  # the missing migrations were told already
    if admins:
        yield Finding(
            Level.GOOD,
            said(
                "%(people)s people (administrators: %(admins)s)",
                people=count,
                admins=admins,
            ),
        )
    else:
        yield Finding(
            Level.NOTE,
            said("There is no administrator."),
            said("./bin/parvis serve prints a link that sets up the first one."),
        )


def _worker() -> Iterator[Finding]:
    from django.db import DatabaseError, connection

    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM procrastinate_workers"
                " WHERE last_heartbeat > now() - interval '1 minute'"
            )
            (workers,) = cursor.fetchone()
            cursor.execute(
                "SELECT count(*) FILTER (WHERE status = 'failed'),"
                " count(*) FILTER (WHERE status = 'todo'"
                "  AND coalesce(scheduled_at, now()) < now() - interval '5 minutes')"
                " FROM procrastinate_jobs"
            )
            failed, late = cursor.fetchone()
    except DatabaseError:
        return
    if workers:
        yield Finding(Level.GOOD, said_of("%(n)s worker at work", "%(n)s workers at work", workers))
    else:
        yield Finding(
            Level.NOTE,
            said("No worker is running: mails and previews wait."),
            said("./bin/parvis serve runs one, ./bin/parvis worker only one."),
        )
    if late:
        yield Finding(
            Level.NOTE,
            said_of(
                "%(n)s job has been due for 5 minutes.",
                "%(n)s jobs have been due for 5 minutes.",
                late,
            ),
            said("Run more workers."),
        )
    if failed:
        yield Finding(
            Level.NOTE,
            said_of("%(n)s job failed for good.", "%(n)s jobs failed for good.", failed),
            said("The administration's page on the worker shows why."),
        )
