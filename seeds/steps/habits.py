"""What people do besides writing: follow each other, read, get told, put things in order."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Final

from django.db.models import F

from parvis import journal
from parvis.feed.models import Visit
from parvis.journal.models import Entry
from parvis.notifications import verbs as notifications
from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.posts.verbs import accept, pin, save
from parvis.spaces.models import Space, Subscription
from parvis.spaces.verbs import mark_read
from seeds import texts
from seeds.steps.scene import Scene, chance

FOLLOWED: Final = 8
A_WHILE: Final = timedelta(minutes=40)
# How many working days back notifications are told; what is older was read long ago.
TOLD_SINCE: Final = "-2d 07:00"
REACTIONS_SINCE: Final = "-8h"
# What the newcomer keeps for later.
GUIDE: Final = "leo"
KEPT_FOR_LATER: Final = frozenset({"sigles", "cellule4", "porosites"})


def follow_each_other(scene: Scene) -> None:
    """Everybody follows their manager and those they turn to most; written in bulk."""
    walls = {space.owner_id: space for space in Space.objects.filter(kind=Space.Kind.WALL)}
    when = scene.calendar.moment("-50d 12:00")
    rows = [
        Subscription(
            person=person, space=walls[other.pk], role=Subscription.Role.FOLLOWER, created_at=when
        )
        for handle, person in scene.people.items()
        for other in _followed(scene, handle)
    ]
    Subscription.objects.bulk_create(rows)
    Entry.objects.bulk_create(
        Entry(
            at=when,
            actor=row.person,
            verb="person.followed",
            space=row.space,
            person_id=row.space.owner_id,
            quiet=True,
        )
        for row in rows
    )
    for space, followers in Counter(row.space for row in rows).items():
        Space.objects.filter(pk=space.pk).update(members_count=F("members_count") + followers)


def _followed(scene: Scene, handle: str) -> list[Person]:
    person = scene.people[handle]
    if person.kind != Person.Kind.EMPLOYEE:
        return []
    liked = sorted(
        (other for one, other in scene.ties if one == handle),
        key=lambda other: -scene.ties[handle, other],
    )
    wanted = [*([person.manager] if person.manager else []), *(scene.people[one] for one in liked)]
    employees = (one for one in wanted if one.kind == Person.Kind.EMPLOYEE)
    return list(dict.fromkeys(employees))[:FOLLOWED]


def put_in_order(scene: Scene) -> None:
    """Pin what is worth it, accept the answers that helped, keep some for later."""
    managers = {
        scene.communities[community.slug].pk: scene.people[community.managers[0]]
        for community in texts.communities()
    }
    for said, post, at in scene.written:
        with journal.as_of(min(at + A_WHILE, scene.calendar.now - timedelta(seconds=1))):
            if said.pinned:
                pin(managers[post.space_id], post)
            if said.accepted and post.thread is not None:
                accept(post.thread.author, post, quiet=True)
        if said.key in KEPT_FOR_LATER:
            save(scene.people[GUIDE], post)


def read_up_to_a_visit(scene: Scene) -> None:
    """Everybody has been here, some an hour ago, some yesterday; what came since is new."""
    for handle, person in scene.people.items():
        visit = _visit(scene, handle)
        Visit.objects.update_or_create(person=person, defaults={"seen_at": visit, "before": None})
        Subscription.objects.filter(person=person).update(last_read=visit)
        for space in Space.objects.filter(
            kind=Space.Kind.CONVERSATION, subscriptions__person=person
        ):
            mark_read(person, space, until=_last_word(person, space, visit))


def _visit(scene: Scene, handle: str) -> datetime:
    """The guides come back after a night, so that there is something new to see."""
    if handle in texts.company()["guides"]:
        return scene.calendar.moment("-1d 12:05")
    hours = chance("visit", handle).uniform(0.4, 30)
    return scene.calendar.now - timedelta(hours=hours)


def _last_word(person: Person, space: Space, visit: datetime) -> datetime:
    """Whoever wrote in a conversation had read what stood there."""
    own = Post.objects.filter(space=space, author=person).order_by("-id").first()
    return max(visit, own.created_at) if own else visit


def tell_of_the_last_days(scene: Scene) -> None:
    """Write the notifications of the last days; those before one's visit count as read."""
    since = scene.calendar.moment(TOLD_SINCE)
    recent = [post.pk for _said, post, at in scene.written if at > since]
    entries = Entry.objects.filter(post_id__in=recent)
    written = entries.filter(verb__in=("post.published", "post.commented"))
    reacted = entries.filter(verb="post.reacted", at__gt=scene.calendar.moment(REACTIONS_SINCE))
    for entry in sorted([*written, *reacted], key=lambda entry: entry.at):
        notifications.tell_of(entry)
    for entry in Entry.objects.filter(verb__in=("space.invited", "space.asked_to_join")):
        _tell_who_waits(entry)
    for handle, person in scene.people.items():
        seen = person.notifications.filter(updated_at__lt=_visit(scene, handle))
        seen.update(read_at=scene.calendar.now)


def _tell_who_waits(entry: Entry) -> None:
    """Tell of an invitation or a request that nobody has answered yet."""
    waiting = Subscription.objects.filter(space=entry.space, person=entry.person)
    if waiting.exclude(state=Subscription.State.ACTIVE).update(created_at=entry.at):
        notifications.tell_of(entry)
