"""What each command of bin/parvis does. The shape of the command line is in cli.py."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from parvis.kernel.console import said
from parvis.operations import runtime
from parvis.operations.runtime import Stop, data_folder
from parvis.operations.serving import Serving, serve


def run_demo(options: argparse.Namespace) -> int:
    """The sample company, filled in once, and links to walk in as three of its people."""
    from parvis.operations.demo import fill_once, welcome

    def ready(url: str) -> None:
        fill_once()
        welcome(url, data)

    data = data_folder(options.data)
    serve(_serving(options, data), ready)
    return 0


def run_serve(options: argparse.Namespace) -> int:
    """A real company's network."""
    from parvis.operations.setup import invite_first_administrator

    serve(_serving(options, data_folder(options.data)), invite_first_administrator)
    return 0


def run_worker(options: argparse.Namespace) -> int:
    """The worker alone, in the foreground."""
    from parvis.operations.worker import run

    with runtime.django(data_folder(options.data)):
        run()
    return 0


def run_sign_in_link(options: argparse.Namespace) -> int:
    """A way in for somebody who is locked out."""
    with runtime.django(data_folder(options.data), migrated=True):
        from django.conf import settings

        from parvis.people.models import Person
        from parvis.people.verbs import sign_in_link

        handle = options.handle.removeprefix("@")
        person = Person.objects.filter(handle__iexact=handle).first()
        if person is None:
            raise Stop(said("Nobody here has the handle %(handle)s.", handle=handle))
        if not person.is_active:
            raise Stop(
                said(
                    "%(name)s has left; an administrator can take them in again.", name=person.name
                )
            )
        print(f"{settings.SITE_URL}{sign_in_link(person)}")
        runtime.say(said("Signs in %(name)s, once, within ten minutes.", name=person.name))
    return 0


def run_import(options: argparse.Namespace) -> int:
    """Bring in an archive, or a directory of people."""
    with runtime.django(data_folder(options.data), migrated=True):
        from parvis.directory import commands

        path = _readable(options.path)
        if options.what == "archive":
            if options.leavers:
                raise Stop(said("--leavers is for a directory of people, not for an archive."))
            done = commands.import_archive(path, options.dry_run, as_json=options.json)
        else:
            done = commands.import_people(
                path, options.dry_run, leavers=options.leavers, as_json=options.json
            )
    return done


def run_export(options: argparse.Namespace) -> int:
    """Write everything out as an archive."""
    with runtime.django(data_folder(options.data), migrated=True):
        from parvis.directory import commands

        return commands.export_archive(Path(options.path).absolute())


def run_mail(options: argparse.Namespace) -> int:
    """Take in the mail that is on standard input, or print what would be kept of it."""
    if options.what == "trim":
        from parvis.mail.commands import trim_message

        return trim_message(sys.stdin.buffer)
    with runtime.django(data_folder(options.data), migrated=True):
        from parvis.mail.commands import receive_message

        return receive_message(sys.stdin.buffer, options.to, options.sender)


def run_doctor(options: argparse.Namespace) -> int:
    """Look at everything; the exit code is 1 where something must be done."""
    from parvis.operations import doctor

    return doctor.run(data_folder(options.data))


def run_migrate(options: argparse.Namespace) -> int:
    """Bring the database up to date."""
    with runtime.django(data_folder(options.data), migrated=True):
        runtime.say(said("The database is up to date."))
    return 0


def run_manage(options: argparse.Namespace) -> int:
    """One of Django's own commands, on the data folder's database."""
    with runtime.django(data_folder(options.data)):
        from django.core.management import execute_from_command_line

        execute_from_command_line(["parvis manage", *options.arguments])
    return 0


def _serving(options: argparse.Namespace, data: Path) -> Serving:
    only = getattr(options, "only", "") or ""
    return Serving(data, options.host, options.port, only, options.processes)


def _readable(given: str) -> Path:
    path = Path(given).absolute()
    if not path.exists():
        raise Stop(said("There is no %(path)s.", path=path))
    return path
