"""Post: anything written in a space; its revisions, mentions, reactions, links."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.kernel.ids import TimeOrderedId, moment_of
from parvis.people.models import Person
from parvis.spaces.models import Space


class LinkCard(models.Model):
    """What the server found behind a link: one quiet card under a post."""

    class State(models.TextChoices):
        WAITING = "waiting"
        READY = "ready"
        NOTHING = "nothing"

    url = models.URLField(max_length=2000)
    digest = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    title = models.CharField(max_length=300, blank=True)
    description = models.CharField(max_length=600, blank=True)
    site = models.CharField(max_length=120, blank=True)
    image = models.ForeignKey(
        "files.File", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    fetched_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.url


class Post(models.Model):
    """A message, a question, a comment (its ``thread`` is the root), a chat line."""

    class Kind(models.TextChoices):
        MESSAGE = "message", _("Message")
        QUESTION = "question", _("Question")

    class Format(models.TextChoices):
        MARKDOWN = "text/markdown"
        PLAIN = "text/plain"
        HTML = "text/html"

    id = models.BigIntegerField(primary_key=True, db_default=TimeOrderedId())
    space = models.ForeignKey(Space, models.CASCADE, related_name="posts", db_index=False)
    author = models.ForeignKey(Person, models.PROTECT, related_name="posts", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.MESSAGE)
    # Empty for a root; comments of both levels carry their root.
    thread = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="comments", db_index=False
    )
    # The comment that a second-level comment answers.
    reply_to = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="replies", db_index=False
    )
    # The original, where this post shares another.
    shares = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="shared_as", db_index=False
    )
    title = models.CharField(max_length=300, blank=True)
    source = models.TextField(blank=True)
    format = models.CharField(max_length=16, choices=Format, default=Format.MARKDOWN)
    html = models.TextField(blank=True)
    language = models.CharField(max_length=8, blank=True)
    tags = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    link = models.ForeignKey(
        LinkCard, models.SET_NULL, null=True, blank=True, related_name="posts", db_index=False
    )
    # {"like": 3, "🎉": 1}: kept by the verb under the row's lock, imported counts included.
    reactions = models.JSONField(default=dict, blank=True)
    comments_count = models.PositiveIntegerField(default=0)
    # A question's accepted answer.
    accepted = models.BooleanField(default=False)
    edited_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    pinned_at = models.DateTimeField(null=True, blank=True)
    # Of a root: the newest of itself and its visible comments. Of a comment: its own moment.
    last_activity = models.DateTimeField(default=timezone.now)
    # Counts the changes of what is shown, so that a rendered fragment can be kept by it.
    version = models.PositiveIntegerField(default=1)
    origin = models.CharField(max_length=300, null=True, blank=True)
    # The table has one column more, which no page reads: ``words``, the text search vector of title
    # and source that PostgreSQL keeps, with its index (migration 0005; ``parvis.search``).

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["origin"], condition=Q(origin__isnull=False), name="posts_origin"
            )
        ]
        indexes = [
            models.Index(
                "space",
                models.F("last_activity").desc(),
                models.F("id").desc(),
                condition=Q(thread__isnull=True, removed_at__isnull=True),
                name="posts_by_activity",
            ),
            models.Index(
                "space",
                models.F("id").desc(),
                condition=Q(thread__isnull=True, removed_at__isnull=True),
                name="posts_by_time",
            ),
            models.Index("thread", "id", condition=Q(thread__isnull=False), name="posts_comments"),
            models.Index("author", models.F("id").desc(), name="posts_by_author"),
            models.Index(
                "space",
                models.F("pinned_at").desc(),
                condition=Q(pinned_at__isnull=False),
                name="posts_pinned",
            ),
            GinIndex(fields=["tags"], name="posts_tags", condition=~Q(tags=[])),
            # For the few that have one: what PostgreSQL asks where the other side is deleted.
            models.Index("shares", condition=Q(shares__isnull=False), name="posts_shares"),
            models.Index("link", condition=Q(link__isnull=False), name="posts_link"),
            models.Index(
                "removed_by", condition=Q(removed_by__isnull=False), name="posts_removed_by"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    def get_absolute_url(self) -> str:
        """Return the post's address; a comment's leads to its place in the thread."""
        if self.thread_id:
            return f"{reverse('posts:post', args=[self.thread_id])}?at={self.pk}#post-{self.pk}"
        return reverse("posts:post", args=[self.pk])

    @property
    def created_at(self) -> datetime:
        """Return when it was written (UTC), which its id carries."""
        return moment_of(self.pk)

    @property
    def is_comment(self) -> bool:
        """Tell whether it stands under another post."""
        return self.thread_id is not None


class Revision(models.Model):
    """What a post said before an edit."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="revisions")
    editor = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    title = models.CharField(max_length=300, blank=True)
    source = models.TextField()
    html = models.TextField()

    def __str__(self) -> str:
        return f"{self.post_id} before {self.at:%Y-%m-%d %H:%M}"


class Reaction(models.Model):
    """One person's reaction to one post: a named one or any emoji; a new one replaces it."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    emoji = models.CharField(max_length=32)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "person"], name="posts_one_reaction_each")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.emoji} {self.post_id}"


class Mention(models.Model):
    """A person or a community named in a post."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="mentions")
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="mentions"
    )
    space = models.ForeignKey(Space, models.CASCADE, null=True, blank=True, related_name="mentions")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) ^ Q(space__isnull=False),
                name="posts_mentions_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.post_id} mentions {self.person_id or self.space_id}"


class Saved(models.Model):
    """A post that a person keeps for later; nobody else sees it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="saved")
    post = models.ForeignKey(Post, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "post"], name="posts_saved_once")]

    def __str__(self) -> str:
        return f"{self.person_id} keeps {self.post_id}"


class FormKey(models.Model):
    """A form that made a post, kept for a month: the same sent again finds that post."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    key = models.UUIDField()
    post = models.ForeignKey(Post, models.CASCADE, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="posts_form_once")]

    def __str__(self) -> str:
        return f"{self.key} of {self.person_id}"


class Draft(models.Model):
    """What somebody has begun to write in one place, for them alone, on whichever device."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    # The form: "composer-home", "composer-SPACE", "comment-POST".
    place = models.CharField(max_length=32)
    words = models.JSONField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "place"], name="posts_one_draft_a_place")
        ]
        indexes = [models.Index(fields=["at"], name="posts_drafts_by_age")]

    def __str__(self) -> str:
        return f"{self.place} of {self.person_id}"


class DraftFile(models.Model):
    """An upload that waits in a draft, and is kept as long as the draft."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files", db_index=False)
    file = models.ForeignKey("files.File", models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "file"], name="posts_file_once_a_draft")
        ]

    def __str__(self) -> str:
        return f"{self.file_id} in {self.draft_id}"
