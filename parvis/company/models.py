"""Company: the one row about the company whose network this is."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Company(models.Model):
    """Name, looks and defaults; there is one row at most (its key is 1)."""

    name = models.CharField(_("name"), max_length=120)
    tagline = models.CharField(_("tagline"), max_length=200, blank=True)
    logo = models.ForeignKey("files.File", models.SET_NULL, null=True, blank=True, related_name="+")
    # Hue of the accent colour in OKLCH degrees; empty: ours.
    accent = models.PositiveSmallIntegerField(null=True, blank=True)
    # A colour of the company's own as #rrggbb, which goes before the hue; empty: none.
    brand = models.CharField(_("own colour"), max_length=7, blank=True)
    language = models.CharField(_("first language"), max_length=12, default="en")
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Paris")
    set_up_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name

    @property
    def photo_url(self) -> str | None:
        """Return the logo's address, which strangers may fetch too, or None."""
        return f"/company/logo?{self.logo_id}" if self.logo_id else None
