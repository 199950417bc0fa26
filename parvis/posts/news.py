"""What was written in some spaces since a moment, as nudges, for a page that may have missed it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from parvis.kernel import hot
from parvis.kernel.ids import first_id_of

MOST: Final = 100

# The heads of the spaces first: nearly all have nothing new, and cost one look by key.
SINCE: Final = """
SELECT s.id, p.id FROM spaces_space s JOIN LATERAL (
  SELECT id FROM posts_post
  WHERE space_id = s.id AND thread_id IS NULL AND removed_at IS NULL AND last_activity > %(moment)s
  ORDER BY last_activity DESC, id DESC LIMIT %(most)s) p ON true
WHERE s.id = ANY(%(spaces)s) AND s.last_activity > %(moment)s
LIMIT %(most)s
"""


def since(spaces: Sequence[int], moment: datetime) -> list[dict[str, str]]:
    """Return a nudge for each thread with posts or comments since a moment (one statement).

    The spaces must be those that the page's person may hear of. Of more than a hundred threads
    comes one nudge that has the page look at everything again.
    """
    most = MOST + 1
    rows = hot.run(SINCE, {"spaces": list(spaces), "moment": moment, "most": most})
    if len(rows) == most:
        return [{"what": "reconnected"}]
    first_new = first_id_of(moment)
    return [_nudge(str(space), str(root), new=root >= first_new) for space, root in rows]


def _nudge(space: str, root: str, *, new: bool) -> dict[str, str]:
    if new:
        return {"space": space, "what": "post.published", "post": root, "thread": root}
    return {"space": space, "what": "post.commented", "thread": root}
