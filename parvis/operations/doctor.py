"""`doctor`: looks at configuration and services; each finding says what to do about it."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from parvis.operations import runtime
from parvis.operations.postgres import account, orphans
from parvis.operations.postgres.errors import PostgresError

MIB = 1024 * 1024
OLDEST_POSTGRES = 160000
NEEDED_EXTENSIONS = {"pg_trgm", "unaccent"}


class Level(Enum):
    """How bad it is."""

    GOOD = "ok"
    NOTE = "note"
    BAD = "FIX"


@dataclass(frozen=True)
class Finding:
    """One thing looked at: how it is, and what to do."""

    level: Level
    what: str
    advice: str = ""


Look = Callable[[], Iterator[Finding]]


def run(data: Path) -> int:
    """Look at everything and print the findings; 1 where something must be fixed, else 0."""
    findings = list(examine(data))
    for finding in findings:
        print(f"{finding.level.value:>4}  {finding.what}")
        if finding.advice:
            print(f"      → {finding.advice}")
    bad = sum(finding.level is Level.BAD for finding in findings)
    print(f"\n{len(findings)} things looked at, {bad} to fix.")
    return 1 if bad else 0


def examine(data: Path) -> Iterator[Finding]:
    """All findings. The database is started for the look where it does not run."""
    yield from _program()
    yield from _folder(data)
    yield from _embedded(data)
    try:
        with runtime.django(data):
            for look in (_settings, _database, _people, _worker, _mail):
                yield from look()
    except runtime.Stop as stop:
        yield Finding(Level.BAD, str(stop), "Nothing else can be looked at before this is fixed.")


def _program() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding(Level.GOOD, f"Python {version}")
    if not (runtime.ROOT / "parvis/ui/static/vendor/htmx.js").exists():
        yield Finding(Level.BAD, "The browser libraries are missing.", "Run bin/environment.")
    for path in runtime.ROOT.glob("locale/*/LC_MESSAGES/*.po"):
        if not path.with_suffix(".mo").exists():
            yield Finding(Level.BAD, f"{path.name} is not compiled.", "Run bin/environment.")


def _folder(data: Path) -> Iterator[Finding]:
    mode = stat.S_IMODE(data.stat().st_mode)
    if mode & 0o066:
        yield Finding(
            Level.BAD, f"Others may read or write {data} (mode {mode:o}).", f"chmod go-rw {data}"
        )
    else:
        yield Finding(Level.GOOD, f"{data} is closed to others")
    open_to_others = [path.name for path in data.iterdir() if _is_open(path)]
    if open_to_others:
        names = ", ".join(sorted(open_to_others))
        yield Finding(Level.BAD, f"Others may read {names} in {data}.", f"chmod -R go= {data}/…")
    free = shutil.disk_usage(data).free // MIB
    if free < 1024:
        yield Finding(
            Level.BAD, f"{free} MB are free for {data}.", "Make room, or move the folder to a disk."
        )
    else:
        yield Finding(Level.GOOD, f"{free // 1024} GB are free")


def _is_open(path: Path) -> bool:
    found = path.lstat()
    return not stat.S_ISLNK(found.st_mode) and bool(found.st_mode & 0o077)


def _embedded(data: Path) -> Iterator[Finding]:
    if os.environ.get("PARVIS_DATABASE_URL"):
        yield Finding(Level.GOOD, "The database is your own (PARVIS_DATABASE_URL)")
        return
    try:
        lender = account.choose()
    except PostgresError as error:
        yield Finding(Level.BAD, "The embedded database cannot run.", str(error))
        return
    yield Finding(Level.GOOD, f"The embedded database runs under the account {lender.name}")
    if lender.borrowed and lender.name == "nobody":
        yield Finding(
            Level.NOTE,
            "Other services may run as nobody too, and could then read the database.",
            "useradd --system parvis, then move the data: export, and import into a new folder.",
        )
    for place, owner in orphans.find():
        yield Finding(
            Level.NOTE,
            f"{place} held the database of {owner}, which is gone.",
            f"If it is not needed any more: rm -r {place}",
        )


def _settings() -> Iterator[Finding]:
    from django.conf import settings

    if settings.DEBUG:
        yield Finding(Level.BAD, "PARVIS_DEBUG is on: errors show secrets.", "Unset it.")
    if settings.HTTPS:
        yield Finding(Level.GOOD, f"The address is {settings.SITE_URL}")
    elif "127.0.0.1" in settings.SITE_URL or "localhost" in settings.SITE_URL:
        yield Finding(
            Level.NOTE,
            f"The address is {settings.SITE_URL}: links in mails lead nowhere else.",
            "Set PARVIS_URL to what colleagues type, https://… in front of a proxy.",
        )
    else:
        yield Finding(
            Level.BAD,
            f"{settings.SITE_URL} is not encrypted: anyone on the way reads passwords.",
            "Put a proxy with a certificate in front, set PARVIS_URL to https://… and "
            "PARVIS_BEHIND_PROXY=1.",
        )
    if settings.HTTPS and not settings.BEHIND_PROXY:
        yield Finding(
            Level.BAD,
            "The address is https, but no proxy is said to be in front.",
            "Set PARVIS_BEHIND_PROXY=1 (and PARVIS_TRUSTED_PROXIES, if it is another machine).",
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
            f"The database does not answer: {str(error).strip()}",
            "Check PARVIS_DATABASE_URL, and that PostgreSQL runs and lets us in.",
        )
        return
    yield Finding(Level.GOOD, " ".join(version.split()[:2]))
    if number < OLDEST_POSTGRES:
        yield Finding(Level.BAD, "PostgreSQL is too old.", "Use version 16 or newer.")
    for extension in sorted(NEEDED_EXTENSIONS - there):
        yield Finding(
            Level.BAD,
            f"PostgreSQL lacks the extension {extension}.",
            "Install its contrib package (Debian: postgresql-contrib).",
        )
    if pending:
        yield Finding(
            Level.BAD, f"{len(pending)} migrations are not applied.", "Run ./bin/parvis migrate."
        )
    else:
        yield Finding(Level.GOOD, "All migrations are applied")


def _people() -> Iterator[Finding]:
    from django.db import DatabaseError

    from parvis.people.models import Person

    try:
        active = Person.objects.filter(is_active=True)
        count, admins = active.count(), active.filter(is_admin=True).count()
    except DatabaseError:
        return  # the missing migrations were told already
    if admins:
        yield Finding(Level.GOOD, f"{count} people, {admins} of them administrators")
    else:
        yield Finding(
            Level.NOTE,
            "There is no administrator.",
            "./bin/parvis serve prints a link that sets up the first one.",
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
        yield Finding(Level.GOOD, f"{workers} worker(s) at work")
    else:
        yield Finding(
            Level.NOTE,
            "No worker is running: mails and previews wait.",
            "./bin/parvis serve runs one, ./bin/parvis worker only one.",
        )
    if late:
        yield Finding(Level.NOTE, f"{late} jobs have been due for 5 minutes.", "Run more workers.")
    if failed:
        yield Finding(
            Level.NOTE,
            f"{failed} jobs failed for good.",
            "The administration's page on the worker shows why.",
        )


def _mail() -> Iterator[Finding]:
    from django.conf import settings
    from django.core.mail import mailers

    if not settings.MAIL_URL:
        yield Finding(
            Level.NOTE,
            f"No mail relay is set up: mails are kept in {settings.DATA / 'mail'}.",
            "Set PARVIS_MAIL_URL (smtp://name:password@host:587/?tls=True) and PARVIS_MAIL_FROM.",
        )
        return
    try:
        backend = mailers["default"]
        backend.open()
        backend.close()
    except OSError as error:
        yield Finding(
            Level.BAD, f"The mail relay does not let us in: {error}", "Check PARVIS_MAIL_URL."
        )
        return
    yield Finding(Level.GOOD, "The mail relay answers")
