"""What came in by mail: each message once, for each address; what became of it; what failed."""

from django.db import models
from django.utils import timezone

from parvis.people.models import Person
from parvis.posts.models import Post


class Received(models.Model):
    """A message to one address of ours, and what became of it.

    ``key`` is of the message and the address, so that the same again is known again. The message
    itself lies in a file for a day.
    """

    class State(models.TextChoices):
        TAKEN = "taken"
        REFUSED = "refused"
        IGNORED = "ignored"
        HELD = "held"  # until its sender says that it is theirs

    key = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=8, choices=State, default=State.IGNORED)
    # Why it was refused or ignored (``reasons``), or what was done.
    reason = models.CharField(max_length=20, blank=True)
    message_id = models.CharField(max_length=300, blank=True)
    sender = models.CharField(max_length=320, blank=True)
    recipient = models.CharField(max_length=320, blank=True)
    door = models.CharField(max_length=10, blank=True)
    raw = models.CharField(max_length=80, blank=True)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    post = models.ForeignKey(Post, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["at"], name="mail_received_at")]

    def __str__(self) -> str:
        return f"{self.message_id} to {self.recipient} ({self.state})"


class Original(models.Model):
    """The whole text of a mail of which a post shows what its writer wrote."""

    post = models.OneToOneField(Post, models.CASCADE, primary_key=True, related_name="+")
    text = models.TextField()
    format = models.CharField(max_length=20, default=Post.Format.PLAIN)

    def __str__(self) -> str:
        return f"mail of {self.post_id}"


class Failure(models.Model):
    """A letter that did not arrive, as a report said."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    address = models.CharField(max_length=320)
    at = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=12, blank=True)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "at"], name="mail_failures_of")]

    def __str__(self) -> str:
        return f"{self.address} {self.status}"


class Notice(models.Model):
    """That somebody was told that their mail could not be taken in; counted, so that it is rare."""

    address = models.CharField(max_length=320)
    reason = models.CharField(max_length=20)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["at", "address"], name="mail_notices_at")]

    def __str__(self) -> str:
        return f"{self.address}: {self.reason}"
