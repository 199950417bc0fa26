"""Person: an employee, a guest or a bot; and the one-time keys that sign one in."""

from datetime import timedelta
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Concat, Lower, Upper
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PersonManager(BaseUserManager["Person"]):
    """Finds persons by handle whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Return the person with this handle, case folded; raises Person.DoesNotExist."""
        return self.get(handle__iexact=username)


class Fold(Func):
    """Database expression: text in lower case without accents."""

    function = "kernel_fold"
    output_field = models.TextField()


class Person(AbstractBaseUser):
    """A colleague. Everyone who writes, the system included, is one."""

    class Kind(models.TextChoices):
        EMPLOYEE = "employee", _("Employee")
        GUEST = "guest", _("Guest")
        BOT = "bot", _("Bot")

    class Theme(models.TextChoices):
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    handle = models.CharField(_("handle"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    title = models.CharField(_("title"), max_length=160, blank=True)
    department = models.CharField(_("department"), max_length=120, blank=True)
    site = models.CharField(_("site"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    manager = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("manager"),
    )
    languages = ArrayField(
        models.CharField(max_length=12), default=list, blank=True, verbose_name=_("languages")
    )
    skills = ArrayField(
        models.CharField(max_length=80), default=list, blank=True, verbose_name=_("skills")
    )
    about = models.TextField(_("about"), max_length=4000, blank=True)
    # The language of the interface; empty: the browser's.
    locale = models.CharField(_("language of the pages"), max_length=12, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    # Day or night; empty: as the device says.
    theme = models.CharField(_("look"), max_length=5, choices=Theme, blank=True)
    large_type = models.BooleanField(_("large type"), default=False)
    # Whether single keys do things (j, k, r …); Ctrl-K always does.
    shortcuts = models.BooleanField(_("keyboard shortcuts"), default=True)
    # Where one is in the first five minutes (parvis.welcome); empty: done or not wanted.
    welcome = models.CharField(max_length=12, blank=True, default="new")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.EMPLOYEE)
    is_active = models.BooleanField(default=True)
    is_admin = models.BooleanField(default=False)
    # Strings, since files is a feature above this one.
    photo = models.ForeignKey(
        "files.File", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    cover = models.ForeignKey(
        "files.File", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Where the person came from (a directory, an archive); a second import finds them by it.
    origin = models.CharField(max_length=300, null=True, blank=True, unique=True)
    # Counts the changes that show beside what the person wrote, so that cached pages notice.
    version = models.PositiveIntegerField(default=1)
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)
    # What the directory looks in and sorts by; kept by the database, since folding 100,000 names
    # anew for each search takes a second.
    search_name = models.GeneratedField(
        expression=Fold(Concat("name", Value(" "), "handle")),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = PersonManager()

    USERNAME_FIELD = "handle"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("handle"), name="people_handle_folded"),
            models.UniqueConstraint(
                Lower("email"), condition=~Q(email=""), name="people_email_folded"
            ),
        ]
        indexes = [
            GinIndex(OpClass(Fold(F("name")), name="gin_trgm_ops"), name="people_name_trigram"),
            models.Index(fields=["country", "site"]),
            models.Index(fields=["department"]),
            GinIndex(OpClass("search_name", name="gin_trgm_ops"), name="people_search_name"),
            models.Index(fields=["search_name", "id"], name="people_by_name"),
            # One facet of the directory, by name: without it PostgreSQL walks through all names.
            *[
                models.Index(
                    fields=[facet, "search_name", "id"],
                    condition=Q(is_active=True),
                    name=f"people_by_{facet}",
                )
                for facet in ("country", "site", "department")
            ],
            GinIndex(fields=["skills"], condition=~Q(skills=[]), name="people_by_skill"),
            # Django looks whatever-the-case up in capitals.
            models.Index(Upper("handle"), name="people_handle_any_case"),
            models.Index(Upper("email"), name="people_email_any_case"),
        ]

    def __str__(self) -> str:
        return self.name or self.handle

    def get_absolute_url(self) -> str:
        """Return the address of the person's profile and wall."""
        return reverse("people:person", args=[self.handle])

    @property
    def photo_url(self) -> str | None:
        """Return the address of the face, or None for initials."""
        return f"/files/{self.photo_id}/face" if self.photo_id else None

    @property
    def is_employee(self) -> bool:
        """Tell whether open places are open to them: everybody but guests."""
        return self.kind != self.Kind.GUEST


class Session(AbstractBaseSession):
    """One browser signed in (or about to): Django's session, with whose it is beside it.

    The person in a column lets one statement fetch both, and all of a leaver's be ended at once.
    """

    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="sessions"
    )
    opened_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    ip = models.GenericIPAddressField(null=True, blank=True)
    user_agent = models.CharField(max_length=200, blank=True)

    # What a later save of the same session may change.
    RENEWED: ClassVar[tuple[str, ...]] = (
        "session_data",
        "expire_date",
        "person",
        "ip",
        "user_agent",
    )

    @classmethod
    def get_session_store_class(cls) -> type[Any]:
        """Return the engine that keeps its data here, as Django asks of session models."""
        from parvis.people.sessions import SessionStore

        return SessionStore

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; of a session that exists, only what changes (not when it was opened)."""
        if kwargs.get("force_update"):
            kwargs["update_fields"] = self.RENEWED
        super().save(*args, **kwargs)


class SignInKey(models.Model):
    """A one-time way in: a link by mail, an invitation, a code from one's manager.

    Only a keyed hash of the secret is kept (of a random 192-bit token; codes are shorter, and
    therefore short-lived and their tries counted).
    """

    class Purpose(models.TextChoices):
        LINK = "link", _("Sign-in link")
        INVITATION = "invitation", _("Invitation")
        CODE = "code", _("Code")
        RESCUE = "rescue", _("Rescue link")
        SETUP = "setup", _("First set-up")

    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="sign_in_keys"
    )
    purpose = models.CharField(max_length=12, choices=Purpose)
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    LIFETIMES: ClassVar[dict[str, timedelta]] = {
        Purpose.LINK: timedelta(minutes=30),
        Purpose.INVITATION: timedelta(days=7),
        Purpose.CODE: timedelta(minutes=15),
        Purpose.RESCUE: timedelta(minutes=10),
        Purpose.SETUP: timedelta(days=1),
    }

    def __str__(self) -> str:
        return f"{self.purpose} for {self.person_id}"
