"""A form sent twice makes one post: after a double click, an answer lost, a month in a pocket."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from parvis.people.models import Person
from parvis.posts.models import FormKey, Post

# Longer than a device keeps trying (``app/static/app/js/store.js``).
KEPT_FOR: Final = timedelta(days=30)


def claim(actor: Person, key: UUID | None) -> Post | None:
    """Take a form's key for this transaction; returns the post where it made one before.

    Two at once wait for each other here, so that the second finds what the first has made.
    """
    if key is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO posts_formkey (person_id, key, at) VALUES (%s, %s, %s) "
            "ON CONFLICT (person_id, key) DO NOTHING",
            [actor.pk, key, timezone.now()],
        )
        if cursor.rowcount:
            return None
    return Post.objects.filter(pk__in=_keys(actor, key).values("post")).first()


def settle(actor: Person, key: UUID | None, post: Post) -> None:
    """Note which post the key has made."""
    if key is not None:
        _keys(actor, key).update(post=post)


def forget() -> None:
    """Forget the keys that nobody sends again."""
    FormKey.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()


def _keys(actor: Person, key: UUID) -> QuerySet[FormKey]:
    return FormKey.objects.filter(person=actor, key=key)
