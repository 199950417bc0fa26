"""What one has been told, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Model

from parvis.kernel import hot
from parvis.kernel.hot import run
from parvis.notifications.models import Notification
from parvis.people.models import Person
from parvis.posts.found import readable
from parvis.posts.models import Post
from parvis.spaces.models import Space

PAGE: Final = 30
Kind = Notification.Kind

# Per line: how many colleagues, and the latest three of them, since it was last read.
ACTORS: Final = """
SELECT n.id, c.people, c.latest
FROM notifications_notification n CROSS JOIN LATERAL (
  SELECT count(*) AS people, (array_agg(actor_id ORDER BY at DESC))[1:2] AS latest
  FROM (SELECT actor_id, max(at) AS at FROM notifications_cause
        WHERE notification_id = n.id GROUP BY actor_id) a) c
WHERE n.id = ANY(%(lines)s)
"""
FACES: Final = f"SELECT {hot.columns(Person, 'p')} FROM people_person p WHERE id = ANY(%(people)s)"

# A line, where it happened and whose wall that is, the post it is about and that one's thread.
_PARTS: Final[dict[str, type[Model]]] = {
    "n": Notification, "s": Space, "o": Person, "p": Post, "t": Post,
}  # fmt: skip
LINES: Final = f"""
SELECT {", ".join(hot.columns(model, alias) for alias, model in _PARTS.items())}
FROM notifications_notification n
LEFT JOIN spaces_space s ON s.id = n.space_id LEFT JOIN people_person o ON o.id = s.owner_id
LEFT JOIN posts_post p ON p.id = n.post_id LEFT JOIN posts_post t ON t.id = p.thread_id
WHERE {{which}} ORDER BY n.updated_at DESC LIMIT %(most)s
"""

UNREAD: Final = """
SELECT count(*) FROM notifications_notification
WHERE person_id = %(person)s AND read_at IS NULL
"""


@dataclass(frozen=True)
class Line:
    """A notification as it is shown: with the latest colleagues behind it, and how many more."""

    notification: Notification
    actors: list[Person]
    others: int


def unread_count(viewer: Person) -> int:
    """Return how many lines wait unread."""
    ((count,),) = run(UNREAD, {"person": viewer.pk})
    return int(count)


# In the words of the page: which lines to show. The first is all of them.
SHOWN: Final[dict[str, tuple[str, ...]]] = {
    "all": (),
    "unread": (),
    "mentions": (Kind.MENTION, Kind.REPLY),
    "answers": (Kind.COMMENT, Kind.REACTION, Kind.WALL),
    "communities": (Kind.POST, Kind.INVITATION, Kind.REQUEST, Kind.ACCEPTED, Kind.ROLE),
}


def page(
    viewer: Person, before: datetime | None = None, show: str = "all"
) -> tuple[list[Line], datetime | None]:
    """Return a page of one's notifications, newest first, and from when the next one goes on.

    Left out is what one may no longer see. ``show`` is one of SHOWN.
    """
    which = [] if before is None else ["n.updated_at < %(before)s"]
    if SHOWN[show]:
        which.append("n.kind = ANY(%(kinds)s)")
    elif show == "unread":
        which.append("n.read_at IS NULL")
    found = _found(viewer, which, before=before, kinds=list(SHOWN[show]), most=PAGE + 1)
    following = found[PAGE - 1].updated_at if len(found) > PAGE else None
    return _shown(viewer, found[:PAGE]), following


def lines(viewer: Person, before: datetime | None = None) -> list[Line]:
    """Return a page of one's notifications, newest first, without what one may no longer see."""
    return page(viewer, before)[0]


def lines_of(viewer: Person, keys: Iterable[int | None]) -> list[Line]:
    """Return those of one's notifications with these keys that one may still see."""
    wanted = {key for key in keys if key is not None}
    if not wanted:
        return []
    found = _found(viewer, ["n.id = ANY(%(keys)s)"], keys=list(wanted), most=len(wanted))
    return _shown(viewer, found)


def _found(viewer: Person, which: list[str], **values: Any) -> list[Notification]:
    """Return those of one's lines for which all conditions hold, newest first."""
    sql = LINES.format(which=" AND ".join(["n.person_id = %(person)s", *which]))
    return [_with_what_is_behind(row) for row in run(sql, {"person": viewer.pk, **values})]


def _with_what_is_behind(row: tuple[Any, ...]) -> Notification:
    things = hot.instances(_PARTS, row)
    line: Notification = things["n"]
    line.space, line.post = things["s"], things["p"]
    if line.space is not None:
        line.space.owner = things["o"]
    if line.post is not None:
        line.post.thread = things["t"]
    return line


def _shown(viewer: Person, found: list[Notification]) -> list[Line]:
    shown = readable(viewer, {n.post_id for n in found if n.post_id})
    found = [n for n in found if n.post_id is None or n.post_id in shown]
    behind = {
        key: (people, latest or [])
        for key, people, latest in run(ACTORS, {"lines": [n.pk for n in found]})
    }
    actors = {actor for _people, latest in behind.values() for actor in latest}
    rows = run(FACES, {"people": list(actors)}) if actors else []
    faces = {row[0]: person for row in rows if (person := hot.instance(Person, row))}
    return [_line(n, *behind.get(n.pk, (0, [])), faces) for n in found]


def _line(
    notification: Notification, people: int, latest: list[int], faces: dict[int, Person]
) -> Line:
    actors = [faces[actor] for actor in latest if actor in faces]
    return Line(notification, actors, max(people - len(actors), 0))
