"""The shape of the command line."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence

from parvis.kernel.console import said, translated
from parvis.operations import commands
from parvis.operations.arguments import speak
from parvis.operations.runtime import exit_code

Run = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code. What goes wrong is said in one sentence."""
    os.umask(0o077)  # whatever we write is for our own account alone
    signal.signal(signal.SIGTERM, _terminate)
    speak()
    options = parser().parse_args(arguments)
    run: Run = options.run
    try:
        return exit_code(lambda: run(options))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    top = argparse.ArgumentParser(
        prog="parvis", description=translated(said("The company's own social network."))
    )
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--data",
        metavar=translated(said("DIR")),
        help=translated(said("folder of the embedded database and files (default: var/)")),
    )
    command = top.add_subparsers(metavar=translated(said("COMMAND")), required=True)

    def add(name: str, run: Run, text: str) -> argparse.ArgumentParser:
        text = translated(text)
        made = command.add_parser(name, parents=[shared], help=text, description=text)
        made.set_defaults(run=run)
        return made

    _serving(add("demo", commands.run_demo, said("the sample company, ready to look around in")))
    serve = add(
        "serve", commands.run_serve, said("your company's network: web, live stream and worker")
    )
    _serving(serve)
    serve.add_argument(
        "--only", choices=["web", "worker"], help=translated(said("just this part of it"))
    )
    add("worker", commands.run_worker, said("the worker alone"))
    link = add("sign-in-link", commands.run_sign_in_link, said("print a one-time sign-in link"))
    link.add_argument("handle", metavar=translated(said("HANDLE")))
    bring = add("import", commands.run_import, said("bring in a network's archive, or people"))
    bring.add_argument("what", choices=["archive", "people"])
    bring.add_argument("path", metavar=translated(said("PATH")))
    bring.add_argument(
        "--dry-run", action="store_true", help=translated(said("only tell what would happen"))
    )
    bring.add_argument(
        "--leavers",
        action="store_true",
        help=translated(said("people: let go of those no longer in the file")),
    )
    bring.add_argument("--json", action="store_true", help=translated(said("the report as JSON")))
    out = add("export", commands.run_export, said("write everything out"))
    out.add_argument("what", choices=["archive"])
    out.add_argument("path", metavar=translated(said("PATH")))
    mail = add("mail", commands.run_mail, said("take a mail in, or show what would be kept of it"))
    mail.add_argument("what", choices=["receive", "trim"])
    mail.add_argument(
        "--to",
        action="append",
        default=[],
        metavar=translated(said("ADDRESS")),
        help=translated(said("receive: the envelope's")),
    )
    mail.add_argument(
        "--from",
        dest="sender",
        metavar=translated(said("ADDRESS")),
        help=translated(said("receive: the envelope's")),
    )
    add("doctor", commands.run_doctor, said("check configuration and services"))
    add("migrate", commands.run_migrate, said("bring the database up to date"))
    manage = add("manage", commands.run_manage, said("one of Django's own commands"))
    manage.add_argument("arguments", nargs=argparse.REMAINDER, metavar="…")
    return top


def _serving(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--host", default="127.0.0.1", help=translated(said("address to serve at (%(default)s)"))
    )
    made.add_argument(
        "--port", type=int, default=8000, help=translated(said("port to serve at (%(default)s)"))
    )
    made.add_argument(
        "--processes",
        type=int,
        default=0,
        metavar="N",
        help=translated(said("web processes (by the cores)")),
    )


def _terminate(number: int, frame: object) -> None:
    sys.exit(128 + number)
