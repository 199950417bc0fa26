"""ServerKey: who we are to push services; Device: a browser that asked; Parcel: on its way."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from parvis.notifications.models import Notification
from parvis.people.models import Person, Session
from parvis.spaces.models import Space


class ServerKey(models.Model):
    """The one key pair by which push services know us (VAPID, RFC 8292); made once."""

    private = models.TextField()
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"made {self.made_at:%Y-%m-%d}"


class Devices(models.QuerySet["Device"]):
    """Questions about devices."""

    def alive(self, now: datetime | None = None) -> QuerySet["Device"]:
        """Return those on which their person is still signed in, and may be."""
        open_ = Session.objects.filter(
            session_key=OuterRef("session_key"),
            person=OuterRef("person"),
            expire_date__gt=now or timezone.now(),
        )
        return self.filter(Exists(open_), person__is_active=True)


class Device(models.Model):
    """One browser of a person: where to push to, with the keys that it alone can read with.

    It lives as long as the session in which it was registered: signing out, or being signed out
    from elsewhere, ends it.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40)
    # Several people may have used one browser, one after another: it is the last one's.
    endpoint = models.CharField(max_length=2000, unique=True)
    # As the browser gives them: base64url.
    public = models.CharField(max_length=100)
    secret = models.CharField(max_length=40)
    language = models.CharField(max_length=12)
    name = models.CharField(max_length=80)
    made_at = models.DateTimeField(default=timezone.now)
    # In a row, and not for the network's sake.
    refusals = models.PositiveSmallIntegerField(default=0)

    objects = Devices.as_manager()

    def __str__(self) -> str:
        return f"{self.name} of {self.person_id}"


class Preferences(models.Model):
    """What a person wants on their devices; no row, or no entry for a kind: as by default."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="+")
    # {"reaction": true} by kind of notification, and "message".
    kinds: Any = models.JSONField(default=dict, blank=True)
    # Whether devices are quiet outside working hours, which are kept with the mail's choices.
    keeps_hours = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"devices of {self.person_id}"


class Parcel(models.Model):
    """What one device is to be told about one thing: put together when it is sent.

    ``stamp`` grows with each new cause; what came while it was being sent goes again.
    """

    device = models.ForeignKey(Device, models.CASCADE, related_name="parcels", db_index=False)
    kind = models.CharField(max_length=12)
    subject = models.CharField(max_length=60)
    notification = models.ForeignKey(Notification, models.CASCADE, null=True, related_name="+")
    # A conversation with something unread.
    space = models.ForeignKey(Space, models.CASCADE, null=True, related_name="+")
    stamp = models.BigIntegerField()
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["device", "subject"], name="push_one_parcel_a_thing")
        ]
        indexes = [models.Index(fields=["due_at"], name="push_parcels_due")]

    def __str__(self) -> str:
        return f"{self.subject} to {self.device_id}"
