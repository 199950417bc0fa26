"""Visit: when a person last looked at home, for the line "new since your last visit"."""

from django.db import models

from parvis.people.models import Person


class Visit(models.Model):
    """One row a person. ``before`` is the end of the visit before this one."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="+")
    seen_at = models.DateTimeField()
    before = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.person_id} at {self.seen_at:%Y-%m-%d %H:%M}"
