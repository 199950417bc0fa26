"""argparse's own words in the console's language.

argparse asks gettext's own domain for them, which Python ships no translations for: ours are used.
"""

from __future__ import annotations

import gettext
import os
from typing import Final

from parvis.kernel.console import LOCALE, language, said

DOMAIN: Final = "django"

# What our commands can make argparse say, so that bin/messages finds it (Python 3.12 to 3.14).
WORDS: Final = (
    said("usage: "),
    said("positional arguments"),
    said("options"),
    said("show this help message and exit"),
    said("%(prog)s: error: %(message)s\n"),
    said("argument %(argument_name)s: %(message)s"),
    said("the following arguments are required: %s"),
    said("unrecognized arguments: %s"),
    said("ambiguous option: %(option)s could match %(matches)s"),
    said("expected one argument"),
    said("ignored explicit argument %r"),
    said("invalid %(type)s value: %(value)r"),
    said("invalid choice: %(value)r (choose from %(choices)s)"),
)


def speak() -> None:
    """Have argparse speak the console's language, from our catalogue."""
    os.environ["LANGUAGE"] = language()  # gettext's first word; PARVIS_LANGUAGE is only ours
    gettext.bindtextdomain(DOMAIN, str(LOCALE))
    gettext.textdomain(DOMAIN)
