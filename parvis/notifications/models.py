"""Notification: one line for a person; Cause: who gave rise to it, so that nothing repeats."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.spaces.models import Space


class Notification(models.Model):
    """What one is told about one thing: merged while unread, begun anew once read.

    ``subject`` names the thing ("comment:123"), so that a second comment on the same post finds
    the first one's line.
    """

    class Kind(models.TextChoices):
        MENTION = "mention", _("Mentions of me")
        REPLY = "reply", _("Replies to my comments")
        COMMENT = "comment", _("Comments on my posts")
        REACTION = "reaction", _("Reactions to what I wrote")
        WALL = "wall", _("Posts on my wall")
        POST = "post", _("New posts in communities I watch")
        INVITATION = "invitation", _("Invitations")
        REQUEST = "request", _("Requests to join")
        ACCEPTED = "accepted", _("Answers to my requests")
        ROLE = "role", _("Changes of my role")

    person = models.ForeignKey(Person, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=12, choices=Kind)
    subject = models.CharField(max_length=60)
    space = models.ForeignKey(Space, models.CASCADE, null=True, related_name="+")
    # Where a click leads: the post it is about, or the newest of those.
    post = models.ForeignKey(Post, models.CASCADE, null=True, related_name="+")
    updated_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "subject"], name="notifications_one_line")
        ]
        indexes = [
            models.Index("person", models.F("updated_at").desc(), name="notifications_newest"),
            models.Index(
                fields=["person"], condition=Q(read_at__isnull=True), name="notifications_unread"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.subject}"


class Cause(models.Model):
    """One colleague's deed behind a notification; ``ref`` is the comment or post, 0 for none.

    Rows stay when the line is read: the same deed is never told twice, be it taken back and
    done again or its job run a second time.
    """

    notification = models.ForeignKey(Notification, models.CASCADE, related_name="causes")
    actor = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    ref = models.BigIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["notification", "actor", "ref"], name="notifications_one_cause"
            )
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} for {self.notification_id}"


class Untold(models.Model):
    """An entry of the journal of which nobody has been told yet: the worker's list."""

    entry_id = models.BigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return f"entry {self.entry_id}"


class Muted(models.Model):
    """A thread of which one wants to hear no more, unless somebody mentions one there."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    thread = models.ForeignKey(Post, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "person"], name="notifications_muted_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} mutes {self.thread_id}"
