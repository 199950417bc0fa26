"""Space: a place where people write; Subscription: who is in it, as what, and why."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parvis.people.models import Fold, Person


class Space(models.Model):
    """A wall, a community or a conversation; they differ by kind, not by machinery."""

    class Kind(models.TextChoices):
        WALL = "wall", _("Wall")
        COMMUNITY = "community", _("Community")
        CONVERSATION = "conversation", _("Conversation")

    class Visibility(models.TextChoices):
        OPEN = "open", pgettext_lazy("community", "Open")
        CLOSED = "closed", pgettext_lazy("community", "Closed")
        SECRET = "secret", pgettext_lazy("community", "Secret")

    class Policy(models.TextChoices):
        """Who may start a post; whoever reads and belongs may comment."""

        MEMBERS = "members", _("Members")
        MANAGERS = "managers", _("Managers and moderators")

    kind = models.CharField(max_length=12, choices=Kind)
    visibility = models.CharField(
        _("visibility"), max_length=8, choices=Visibility, default=Visibility.OPEN
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    slug = models.SlugField(max_length=80, null=True, blank=True, unique=True)
    description = models.TextField(_("description"), max_length=4000, blank=True)
    # A wall's person; a community's or a conversation's founder.
    owner = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="spaces_owned"
    )
    policy = models.CharField(
        _("who may post"), max_length=10, choices=Policy, default=Policy.MEMBERS
    )
    # {"any": [{"country": ["FR"], "department": ["Quality"], "under": "12"}, …]} or empty.
    audience = models.JSONField(null=True, blank=True)
    picture = models.ForeignKey(
        "files.File", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    cover = models.ForeignKey(
        "files.File", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    archived_at = models.DateTimeField(null=True, blank=True)
    # The newest activity of a post that can be seen; kept exact by the verbs and not indexed,
    # so that its updates stay cheap (heap-only tuples).
    last_activity = models.DateTimeField(null=True, blank=True)
    members_count = models.PositiveIntegerField(default=0)
    posts_count = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    origin = models.CharField(max_length=300, null=True, blank=True, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner"], condition=Q(kind="wall"), name="spaces_one_wall_each"
            ),
        ]
        indexes = [
            GinIndex(
                OpClass(Fold(F("name")), name="gin_trgm_ops"),
                name="spaces_name_trigram",
                condition=Q(kind="community"),
            ),
            # The communities among ever so many walls, and those that follow a rule.
            models.Index(fields=["name"], condition=Q(kind="community"), name="spaces_communities"),
            # Which of one's many subscriptions are to communities: the rest ends in the index.
            models.Index(
                fields=["id"],
                condition=Q(kind="community", archived_at__isnull=True),
                name="spaces_live_communities",
            ),
            models.Index(
                fields=["id"], condition=Q(audience__isnull=False), name="spaces_with_a_rule"
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.kind} {self.pk}"

    def get_absolute_url(self) -> str:
        """Return the address of the wall, community or conversation."""
        if self.kind == self.Kind.WALL and self.owner is not None:
            return self.owner.get_absolute_url()
        if self.kind == self.Kind.COMMUNITY:
            return reverse("spaces:community", args=[self.slug])
        return reverse("conversations:conversation", args=[self.pk])

    @property
    def is_wall(self) -> bool:
        """Tell whether this is a person's wall."""
        return self.kind == self.Kind.WALL

    @property
    def is_community(self) -> bool:
        """Tell whether this is a community."""
        return self.kind == self.Kind.COMMUNITY

    @property
    def is_conversation(self) -> bool:
        """Tell whether this is a private conversation."""
        return self.kind == self.Kind.CONVERSATION

    @property
    def place_name(self) -> str:
        """Return its name; a wall's is its person's."""
        return self.owner.name if self.is_wall and self.owner else self.name

    @property
    def photo_url(self) -> str | None:
        """Return the address of the picture, or None for initials."""
        return f"/files/{self.picture_id}/face" if self.picture_id else None


class Subscription(models.Model):
    """Ties a person to a space: a wall's follower and a community's member are the same row."""

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        REQUESTED = "requested", _("Requested")
        INVITED = "invited", _("Invited")
        BANNED = "banned", _("Banned")

    class Role(models.TextChoices):
        FOLLOWER = "follower", _("Follower")
        MEMBER = "member", _("Member")
        MODERATOR = "moderator", _("Moderator")
        MANAGER = "manager", pgettext_lazy("role in a community", "Manager")

    class Level(models.TextChoices):
        ALL = "all", pgettext_lazy("told of", "All")
        MENTIONS = "mentions", pgettext_lazy("told of", "Mentions")
        NOTHING = "nothing", pgettext_lazy("told of", "Nothing")

    class Source(models.TextChoices):
        """How the row came: what came by hand stays when a rule changes."""

        HAND = "hand", _("By hand")
        RULE = "rule", _("Audience rule")
        GROUP = "group", _("Directory group")

    person = models.ForeignKey(Person, models.CASCADE, related_name="subscriptions", db_index=False)
    space = models.ForeignKey(Space, models.CASCADE, related_name="subscriptions", db_index=False)
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    role = models.CharField(max_length=10, choices=Role, default=Role.MEMBER)
    level = models.CharField(max_length=10, choices=Level, default=Level.MENTIONS)
    source = models.CharField(max_length=10, choices=Source, default=Source.HAND)
    # Whether its posts come to the home feed: conversations and muted spaces do not.
    comes_home = models.BooleanField(default=True)
    last_read = models.DateTimeField(null=True, blank=True)
    invited_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "space"], name="spaces_once_in_a_space"),
        ]
        indexes = [
            models.Index(
                fields=["person"],
                include=["space"],
                condition=Q(state="active", comes_home=True),
                name="spaces_comes_home",
            ),
            # What is unread beside the feed: conversations, and what is muted.
            models.Index(
                fields=["person"],
                include=["space", "last_read"],
                condition=Q(state="active", comes_home=False),
                name="spaces_beside_home",
            ),
            models.Index(fields=["space", "state", "role"], name="spaces_members"),
            models.Index(
                "space", F("id").desc(), condition=Q(state="active"), name="spaces_newest_members"
            ),
            models.Index(
                "invited_by", condition=Q(invited_by__isnull=False), name="spaces_invited_by"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.space_id} ({self.role}, {self.state})"

    @property
    def is_active(self) -> bool:
        """Tell whether the person is in the space now."""
        return self.state == self.State.ACTIVE

    @property
    def moderates(self) -> bool:
        """Tell whether the person keeps order there, as moderator or manager."""
        return self.is_active and self.role in (self.Role.MODERATOR, self.Role.MANAGER)

    @property
    def manages(self) -> bool:
        """Tell whether the person runs the space."""
        return self.is_active and self.role == self.Role.MANAGER
