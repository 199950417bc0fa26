"""``bin/bench``: how fast Parvis is. Without a command, the pages and deeds of every day."""

import argparse
import sys

from bench import everyday_command, growth, mail, people
from bench.company import command as company
from bench.hosts import command as hosts
from bench.lighthouse import command as lighthouse
from bench.load import command as load
from parvis.operations.runtime import Stop

# Each command's module adds its own options, and the function that runs it.
COMMANDS = (company, load, growth, people, mail, lighthouse, hosts)


def main() -> int:
    """Run a command; returns 1 where a bar is not met, or it cannot go on."""
    options = _parser().parse_args()
    try:
        return int(options.run(options))
    except Stop as stop:
        print(f"bench: {stop}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    everyday_command.add(parser)
    commands = parser.add_subparsers(metavar="COMMAND")
    for command in COMMANDS:
        command.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
