"""`python -m parvis`: the command line; people run ./bin/parvis."""

import sys

from parvis.operations.cli import main

sys.exit(main())
