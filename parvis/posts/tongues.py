"""In which language a community mostly writes."""

import time
from collections.abc import Mapping
from typing import Final

from parvis.kernel.hot import run

# What most of its latest posts are in, when at least three tell and half of them agree.
_LANGUAGES: Final = """
SELECT sp.id, mostly.language
FROM spaces_space sp CROSS JOIN LATERAL (
  SELECT lately.language, count(*) AS posts, sum(count(*)) OVER () AS told
  FROM (SELECT language FROM posts_post
        WHERE space_id = sp.id AND thread_id IS NULL AND removed_at IS NULL
        ORDER BY last_activity DESC, id DESC LIMIT 20) lately
  WHERE lately.language <> '' GROUP BY lately.language ORDER BY posts DESC LIMIT 1) mostly
WHERE sp.kind = 'community' AND mostly.told >= 3 AND mostly.posts * 2 >= mostly.told
"""

SECONDS: Final = 300.0
# With fewer communities it is asked anew each time.
LARGE: Final = 100


class _Memory:
    """What this process remembers."""

    languages: Mapping[int, str] = {}
    until = 0.0


def languages_of_places() -> Mapping[int, str]:
    """Return the language of each community in which one prevails; at most five minutes old.

    It follows from what is written there: whoever shows it asks whether the reader may read.
    """
    if time.monotonic() < _Memory.until:
        return _Memory.languages
    found = dict(run(_LANGUAGES))
    if len(found) >= LARGE:
        _Memory.languages, _Memory.until = found, time.monotonic() + SECONDS
    return found
