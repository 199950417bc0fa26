"""What one has been told, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection

from parvis import access
from parvis.kernel.hot import run
from parvis.notifications.models import Notification
from parvis.people.models import Person
from parvis.posts.models import Post

PAGE: Final = 30
Kind = Notification.Kind
_BEHIND: Final = ("space", "space__owner", "post", "post__thread")

# Per line: how many colleagues, and the latest three of them, since it was last read.
ACTORS: Final = """
SELECT n.id, c.people, c.latest
FROM notifications_notification n CROSS JOIN LATERAL (
  SELECT count(*) AS people, (array_agg(actor_id ORDER BY at DESC))[1:2] AS latest
  FROM (SELECT actor_id, max(at) AS at FROM notifications_cause
        WHERE notification_id = n.id GROUP BY actor_id) a) c
WHERE n.id = ANY(%s)
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
    mine = Notification.objects.filter(person=viewer).select_related(*_BEHIND)
    if before is not None:
        mine = mine.filter(updated_at__lt=before)
    if SHOWN[show]:
        mine = mine.filter(kind__in=SHOWN[show])
    elif show == "unread":
        mine = mine.filter(read_at__isnull=True)
    found = list(mine.order_by("-updated_at")[: PAGE + 1])
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
    mine = Notification.objects.filter(person=viewer, pk__in=wanted)
    return _shown(viewer, list(mine.select_related(*_BEHIND)))


def _shown(viewer: Person, found: list[Notification]) -> list[Line]:
    posts = access.visible(
        Post.objects.filter(pk__in=[n.post_id for n in found if n.post_id]), viewer
    )
    shown = set(posts.values_list("pk", flat=True))
    found = [n for n in found if n.post_id is None or n.post_id in shown]
    with connection.cursor() as cursor:
        cursor.execute(ACTORS, [[n.pk for n in found]])
        behind = {key: (people, latest) for key, people, latest in cursor.fetchall()}
    faces = Person.objects.in_bulk(
        {actor for _, latest in behind.values() for actor in latest or []}
    )
    return [_line(n, *behind.get(n.pk, (0, [])), faces) for n in found]


def _line(
    notification: Notification, people: int, latest: list[int] | None, faces: dict[int, Person]
) -> Line:
    actors = [faces[actor] for actor in latest or [] if actor in faces]
    return Line(notification, actors, max(people - len(actors), 0))
