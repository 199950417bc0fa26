"""Everybody here, by the keys one may be found under; a company fits into memory."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from parvis.directory.models import KnownAs
from parvis.directory.people.candidate import FOLLOWED, OFFERED
from parvis.people.models import Person

COLUMNS: Final = ("pk", "handle", "origin", "is_active", "manager_id", *FOLLOWED, *OFFERED)


@dataclass(slots=True)
class Known:
    """A person who is here, with what an import may compare."""

    pk: int
    handle: str
    origin: str | None
    is_active: bool
    manager: int | None
    fields: dict[str, Any]

    @property
    def email(self) -> str:
        """Their address in lower case, or ""."""
        return str(self.fields["email"]).lower()


class Roster:
    """The people who are here: looked up by origin, e-mail and handle."""

    def __init__(self, own: str = "") -> None:
        self.by_pk: dict[int, Known] = {}
        self.by_origin: dict[str, Known] = {}
        self.by_email: dict[str, Known] = {}
        self.by_handle: dict[str, Known] = {}
        for pk, handle, origin, is_active, manager, *values in Person.objects.values_list(
            *COLUMNS
        ).iterator(5000):
            fields = dict(zip((*FOLLOWED, *OFFERED), values, strict=True))
            self._add(Known(pk, handle, origin, is_active, manager, fields))
        if own:
            for known in self.by_pk.values():
                if not known.origin:
                    self.by_origin[f"{own}:person:{known.pk}"] = known
        for origin, pk in KnownAs.objects.values_list("origin", "person_id").iterator(5000):
            self.by_origin[origin] = self.by_pk[pk]

    def _add(self, known: Known) -> None:
        self.by_pk[known.pk] = known
        self.by_handle[known.handle.lower()] = known
        if known.origin:
            self.by_origin[known.origin] = known
        if known.email:
            self.by_email[known.email] = known

    def origins(self, prefixes: Iterable[str]) -> dict[str, Known]:
        """Return who is known under keys that begin so."""
        starts = tuple(prefixes)
        return {key: known for key, known in self.by_origin.items() if key.startswith(starts)}


class Handles:
    """Gives each newcomer a handle that nobody has."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._next: dict[str, int] = {}

    def give(self, wish: str) -> str:
        """Return the wish, or the wish with the first free number behind it."""
        wish = wish or "person"
        handle, number = wish, self._next.get(wish, 2)
        while handle in self._taken:
            handle = f"{wish}{number}"
            number += 1
        self._next[wish] = number
        self._taken.add(handle)
        return handle
