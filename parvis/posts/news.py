"""What happened in some spaces since a moment, as nudges, for a page that may have missed it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from parvis.kernel import hot
from parvis.kernel.ids import first_id_of

MOST: Final = 100
# How many changes of a kind, in the whole company, are looked at for those in some spaces.
FAR: Final = 300
CHANGES: Final = (
    "post.edited", "post.removed", "post.reacted", "post.unreacted", "post.pinned",
    "post.unpinned", "post.accepted", "post.unaccepted", "post.link_found",
)  # fmt: skip

# What was written: the heads of the spaces first, since nearly all have nothing new and cost one
# look by key. What changed: from the journal, newest first by its index on verb and moment; a row
# that is the last one looked at says that there may be more.
SINCE: Final = """
(SELECT NULL AS what, s.id AS space, p.id AS post, p.id AS thread, false AS far
 FROM spaces_space s JOIN LATERAL (
   SELECT id FROM posts_post
   WHERE space_id = s.id AND thread_id IS NULL AND removed_at IS NULL
     AND last_activity > %(moment)s
   ORDER BY last_activity DESC, id DESC LIMIT %(most)s) p ON true
 WHERE s.id = ANY(%(spaces)s) AND s.last_activity > %(moment)s
 LIMIT %(most)s)
UNION ALL
(SELECT DISTINCT e.verb, e.space_id, e.post_id,
   COALESCE((e.data->>'thread')::bigint, e.post_id), e.n = %(far)s
 FROM unnest(%(changes)s::text[]) AS change(verb) CROSS JOIN LATERAL (
   SELECT verb, space_id, post_id, data, quiet, row_number() OVER (ORDER BY at DESC) AS n
   FROM journal_entry WHERE verb = change.verb AND at > %(moment)s
   ORDER BY at DESC LIMIT %(far)s) e
 WHERE e.n = %(far)s OR (e.space_id = ANY(%(spaces)s) AND NOT e.quiet)
 LIMIT %(most)s)
"""


def since(spaces: Sequence[int], moment: datetime) -> list[dict[str, str]]:
    """Return a nudge for each thread with posts or comments since a moment, and each change.

    One statement. The spaces must be those that the page's person may hear of. Of more than a
    hundred threads or changes, or where very much changed in the company, comes one nudge that has
    the page look at everything again.
    """
    values = {"spaces": list(spaces), "moment": moment, "most": MOST + 1}
    rows = hot.run(SINCE, values | {"far": FAR, "changes": list(CHANGES)})
    if len(rows) > MOST or any(far for *_, far in rows):
        return [{"what": "reconnected"}]
    first_new = first_id_of(moment)
    return [
        _change(what, str(space), str(post), str(thread))
        if what
        else _written(str(space), str(post), new=post >= first_new)
        for what, space, post, thread, _ in rows
    ]


def _written(space: str, root: str, *, new: bool) -> dict[str, str]:
    if new:
        return {"space": space, "what": "post.published", "post": root, "thread": root}
    return {"space": space, "what": "post.commented", "thread": root}


def _change(what: str, space: str, post: str, thread: str) -> dict[str, str]:
    return {"space": space, "what": what, "post": post, "thread": thread}
