"""File: something uploaded: an attachment of a post, a face, a cover, the company's logo."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from parvis.people.models import Person
from parvis.spaces.models import Space


class File(models.Model):
    """One stored file. Who may fetch it follows from what it belongs to (see ``access``)."""

    class Purpose(models.TextChoices):
        """``attachment``: its post's readers. ``space``: who sees the space (a community's cover
        or picture). ``public``: every signed-in person (faces, wall covers, logo, link images).
        """

        ATTACHMENT = "attachment"
        SPACE = "space"
        PUBLIC = "public"

    owner = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    purpose = models.CharField(max_length=12, choices=Purpose, default=Purpose.ATTACHMENT)
    # String: posts is a feature above this one. Empty: uploaded, not yet published.
    post = models.ForeignKey(
        "posts.Post", models.CASCADE, null=True, blank=True, related_name="files"
    )
    space = models.ForeignKey(
        Space, models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=200)
    alt = models.CharField(max_length=500, blank=True)
    # Where the bytes lie below the files' folder: the SHA-256 of what is stored.
    digest = models.CharField(max_length=64, db_index=True)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    # Of images, in pixels; empty for other files.
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    origin = models.CharField(max_length=300, null=True, blank=True, unique=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=Q(post__isnull=True, purpose="attachment"),
                name="files_not_yet_published",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the stored bytes."""
        return f"/files/{self.pk}/original"

    @property
    def is_image(self) -> bool:
        """Tell whether it is a picture we re-encoded and can show in the page."""
        return self.width is not None
