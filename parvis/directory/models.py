"""What the imports and exports remember: under which other keys a person is known, who we are."""

import secrets

from django.db import models

from parvis.people.models import Person


class KnownAs(models.Model):
    """A further key of a person, from a second directory or an archive they were matched in."""

    origin = models.CharField(max_length=300, unique=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="also_known_as")

    def __str__(self) -> str:
        return f"{self.person_id} as {self.origin}"


class Network(models.Model):
    """This network's own name in exports (one row, key 1), made at random once.

    What was written here gets ids under it, so that they are unique wherever they are taken.
    """

    key = models.CharField(max_length=16)

    def __str__(self) -> str:
        return self.key

    @classmethod
    def own_key(cls) -> str:
        """Return the name, making it the first time."""
        row, _made = cls.objects.get_or_create(pk=1, defaults={"key": secrets.token_hex(6)})
        return row.key
