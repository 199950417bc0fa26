"""Which modules a script is made of, so that a page names them all at once.

A browser learns what a module imports when it has read it: on a slow line each step of imports
costs a round trip. ``<link rel="modulepreload">`` for all of them makes it one.
"""

import posixpath
import re
from functools import cache
from pathlib import Path
from typing import Final

from django.contrib.staticfiles import finders

IMPORT: Final = re.compile(
    r'^(?:import|export)\b[^"\';]*["\'](\.{1,2}/[^"\']+)["\'];?', re.MULTILINE
)


@cache
def modules(*entries: str) -> tuple[str, ...]:
    """Return the paths of static modules that these ones import, and theirs, themselves left out.

    Only what is imported from the beginning; raises FileNotFoundError for one that is not there.
    """
    found: list[str] = []
    waiting = list(entries)
    while waiting:
        path = waiting.pop(0)
        for name in IMPORT.findall(_text(path)):
            imported = posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
            if imported not in found and imported not in entries:
                found.append(imported)
                waiting.append(imported)
    return tuple(found)


def _text(path: str) -> str:
    place = finders.find(path)
    if place is None:
        raise FileNotFoundError(path)
    return Path(str(place)).read_text(encoding="utf-8")
