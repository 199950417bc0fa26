"""What a person chose to get by mail, what waits to be told, and each letter with its fate."""

from datetime import time

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parvis.mail.incoming import models as incoming  # noqa: F401 - Django finds those here
from parvis.notifications.models import Notification
from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.spaces.models import Space


def working_days() -> list[int]:
    """Return Monday to Friday, as Python counts them."""
    return [0, 1, 2, 3, 4]


class Preferences(models.Model):
    """How one wants mail; no row, or no entry for a kind, means ``choices.DEFAULTS``."""

    class How(models.TextChoices):
        NOW = "now", _("At once")
        SOON = "soon", _("Soon, several together")
        DIGEST = "digest", _("In the summary")
        OFF = "off", _("Not by mail")

    class Pace(models.TextChoices):
        DAILY = "daily", _("Every working day")
        WEEKLY = "weekly", _("Every week")
        NEVER = "never", pgettext_lazy("summary", "Never")

    person = models.OneToOneField(
        Person, models.CASCADE, primary_key=True, related_name="mail_preferences"
    )
    # {"comment": "soon"} by kind of notification, and "announcement".
    kinds = models.JSONField(default=dict, blank=True)
    # Kinds that may come outside working hours.
    urgent = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    digest = models.CharField(max_length=8, choices=Pace, default=Pace.WEEKLY)
    digest_hour = models.PositiveSmallIntegerField(default=8)
    digest_day = models.PositiveSmallIntegerField(default=0)
    # Whether mail keeps to working hours.
    keeps_hours = models.BooleanField(default=True)
    work_days = ArrayField(models.PositiveSmallIntegerField(), default=working_days, blank=True)
    work_from = models.TimeField(default=time(8))
    work_until = models.TimeField(default=time(18, 30))
    # Summaries in a row after which the person did not come by.
    unopened = models.PositiveSmallIntegerField(default=0)
    digest_at = models.DateTimeField(null=True, blank=True)
    # Since when the address takes no mail of ours, and what its server said; empty: it does.
    refused_at = models.DateTimeField(null=True, blank=True)
    refused_why = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"mail of {self.person_id}"


class Choice(models.Model):
    """What mail one wants from one space, where that differs from what one wants by kind."""

    class Delivery(models.TextChoices):
        USUAL = "usual", _("As chosen above")
        LIST = "list", _("Every post and comment, as a mailing list")
        DIGEST = "digest", _("In the summary only")
        NOTHING = "nothing", _("Nothing")

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, models.CASCADE, related_name="+", db_index=False)
    delivery = models.CharField(max_length=8, choices=Delivery, default=Delivery.USUAL)
    urgent = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "space"], name="mail_one_choice_a_space")
        ]
        indexes = [
            models.Index(fields=["space"], condition=Q(delivery="list"), name="mail_lists"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.space_id}: {self.delivery}"


class Waiting(models.Model):
    """A notification that is to be told by mail: from when on, and what of it was told already.

    ``due_at`` is empty while there is nothing new; causes up to ``told_until`` (their key) have
    been told by mail, or were read on the site before.
    """

    notification = models.OneToOneField(
        Notification, models.CASCADE, primary_key=True, related_name="+"
    )
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    due_at = models.DateTimeField(null=True)
    told_until = models.BigIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(due_at__isnull=False), name="mail_waiting_due"
            ),
            models.Index(
                fields=["person"], condition=Q(due_at__isnull=False), name="mail_waiting_of"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notification_id} from {self.due_at}"


class Letter(models.Model):
    """One mail to one person; ``key`` names what it is, so that it is written only once.

    Composed when it is sent, from what the person may see then.
    """

    class Kind(models.TextChoices):
        NEWS = "news", _("News")
        POST = "post", _("A post, whole")
        ANNOUNCEMENT = "announcement", _("Announcement")
        DIGEST = "digest", _("Summary")

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        DROPPED = "dropped"  # there was nothing left to say
        FAILED = "failed"

    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind)
    key = models.CharField(max_length=60)
    post = models.ForeignKey(Post, models.CASCADE, null=True, related_name="+")
    # News: {"lines": [[notification, told until, now until], …]}.
    about = models.JSONField(default=dict, blank=True)
    urgent = models.BooleanField(default=False)
    due_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    # Who is at it, and until when nobody else may be.
    claim = models.UUIDField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="mail_each_letter_once")
        ]
        indexes = [
            models.Index(
                fields=["kind", "due_at", "id"],
                condition=Q(state="waiting"),
                name="mail_letters_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} to {self.person_id} ({self.state})"


class Mailing(models.Model):
    """A post on its way to all members of its space: how far its letters have been written."""

    post = models.OneToOneField(Post, models.CASCADE, primary_key=True, related_name="+")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    # Letters are written to people in the order of their keys; this was the last one.
    last_person = models.BigIntegerField(default=0)
    letters = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.post_id}: {self.letters}"
