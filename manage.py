#!/usr/bin/env python
"""Django's own command line, for developers; people run ./bin/parvis."""

import os
import sys


def main() -> None:
    """Hand the arguments to Django with Parvis's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
