"""Whole posts by mail: to those who want a space as a mailing list, and announcements.

Both write one letter a person and post, under the same key, so that nobody gets a post twice.
"""

from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from parvis import access
from parvis.journal.models import Entry
from parvis.mail import choices
from parvis.mail.models import Choice, Letter, Mailing, Preferences
from parvis.mail.outgoing import wakes
from parvis.notifications.models import Muted
from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.spaces.models import Subscription

BATCH: Final = 2000

WRITE: Final = """
INSERT INTO mail_letter
  (person_id, kind, key, post_id, about, urgent, due_at, state, attempts, note)
SELECT unnest(%(people)s::bigint[]), %(kind)s, %(key)s, %(post)s, '{}', false, %(at)s,
  'waiting', 0, ''
ON CONFLICT (person_id, key) DO NOTHING
"""


def key_of(post: int) -> str:
    """Return the key of the letter that brings a whole post."""
    return f"post:{post}"


def spread(entry: Entry) -> int:
    """Write a new post's letters for those who get its space as a list; returns how many."""
    post = _shown(entry.post_id)
    if post is None:
        return 0
    wanting = Choice.objects.filter(space=post.space_id, delivery=Choice.Delivery.LIST)
    muting = Muted.objects.filter(thread=post.thread_id or post.pk)
    people = (
        _reachable(post)
        .filter(pk__in=wanting.values("person"))
        .exclude(pk=post.author_id)
        .exclude(pk__in=muting.values("person"))
    )
    letters = [
        Letter(
            person_id=person,
            kind=Letter.Kind.POST,
            key=key_of(post.pk),
            post=post,
            urgent=urgent,
            due_at=entry.at,
        )
        for person, urgent in _urgency(post, list(people.values_list("pk", flat=True)))
    ]
    Letter.objects.bulk_create(letters, ignore_conflicts=True, batch_size=BATCH)
    if letters:
        wakes.send()
    return len(letters)


def _urgency(post: Post, people: list[int]) -> list[tuple[int, bool]]:
    urgent = set(
        Choice.objects.filter(space=post.space_id, urgent=True).values_list("person", flat=True)
    )
    return [(person, person in urgent) for person in people]


def write_some(mailing: Mailing) -> bool:
    """Write the next batch of an announcement's letters; tells whether there are more.

    The batch and how far it went are one transaction: killed anywhere, it goes on from there.
    """
    with transaction.atomic():
        mailing = Mailing.objects.select_for_update().get(pk=mailing.pk)
        post = _shown(mailing.post_id)
        people = [] if post is None or mailing.done_at else _next(post, mailing.last_person)
        if not people:
            mailing.done_at = mailing.done_at or timezone.now()
            mailing.save(update_fields=["done_at"])
            return False
        written = _write(mailing, people)
        mailing.last_person = people[-1]
        mailing.letters += written
        mailing.save(update_fields=["last_person", "letters"])
    return True


def _write(mailing: Mailing, people: list[int]) -> int:
    params: dict[str, Any] = {
        "people": people,
        "at": timezone.now(),
        "kind": Letter.Kind.ANNOUNCEMENT.value,
        "key": key_of(mailing.post_id),
        "post": mailing.post_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(WRITE, params)
        return int(cursor.rowcount)


def _next(post: Post, after: int) -> list[int]:
    people = announced_to(post).filter(pk__gt=after).order_by("pk")
    return list(people.values_list("pk", flat=True)[:BATCH])


def announced_to(post: Post) -> QuerySet[Person]:
    """Return whom an announcement of a post reaches by mail: the members of its space.

    Not its author, nor those who want announcements otherwise, or nothing from this space.
    """
    inside = Subscription.objects.filter(space=post.space_id, state=Subscription.State.ACTIVE)
    otherwise = Preferences.objects.filter(
        Q(kinds__contains={choices.ANNOUNCEMENT: Preferences.How.OFF.value})
        | Q(kinds__contains={choices.ANNOUNCEMENT: Preferences.How.DIGEST.value})
    )
    nothing = Choice.objects.filter(space=post.space_id, delivery=Choice.Delivery.NOTHING)
    return (
        _reachable(post)
        .filter(pk__in=inside.values("person"))
        .exclude(pk=post.author_id)
        .exclude(pk__in=otherwise.values("person"))
        .exclude(pk__in=nothing.values("person"))
    )


def _reachable(post: Post) -> QuerySet[Person]:
    refusing = Preferences.objects.filter(refused_at__isnull=False)
    return (
        access.audience(post.space)
        .exclude(email="")
        .exclude(kind=Person.Kind.BOT)
        .exclude(pk__in=refusing.values("person"))
    )


def _shown(post: int | None) -> Post | None:
    found = (
        Post.objects.filter(pk=post or 0, removed_at__isnull=True)
        .select_related("space", "space__owner", "thread")
        .first()
    )
    gone = found is None or (found.thread is not None and found.thread.removed_at is not None)
    return None if gone else found
