"""Entry: one thing that happened."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils import timezone

from parvis.people.models import Person
from parvis.spaces.models import Space


class Entry(models.Model):
    """Who did what to which thing, when. Rows are only ever added.

    A post is named by its number, since posts are a feature above this one.
    """

    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(
        Person, models.SET_NULL, null=True, db_constraint=False, related_name="+", db_index=False
    )
    verb = models.CharField(max_length=60)
    space = models.ForeignKey(
        Space, models.SET_NULL, null=True, db_constraint=False, related_name="+", db_index=False
    )
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, db_constraint=False, related_name="+", db_index=False
    )
    post_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)
    # Told to nobody: history brought in by an import.
    quiet = models.BooleanField(default=False)

    class Meta:
        indexes = [
            BrinIndex(fields=["at"], name="journal_at"),
            models.Index(fields=["verb", "at"], name="journal_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_id} {self.verb}"
